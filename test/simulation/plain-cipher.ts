import type { Bytes } from '#renderer/db/bytes.ts'
import { type Cipher, DamagedError } from '#renderer/db/cipher.ts'

/** Seals nothing but checks the place, as the real cipher does: fast, and without other threads. For simulations only. */
export const plainCipher: Cipher = {
  async seal(place, plain) {
    const head = new TextEncoder().encode(`${place}\n`)
    const sealed = new Uint8Array(head.length + plain.length)
    sealed.set(head)
    sealed.set(plain, head.length)
    return sealed
  },
  async open(place, sealed) {
    const head = new TextEncoder().encode(`${place}\n`)
    if (head.some((byte, index) => sealed[index] !== byte)) throw new DamagedError(place)
    return sealed.slice(head.length) as Bytes
  },
  blind: async (text) => `blind ${text}`,
}
