import { createRecordingQueue, uploadRecordings } from '#renderer/features/telephony/recording-queue.ts'
import { createApiClient } from '#renderer/sync/api-client.ts'
import type { DeskData } from '#renderer/sync/desk-data.ts'
import type { AccessTokens } from '#renderer/sync/ports.ts'
import type { SyncStatusStore } from '#renderer/sync/sync-status-store.ts'
import { recordingStateAnswer } from '#shared/features/telephony/call-recording.ts'
import { browserPorts } from '../desk-data/browser-ports.ts'

export interface RecordingsSessionParts {
  readonly data: DeskData
  readonly status: SyncStatusStore
  readonly apiUrl: string
  readonly deviceId: string
  readonly tokens: AccessTokens
}

/** Where the telephone puts its recordings, and what sends them. */
export interface RecordingsSession {
  readonly keep: DeskData['recordings']['keep']
  /** Keeps other windows away from a recording that is being made; returns how to let go, done when they may have it. */
  readonly hold: (callId: string) => () => Promise<void>
  readonly onKept: () => void
  readonly stop: () => void
}

/** Sends recordings that wait whenever something may have changed: the connection, what was delivered, a call that was recorded. */
export function followRecordings({
  data,
  status,
  apiUrl,
  deviceId,
  tokens,
}: RecordingsSessionParts): RecordingsSession {
  const { fetch, timers } = browserPorts(deviceId, tokens)
  const api = createApiClient({ baseUrl: apiUrl, fetch, tokens, timers, onOutcome: () => {} })
  const queue = createRecordingQueue({
    recordings: data.recordings,
    reads: data.reads,
    writes: data.writes,
    alone: (callId, work) =>
      navigator.locks.request(lockOf(callId), { ifAvailable: true }, async (lock) => {
        if (lock !== null) await work()
      }),
    send: uploadRecordings(apiUrl, tokens),
    async ask(callId) {
      const answer = await api.get(`/api/calls/${callId}/recording/state`, recordingStateAnswer)
      return answer.ok ? answer.value : null
    },
  })
  const trySending = (): void => void queue.trySending()
  const endings = [
    data.reads.subscribe(['call'], trySending),
    status.subscribe((now, before) => {
      if (now.api === 'reachable' && (before.api !== 'reachable' || now.waiting !== before.waiting)) trySending()
    }),
    () => queue.stop(),
  ]
  trySending()
  return {
    keep: data.recordings.keep,
    hold(callId) {
      let letGo = (): void => {}
      const held = new Promise<void>((resolve) => {
        letGo = resolve
      })
      const released = navigator.locks.request(lockOf(callId), () => held)
      return async () => {
        letGo()
        await released
      }
    },
    onKept: trySending,
    stop: () => {
      for (const end of endings) end()
    },
  }
}

function lockOf(callId: string): string {
  return `opora-recording-${callId}`
}
