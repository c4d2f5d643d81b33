import { sql } from 'kysely'
import type { Db } from '#server/db/database.ts'
import { LARGEST_LIST_BYTES } from '#shared/features/preventive-care/import/import-job.ts'
import { type ListFile, ListFileError } from './list-file.ts'

/** Bytes of one stored piece; every piece but the last has exactly so many. */
const PIECE_BYTES = 262_144

/**
 * Keeps an uploaded file in the database piece by piece, so that any API node can go on with it.
 * @returns its size in bytes
 * @throws ListFileError when it is too large
 */
export async function storeFile(db: Db, jobId: string, upload: AsyncIterable<Uint8Array>): Promise<number> {
  let waiting: Uint8Array[] = []
  let [waitingBytes, size, piece] = [0, 0, 0]
  const store = async (body: Buffer): Promise<void> => {
    await sql`insert into import_pieces (job_id, piece, body) values (${jobId}, ${piece}, ${body})`.execute(db)
    piece += 1
  }
  for await (const chunk of upload) {
    size += chunk.length
    if (size > LARGEST_LIST_BYTES)
      throw new ListFileError('imports.fileTooLarge', { max: Math.round(LARGEST_LIST_BYTES / 1024 / 1024) })
    waiting.push(chunk)
    waitingBytes += chunk.length
    if (waitingBytes < PIECE_BYTES) continue
    const whole = Buffer.concat(waiting)
    let at = 0
    for (; at + PIECE_BYTES <= whole.length; at += PIECE_BYTES) await store(whole.subarray(at, at + PIECE_BYTES))
    waiting = [whole.subarray(at)]
    waitingBytes = whole.length - at
  }
  if (waitingBytes > 0) await store(Buffer.concat(waiting))
  return size
}

/** The stored file of a job. `onRead` hears how far the reader has come, in bytes. */
export function storedFile(
  db: Db,
  job: { readonly id: string; readonly file_name: string; readonly bytes: number },
  onRead: (position: number) => void = () => {},
): ListFile {
  return {
    name: job.file_name,
    size: job.bytes,
    async *bytes(start, end) {
      for (let at = start; at < Math.min(end, job.bytes); ) {
        const piece = Math.floor(at / PIECE_BYTES)
        const { rows } = await sql<{ body: Uint8Array }>`
          select body from import_pieces where job_id = ${job.id} and piece = ${piece}`.execute(db)
        const body = rows[0]?.body
        if (body === undefined) throw new Error(`Invariant broken: piece ${piece} of the file is missing`)
        const from = at - piece * PIECE_BYTES
        const until = Math.min(body.length, end - piece * PIECE_BYTES)
        yield body.subarray(from, until)
        at = piece * PIECE_BYTES + until
        onRead(at)
      }
    },
  }
}
