import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { argon2id } from 'hash-wasm'

const KEY_BYTES = 32
export const IV_BYTES = 12
const TAG_BYTES = 16
export const SALT_BYTES = 16
export const DEVICE_SECRET_BYTES = 32

/** Slow, memory-hard half of the key: 32 bytes from the password. */
export type PasswordHash = (password: string, salt: Uint8Array) => Promise<Uint8Array>

/** Argon2id, 64 MiB, 3 passes, 1 lane (RFC 9106 §4, second recommended option): about 0.4 s on an office computer. */
export const hashPassword: PasswordHash = (password, salt) =>
  argon2id({
    password: password.normalize('NFC'),
    salt,
    parallelism: 1,
    iterations: 3,
    memorySize: 64 * 1024,
    hashLength: KEY_BYTES,
    outputType: 'binary',
  })

/** What opens the data key. Both halves are needed: a stolen disk lacks the secret of the device, a thief at it the password. */
export interface WrapSecrets {
  readonly passwordHash: Uint8Array
  readonly deviceSecret: Uint8Array
  readonly salt: Uint8Array
  /** Bound into the ciphertext, so that one user's record cannot be passed off as another's. */
  readonly userId: string
}

function wrappingKey({ passwordHash, deviceSecret, salt }: WrapSecrets): Buffer {
  const material = Buffer.concat([passwordHash, deviceSecret])
  return Buffer.from(hkdfSync('sha256', material, salt, 'opora vault 1', KEY_BYTES))
}

/** AES-256-GCM: iv, tag, ciphertext in one. `iv` must be 12 fresh random bytes. */
export function wrapKey(dataKey: Uint8Array, secrets: WrapSecrets, iv: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(secrets), iv)
  cipher.setAAD(Buffer.from(secrets.userId))
  const body = Buffer.concat([cipher.update(dataKey), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** The data key, or undefined when a secret is wrong or the record was changed: the two cannot be told apart. */
export function unwrapKey(wrapped: Uint8Array, secrets: WrapSecrets): Buffer | undefined {
  if (wrapped.length !== IV_BYTES + TAG_BYTES + KEY_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(secrets), wrapped.subarray(0, IV_BYTES))
  decipher.setAAD(Buffer.from(secrets.userId))
  decipher.setAuthTag(wrapped.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    return undefined
  }
}
