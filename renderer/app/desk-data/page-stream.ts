import type { Bytes } from '#renderer/db/bytes.ts'
import type { ArrivedPage } from '#renderer/db/pages.ts'
import { PAGE_HEADER_BYTES, SHARDED_PAGE_HEADER_BYTES } from '#shared/protocol/pages.ts'

/**
 * Takes an answer of `GET /api/sync/pages` apart while it arrives: whole pages come out one by one, so that what came before a broken
 * connection is kept (rule PULL3). Rejects when the connection breaks; an incomplete page at the end is dropped.
 * @param withShards whether each page is followed by its shard of the search index, as asked for by `shards=1`
 */
export async function* pagesOf(
  body: ReadableStream<Bytes>,
  kind: string,
  withShards: boolean,
): AsyncGenerator<ArrivedPage> {
  const headerBytes = withShards ? SHARDED_PAGE_HEADER_BYTES : PAGE_HEADER_BYTES
  const reader = body.getReader()
  let pending: Bytes[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      pending.push(value)
      length += value.length
      let need = neededBytes(pending, length, headerBytes)
      if (length < need) continue
      let bytes = joined(pending, length)
      for (; bytes.length >= need; need = neededBytes([bytes], bytes.length, headerBytes)) {
        const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes)
        const end = headerBytes + header.getUint32(8)
        yield {
          kind,
          page: header.getUint32(0),
          version: header.getUint32(4),
          compressed: bytes.slice(headerBytes, end),
          ...(need > end ? { shard: bytes.slice(end, need) } : {}),
        }
        bytes = bytes.subarray(need)
      }
      pending = [bytes]
      length = bytes.length
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Bytes that the next page needs with its header; just a header while that is not whole. */
function neededBytes(pending: readonly Bytes[], length: number, headerBytes: number): number {
  if (length < headerBytes) return headerBytes
  const first = pending[0] as Bytes
  const head = first.length >= headerBytes ? first : joined(pending, length)
  const header = new DataView(head.buffer, head.byteOffset, headerBytes)
  return headerBytes + header.getUint32(8) + (headerBytes > PAGE_HEADER_BYTES ? header.getUint32(12) : 0)
}

function joined(pieces: readonly Bytes[], length: number): Bytes {
  if (pieces.length === 1) return pieces[0] as Bytes
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
