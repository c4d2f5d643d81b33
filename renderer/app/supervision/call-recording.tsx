import { type Ref, useCallback, useImperativeHandle, useMemo, useRef } from 'react'
import { RecordingPlayer, type RecordingPlayerHandle } from '#renderer/features/telephony/recording-player.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { createFileTransfer } from '#renderer/sync/file-transfer.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import {
  type RecordingState,
  recordingLateSeconds,
  recordingStateAnswer,
} from '#shared/features/telephony/call-recording.ts'
import { useDesk } from '../desk-context.tsx'
import { browserPorts } from '../desk-data/browser-ports.ts'
import { useOnlineDetail } from './use-online.ts'

/** How often a recording that is still on its way is asked after. */
const ASK_AGAIN_MS = 3_000

/** The player of a call as a review uses it; places are seconds of the call, as in remarks. */
export interface CallPlayback {
  playAt(callSeconds: number): void
  /** Whole seconds of the call at which the player stands. */
  moment(): number
}

interface CallRecordingViewProps {
  readonly call: Call
  readonly ref?: Ref<CallPlayback>
}

/** The recording of a call, or why there is none (REQUIREMENTS S2). */
export function CallRecordingView({ call, ref }: CallRecordingViewProps) {
  const t = useText('telephony')
  const { recording } = call
  const player = useRef<RecordingPlayerHandle>(null)
  const state = useRecordingState(call)
  const load = useRecordingContent(call.id)
  const review = useDeskRead(['callReview'], (reads) => reads.record('callReview', call.id), call.id)
  const late = recording === undefined ? 0 : recordingLateSeconds(recording, call)
  useImperativeHandle(
    ref,
    () => ({
      playAt: (callSeconds) => player.current?.playAt(Math.max(0, callSeconds - late)),
      moment: () => Math.max(0, Math.floor((player.current?.place() ?? 0) + late)),
    }),
    [late],
  )
  if (state === undefined) return null
  if (recording === undefined || state !== 'present')
    return <p className="sv-soft">{t(`playback.${state === 'present' ? 'none' : state}`)}</p>
  const marks = [...new Set((review?.data.comments ?? []).map(({ atSeconds }) => Math.max(0, atSeconds - late)))]
  return <RecordingPlayer key={call.id} ref={player} recording={recording} marks={marks} load={load} />
}

/** Whether the recording of a call can be played; `away` when the server cannot be asked, undefined until it answers. */
export function useRecordingState(call: Call): RecordingState | 'away' | undefined {
  const isRecorded = call.recording !== undefined
  const query = useOnlineDetail(
    'recordingState',
    ['call'],
    isRecorded ? `/api/calls/${call.id}/recording/state` : null,
    recordingStateAnswer,
    (answer) => (answer === undefined || answer.state === 'uploading' ? ASK_AGAIN_MS : false),
  )
  if (!isRecorded) return 'none'
  return query.data?.state ?? (query.isError ? 'away' : undefined)
}

function useRecordingContent(callId: string): () => Promise<Blob | null> {
  const { workplace, session } = useDesk()
  const transfer = useMemo(() => {
    const { fetch } = browserPorts(workplace.deviceId, session.tokens)
    return createFileTransfer({ baseUrl: workplace.apiUrl, fetch, tokens: session.tokens })
  }, [workplace, session])
  return useCallback(async () => {
    const answer = await transfer.download(`/api/calls/${callId}/recording`, new AbortController().signal)
    return answer.ok ? new Blob([answer.value.content], { type: 'audio/webm' }) : null
  }, [transfer, callId])
}
