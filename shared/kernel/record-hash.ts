const NO_BYTES = new Uint8Array(0)

/**
 * 64 bits of a text, as two unsigned 32-bit numbers into `into`: two independent multiplicative hashes. Desk and server must agree on it, for
 * the server puts hashes of record keys into the shards of its pages. Not against an adversary: whoever could forge an id could as well send a record.
 * @param bytes with `from` and `to`: ASCII that follows the text, so that an id inside a page need not become a text first
 */
export function hashText(into: Uint32Array, text: string, bytes: Uint8Array = NO_BYTES, from = 0, to = 0): void {
  let high = 0x9e3779b9
  let low = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
  }
  for (let i = from; i < to; i += 1) {
    const code = bytes[i] as number
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
  }
  high ^= high >>> 15
  low ^= low >>> 13
  into[0] = Math.imul(high, 0xc2b2ae35)
  into[1] = Math.imul(low ^ high, 0x27d4eb2f)
}
