import { describe, expect, it } from 'vitest'
import { type SafeStorage, safeStorageBox } from './secret-box.ts'

function storage(more: Partial<SafeStorage> = {}): SafeStorage {
  return {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: async (text) => Buffer.from(`sealed:${text}`),
    decryptStringAsync: async (sealed) => {
      if (!sealed.toString().startsWith('sealed:')) throw new Error('Error while decrypting')
      return { result: sealed.toString().slice(7), shouldReEncrypt: false }
    },
    ...more,
  }
}

describe('safeStorageBox', () => {
  it.each(['basic_text', 'unknown'])('calls %s no secret store on Linux', async (backend) => {
    const weak = storage({ getSelectedStorageBackend: () => backend })
    expect(await safeStorageBox(weak, 'linux').isAvailable()).toBe(false)
  })

  it('does not ask for the backend where there is none to choose', async () => {
    const elsewhere = storage({
      getSelectedStorageBackend: () => {
        throw new Error('Linux only')
      },
    })
    expect(await safeStorageBox(elsewhere, 'win32').isAvailable()).toBe(true)
  })

  it('is not available when the system says so', async () => {
    const locked = storage({ isAsyncEncryptionAvailable: async () => false })
    expect(await safeStorageBox(locked, 'win32').isAvailable()).toBe(false)
  })

  it('opens what it sealed, and answers undefined for anything else', async () => {
    const box = safeStorageBox(storage(), 'linux')
    expect(await box.open(await box.seal('text'))).toEqual({ text: 'text', isStale: false })
    expect(await box.open(Buffer.from('other'))).toBeUndefined()
  })
})
