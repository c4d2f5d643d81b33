import type { HostBridge, VaultUser } from '#shared/ipc/contract.ts'
import type { DeviceId, UserId } from '#shared/kernel/ids.ts'

const deviceId = '0190c5f2-7d3a-7abc-8def-000000000003' as DeviceId
const PEOPLE: readonly VaultUser[] = [
  {
    userId: '0190c5f2-7d3a-7abc-8def-000000000001' as UserId,
    login: 'morozova',
    name: 'Морозова Елена',
    role: 'L1',
    deviceId,
    hasPin: true,
  },
  {
    userId: '0190c5f2-7d3a-7abc-8def-000000000002' as UserId,
    login: 'gusev',
    name: 'Гусев Илья',
    role: 'L3',
    deviceId,
    hasPin: false,
  },
]

/** A computer that remembers two people and has no server. */
export const fakeHost: HostBridge = {
  app: {
    info: async () => ({
      host: 'electron',
      version: '0.1.0',
      platform: 'linux',
      secretStore: 'os',
      apiUrl: 'http://127.0.0.1:9',
    }),
    installation: async () => ({ installationId: '0190c5f2-7d3a-7abc-8def-0000000000f1' }),
  },
  vault: {
    seal: async () => ({ ok: true, value: null }),
    update: async () => null,
    list: async () => [...PEOPLE],
    open: async () => ({ ok: false, error: { code: 'vault.wrongPassword', triesLeft: 3, retryAfterMs: 30_000 } }),
    openByPin: async () => ({ ok: false, error: { code: 'vault.wrongPin', triesLeft: 3, retryAfterMs: 0 } }),
    setPin: async () => ({ ok: true, value: null }),
    dropPin: async () => null,
    standing: async () => ({ until: null, isLeaseEnded: false, isClockSetBack: false }),
    lock: async () => null,
    forget: async () => null,
  },
  tokens: { save: async () => null, load: async () => ({ refreshToken: null }), clear: async () => null },
  attention: {
    incomingCall: async () => null,
    clear: async () => null,
    setPhoneState: async () => null,
    remind: async () => null,
  },
  files: {
    save: async () => ({ ok: true, value: { outcome: 'cancelled' } }),
    showInFolder: async () => null,
  },
  print: { page: async () => ({ ok: true, value: { outcome: 'closed' } }) },
  log: { write: async () => null },
  on: () => () => undefined,
}
