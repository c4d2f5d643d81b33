import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Reads a 32-byte key from a file, or makes the file for this user alone. A lost master key makes every data key in escrow
 * unreadable, so the file belongs into the backup, apart from the database.
 * @throws Error when the file holds something else
 */
export function loadOrMakeKey(path: string): Buffer {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    makeKeyFile(path)
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64')
  if (key.length !== KEY_BYTES) throw new Error(`${path}: a key of ${KEY_BYTES} bytes in base64 is needed`)
  return key
}

/** Makes the file unless it is there. The whole of it appears at once: of several API nodes that start together one makes the key, and the others read that one. */
export function makeKeyFile(path: string): void {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

/** Seals small secrets with AES-256-GCM. `about` is bound to the seal: a sealed value moved to another row does not open. */
export interface SecretBox {
  seal(plain: Uint8Array, about: string): Buffer
  /** @throws Error when the value was altered, sealed with another key or for another `about` */
  open(sealed: Uint8Array, about: string): Buffer
}

export function makeSecretBox(key: Uint8Array): SecretBox {
  return {
    seal(plain, about) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about))
      return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
      decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, bytes.length - TAG_BYTES)), decipher.final()])
    },
  }
}
