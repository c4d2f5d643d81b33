import { type DetailedError, Upload } from 'tus-js-client'
import type { KeptRecording } from '#renderer/db/recordings.ts'
import type { DeskReads, DeskRecordings, DeskWrites } from '#renderer/sync/desk-data.ts'
import type { AccessTokens } from '#renderer/sync/ports.ts'
import type { CallRecording, RecordingState } from '#shared/features/telephony/call-recording.ts'
import { keepRecording } from '#shared/features/telephony/commands.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { RECORDING_TYPE } from './engine/call-recorder.ts'

/** Bytes of one piece: what a broken connection costs at most. */
const PIECE_BYTES = 512 * 1024

export interface RecordingQueuePorts {
  readonly recordings: DeskRecordings
  readonly reads: Pick<DeskReads, 'record'>
  readonly writes: Pick<DeskWrites, 'dispatch'>
  /** Runs `work` unless this recording is being made or sent by somebody, in this window or another. */
  readonly alone: (callId: string, work: () => Promise<void>) => Promise<void>
  /** Sends the content; false when it may go better later. */
  readonly send: (callId: string, content: Blob) => Promise<boolean>
  /** What the server says of the recording; null when it cannot be asked. */
  readonly ask: (callId: string) => Promise<{ readonly state: RecordingState; readonly sha256: string | null } | null>
}

export interface RecordingQueue {
  /** Sends what is finished; called when the connection is back, a call was delivered or a recording ended. Never rejects. */
  trySending(): Promise<void>
  stop(): void
}

/**
 * Recordings that wait on this computer: each is announced by a command, uploaded, and thrown away when the server has checked it. What a
 * desk that died was recording is sent as far as it came.
 */
export function createRecordingQueue(ports: RecordingQueuePorts): RecordingQueue {
  let running: Promise<void> | null = null
  let isAskedAgain = false
  let isStopped = false

  async function sendAll(): Promise<void> {
    for (const kept of await ports.recordings.all())
      if (!isStopped) await ports.alone(kept.callId, () => settle(ports, kept.callId))
  }

  return {
    async trySending() {
      isAskedAgain = true
      running ??= (async () => {
        while (isAskedAgain && !isStopped) {
          isAskedAgain = false
          await sendAll().catch(() => undefined)
        }
      })().finally(() => {
        running = null
      })
      return running
    },
    stop() {
      isStopped = true
    },
  }
}

async function settle(ports: RecordingQueuePorts, callId: string): Promise<void> {
  // Read again now that nobody else has it: it may have ended or gone meanwhile.
  const kept = (await ports.recordings.all()).find((it) => it.callId === callId)
  const call = await ports.reads.record('call', callId)
  if (kept === undefined || call === null) return
  const content = new Blob([...(await ports.recordings.content(callId))], { type: RECORDING_TYPE })
  if (content.size === 0) return ports.recordings.drop(callId)
  const recording = await factsOf(kept, content)
  if (call.data.recording === undefined) {
    const announced = await ports.writes.dispatch(keepRecording, { callId: callId as CallId, recording })
    if (!announced.ok) return
  }
  if (!(await ports.send(callId, content))) return
  const answer = await ports.ask(callId)
  const isThere = answer?.state === 'present' && answer.sha256 === recording.sha256
  if (isThere || answer?.state === 'deleted') await ports.recordings.drop(callId)
}

/** What is said of a recording. One without an end was made by a desk that died: it ends where the sound on the disk does. */
async function factsOf(kept: KeptRecording, content: Blob): Promise<CallRecording> {
  const digest = await crypto.subtle.digest('SHA-256', await content.arrayBuffer())
  const endedAt = kept.endedAt ?? kept.seenAt
  return {
    type: RECORDING_TYPE,
    bytes: content.size,
    sha256: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    startedAt: kept.startedAt,
    endedAt,
    pauses: kept.pauses.map(({ from, to }) => ({ from, to: to ?? endedAt })),
    isCutShort: kept.isCutShort || kept.endedAt === null,
  }
}

/**
 * Sends a recording in pieces by the tus protocol, going on where it stopped.
 * @param apiUrl without a slash at the end; empty for the origin that served the desk
 */
export function uploadRecordings(apiUrl: string, tokens: AccessTokens): RecordingQueuePorts['send'] {
  return async (callId, content) => {
    const token = await tokens.current()
    if (token === null) return false
    const endpoint = `${apiUrl}/api/calls/${callId}/recording/upload`
    return new Promise((resolve) => {
      new Upload(content, {
        endpoint,
        // The server names an upload after its call: whatever arrived before a crash is found there.
        uploadUrl: endpoint,
        headers: { authorization: `Bearer ${token}` },
        chunkSize: PIECE_BYTES,
        retryDelays: [500, 2_000],
        storeFingerprintForResuming: false,
        onSuccess: () => resolve(true),
        // 409: it was there already.
        onError: (error) => resolve(statusOf(error) === 409),
      }).start()
    })
  }
}

function statusOf(error: Error | DetailedError): number {
  return 'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0
}
