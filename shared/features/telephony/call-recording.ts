import { z } from 'zod'

/** Bytes of one recording at most: about nine hours of speech as the desk records it. */
export const RECORDING_BYTES_MAX = 100 * 1024 * 1024

/** запись разговора: what the desk says of the sound it recorded (DESIGN §6). The content follows by upload. */
export const callRecording = z.object({
  /** Opus in WebM, both voices mixed into one channel. */
  type: z.literal('audio/webm'),
  bytes: z.number().int().min(1).max(RECORDING_BYTES_MAX),
  /** Lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where the first sound stands; instants are ISO 8601 by the desk's clock. */
  startedAt: z.string(),
  endedAt: z.string(),
  /** Left out on purpose, for data that nobody may keep: the recording is silent there, so places in it stay places of the call. */
  pauses: z.array(z.object({ from: z.string(), to: z.string() })).max(200),
  /** The desk died before the call ended: the rest is missing. */
  isCutShort: z.boolean(),
})
export type CallRecording = Readonly<z.infer<typeof callRecording>>

/** `none` was not recorded · `uploading` waits on the desk that had the call · `present` can be played · `deleted` its time of storage is over. */
export const recordingState = z.enum(['none', 'uploading', 'present', 'deleted'])
export type RecordingState = z.infer<typeof recordingState>

/** `GET /api/calls/:callId/recording/state`. The checksum is of the content that has arrived and was checked. */
export const recordingStateAnswer = z.object({ state: recordingState, sha256: z.string().nullable() })

/** By how many seconds the recording begins after the places of its call, which are counted from the answer. */
export function recordingLateSeconds(
  recording: Pick<CallRecording, 'startedAt'>,
  call: { readonly answeredAt: string | null; readonly offeredAt: string },
): number {
  return (Date.parse(recording.startedAt) - Date.parse(call.answeredAt ?? call.offeredAt)) / 1000
}
