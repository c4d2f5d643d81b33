import type { Bytes } from './bytes.ts'
import { PLACES } from './change.ts'
import { openValue, sealValue } from './cipher.ts'
import { behind, type ReadableStore, type WritableStore } from './handles.ts'

/** A recording of a call that is made or waits for its upload. Instants are ISO 8601. */
export interface KeptRecording {
  readonly callId: string
  readonly startedAt: string
  /** Null while it is made; a desk that died leaves it so. */
  readonly endedAt: string | null
  /** Up to here the sound is on the disk. */
  readonly seenAt: string
  readonly pauses: readonly { readonly from: string; readonly to: string | null }[]
  /** Number of pieces on the disk; their order is that of the sound. */
  readonly pieces: number
  readonly isCutShort: boolean
}

/** Writes what is known of a recording, together with its newest piece when there is one. */
export async function keepRecordingPart(store: WritableStore, kept: KeptRecording, piece: Bytes | null): Promise<void> {
  const { db, cipher } = behind(store)
  const key = await cipher.blind(kept.callId)
  const n = kept.pieces - 1
  const sealed = await sealValue(cipher, PLACES.recording(key), kept)
  const sealedPiece = piece === null ? null : await cipher.seal(PLACES.recordingPiece(key, n), piece)
  await db.transaction('rw', [db.recordings, db.recordingPieces], async () => {
    await db.recordings.put({ key, sealed })
    if (sealedPiece !== null) await db.recordingPieces.put({ recording: key, n, sealed: sealedPiece })
  })
}

/** Recordings on this computer, oldest first. A damaged one counts as none: it cannot be mended from anywhere. */
export async function keptRecordings(store: ReadableStore): Promise<readonly KeptRecording[]> {
  const { db, cipher } = behind(store)
  const rows = await db.recordings.toArray()
  const opened = await Promise.all(
    rows.map(({ key, sealed }) => openValue<KeptRecording>(cipher, PLACES.recording(key), sealed).catch(() => null)),
  )
  return opened.flatMap((kept) => kept ?? []).sort((a, b) => a.startedAt.localeCompare(b.startedAt))
}

/** The sound in pieces, up to the first that is missing or damaged: what follows a gap cannot be played. */
export async function recordingPieces(store: ReadableStore, callId: string): Promise<readonly Bytes[]> {
  const { db, cipher } = behind(store)
  const key = await cipher.blind(callId)
  const rows = await db.recordingPieces
    .where('[recording+n]')
    .between([key, 0], [key, Number.MAX_SAFE_INTEGER])
    .sortBy('n')
  const pieces: Bytes[] = []
  for (const row of rows) {
    const piece = await cipher.open(PLACES.recordingPiece(key, row.n), row.sealed).catch(() => null)
    if (piece === null || row.n !== pieces.length) break
    pieces.push(piece)
  }
  return pieces
}

export async function dropRecording(store: WritableStore, callId: string): Promise<void> {
  const { db, cipher } = behind(store)
  const key = await cipher.blind(callId)
  await db.transaction('rw', [db.recordings, db.recordingPieces], async () => {
    await db.recordings.delete(key)
    await db.recordingPieces.where('[recording+n]').between([key, 0], [key, Number.MAX_SAFE_INTEGER]).delete()
  })
}
