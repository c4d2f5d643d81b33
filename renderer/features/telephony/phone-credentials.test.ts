import { describe, expect, it } from 'vitest'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import { type CredentialsMemory, rememberCredentials } from './phone-credentials.ts'

const NOW_MS = Date.UTC(2026, 0, 15, 9)
const until = (ms: number): PhoneCredentials => ({
  uri: 'sip:1001@pbx.opora.invalid',
  server: 'ws://127.0.0.1:1',
  authorizationUsername: `${ms}:1001`,
  authorizationPassword: 'p',
  expiresAt: new Date(ms).toISOString(),
  iceServers: [],
  recordsCalls: true,
  autoAnswers: [],
})
const away = (): Promise<never> => Promise.reject(new Error('away'))
function memory(kept: PhoneCredentials | null, canSave = true): CredentialsMemory & { kept: PhoneCredentials | null } {
  return {
    kept,
    async load() {
      return this.kept
    },
    async save(credentials) {
      if (!canSave) throw new Error('full')
      this.kept = credentials
    },
  }
}

describe('[TEL24] credentials of the telephone', () => {
  it('are kept and serve a desk that starts while the API is away, until they end', async () => {
    const place = memory(null)
    const fresh = until(NOW_MS + 1000)
    await rememberCredentials(
      async () => fresh,
      place,
      () => NOW_MS,
    )()
    expect(place.kept).toEqual(fresh)
    await expect(rememberCredentials(away, place, () => NOW_MS + 999)()).resolves.toEqual(fresh)
    await expect(rememberCredentials(away, place, () => NOW_MS + 1000)()).rejects.toThrow('away')
  })

  it('a place that cannot be written or read does not stop the telephone', async () => {
    const fresh = until(NOW_MS + 1000)
    await expect(
      rememberCredentials(
        async () => fresh,
        memory(null, false),
        () => NOW_MS,
      )(),
    ).resolves.toEqual(fresh)
    const old = { load: async () => ({ uri: 1 }), save: async () => undefined }
    await expect(rememberCredentials(away, old, () => NOW_MS)()).rejects.toThrow('away')
    const broken = { load: () => Promise.reject(new Error('broken')), save: async () => undefined }
    await expect(rememberCredentials(away, broken, () => NOW_MS)()).rejects.toThrow('away')
  })
})
