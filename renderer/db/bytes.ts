/** Bytes over an own buffer, as WebCrypto and structured clone want them. */
export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export function toBytes(value: unknown): Bytes {
  return encoder.encode(JSON.stringify(value)) as Bytes
}

export function readValue<T>(bytes: Bytes): T {
  return JSON.parse(decoder.decode(bytes)) as T
}

/** Base64 (RFC 4648 §4) to bytes. Throws for anything else. */
export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

/** Base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
