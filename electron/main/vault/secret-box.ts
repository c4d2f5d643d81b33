/** What the operating system seals for this user account. Text in, bytes out; the bytes open on this computer only. */
export interface SecretBox {
  /** False where there is no store worth the name: then nothing secret is written to disk at all. */
  isAvailable(): Promise<boolean>
  seal(text: string): Promise<Uint8Array>
  /** Undefined when the bytes cannot be opened (another account, a new key store, damage). `isStale`: seal the text again. */
  open(sealed: Uint8Array): Promise<{ readonly text: string; readonly isStale: boolean } | undefined>
}

/** The part of Electron's `safeStorage` that is used. The synchronous calls are deprecated since Electron 45. */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>
  getSelectedStorageBackend(): string
  encryptStringAsync(text: string): Promise<Uint8Array>
  decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>
}

/** On Linux without a key ring Chromium "encrypts" with a password written in its source: that is not protection. */
const WORTHLESS_BACKENDS = ['basic_text', 'unknown']

export function safeStorageBox(safeStorage: SafeStorage, platform: string): SecretBox {
  return {
    async isAvailable() {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
      return platform !== 'linux' || !WORTHLESS_BACKENDS.includes(safeStorage.getSelectedStorageBackend())
    },
    seal: (text) => safeStorage.encryptStringAsync(text),
    async open(sealed) {
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed))
        return { text: result, isStale: shouldReEncrypt }
      } catch {
        return undefined
      }
    },
  }
}
