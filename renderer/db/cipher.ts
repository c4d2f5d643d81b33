import { type Bytes, readValue, toBase64Url, toBytes } from './bytes.ts'

/** What is stored cannot be opened: changed on disk, moved to another place, or written with another key. */
export class DamagedError extends Error {
  constructor(readonly place: string) {
    super(`Stored bytes cannot be opened: ${place.slice(0, place.indexOf('|'))}`)
    this.name = 'DamagedError'
  }
}

/**
 * Seals what goes to disk. `place` (table and key) is bound in as associated data: a sealed value that is moved to another row,
 * or put back from an older page version, does not open.
 */
export interface Cipher {
  seal(place: string, plain: Bytes): Promise<Bytes>
  /** @throws DamagedError */
  open(place: string, sealed: Bytes): Promise<Bytes>
  /** A key that tells nothing about the text but is the same each time: for primary keys that would show an id or a name. */
  blind(text: string): Promise<string>
}

/** Keys that can be sent to a worker; none can be exported. */
export interface CipherKeys {
  readonly deviceId: string
  readonly seal: CryptoKey
  readonly blind: CryptoKey
}

const IV_BYTES = 12
const BLIND_BYTES = 18

/**
 * Derives the keys of one device's store by HKDF-SHA256 (RFC 5869): one key for sealing, another for blinding, so that neither use
 * weakens the other.
 * @param dataKey 32 random bytes that the session brings (DESIGN §4, «Keys»)
 */
export async function deriveKeys(dataKey: Bytes, deviceId: string): Promise<CipherKeys> {
  if (dataKey.length !== 32) throw new RangeError(`dataKey: 32 bytes are needed, ${dataKey.length} given`)
  const root = await crypto.subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveKey'])
  const from = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new TextEncoder().encode(deviceId),
    info: new TextEncoder().encode(info),
  })
  const [seal, blind] = await Promise.all([
    crypto.subtle.deriveKey(from('opora seal v1'), root, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    crypto.subtle.deriveKey(from('opora blind v1'), root, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, [
      'sign',
    ]),
  ])
  return { deviceId, seal, blind }
}

/** AES-256-GCM with a fresh random IV for each value. At 2³² values of one key the IV would have to be counted instead; a desk writes far fewer. */
export function createCipher(keys: CipherKeys): Cipher {
  const encoder = new TextEncoder()
  const bound = (place: string): BufferSource => encoder.encode(`${place}|${keys.deviceId}`)
  return {
    async seal(place, plain) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const cipherText = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: bound(place) },
        keys.seal,
        plain,
      )
      const sealed = new Uint8Array(IV_BYTES + cipherText.byteLength)
      sealed.set(iv)
      sealed.set(new Uint8Array(cipherText), IV_BYTES)
      return sealed
    },
    async open(place, sealed) {
      try {
        const iv = sealed.subarray(0, IV_BYTES)
        const body = sealed.subarray(IV_BYTES)
        return new Uint8Array(
          await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bound(place) }, keys.seal, body),
        )
      } catch {
        throw new DamagedError(place)
      }
    },
    async blind(text) {
      const mac = await crypto.subtle.sign('HMAC', keys.blind, encoder.encode(text))
      return toBase64Url(new Uint8Array(mac, 0, BLIND_BYTES))
    },
  }
}

export async function sealValue(cipher: Cipher, place: string, value: unknown): Promise<Bytes> {
  return cipher.seal(place, toBytes(value))
}

/** @throws DamagedError */
export async function openValue<T>(cipher: Cipher, place: string, sealed: Bytes): Promise<T> {
  return readValue<T>(await cipher.open(place, sealed))
}
