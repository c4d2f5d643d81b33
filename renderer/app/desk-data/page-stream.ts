import type { Bytes } from '#renderer/db/bytes.ts'
import type { ArrivedPage } from '#renderer/db/pages.ts'
import { PAGE_HEADER_BYTES } from '#shared/protocol/pages.ts'

/**
 * Takes an answer of `GET /api/sync/pages` apart while it arrives: whole pages come out one by one, so that what came before a broken
 * connection is kept (rule PULL3). Rejects when the connection breaks; an incomplete page at the end is dropped.
 */
export async function* pagesOf(body: ReadableStream<Bytes>, kind: string): AsyncGenerator<ArrivedPage> {
  const reader = body.getReader()
  let pending: Bytes[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      pending.push(value)
      length += value.length
      let need = neededBytes(pending, length)
      if (length < need) continue
      let bytes = joined(pending, length)
      for (; bytes.length >= need; need = neededBytes([bytes], bytes.length)) {
        const header = new DataView(bytes.buffer, bytes.byteOffset, PAGE_HEADER_BYTES)
        yield {
          kind,
          page: header.getUint32(0),
          version: header.getUint32(4),
          compressed: bytes.slice(PAGE_HEADER_BYTES, need),
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
function neededBytes(pending: readonly Bytes[], length: number): number {
  if (length < PAGE_HEADER_BYTES) return PAGE_HEADER_BYTES
  const first = pending[0] as Bytes
  const head = first.length >= PAGE_HEADER_BYTES ? first : joined(pending, length)
  return PAGE_HEADER_BYTES + new DataView(head.buffer, head.byteOffset).getUint32(8)
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
