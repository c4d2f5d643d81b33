/** A desk's session with the host and the server around it, for tests: what they answer and when is set through `seen`. */
import type { OfflineLease, Session } from '#shared/features/auth/session.ts'
import type { DevicePassport, HostBridge, VaultUser } from '#shared/ipc/contract.ts'
import { weaknessOf } from '#shared/ipc/pin.ts'
import { refuse } from '#shared/kernel/errors.ts'
import type { ClinicId, DeviceId, OrgId, UserId } from '#shared/kernel/ids.ts'
import { err, ok } from '#shared/kernel/result.ts'
import type { NotedLock } from '../lock-note.ts'
import type { AuthApi } from '../session-state.ts'
import { createSessionStore } from '../session-store.ts'

export const userId = '0190c5f2-7d3a-7abc-8def-000000000001' as UserId
export const clinicId = '0190c5f2-7d3a-7abc-8def-000000000002' as ClinicId
export const DEVICE = '0190c5f2-7d3a-7abc-8def-000000000003' as DeviceId
export const UNREACHABLE = err(refuse('network.unreachable'))

export function aSession(n: number): Session {
  return {
    accessToken: `access-${n}`,
    accessExpiresAt: '2026-11-24T09:10:00.000Z',
    refreshToken: `refresh-${n}`,
    deviceId: DEVICE,
    expectedN: 5,
    dataKey: 'KEY',
    serverTime: '2026-11-24T09:00:00.000Z',
    user: {
      id: userId,
      orgId: '0190c5f2-7d3a-7abc-8def-000000000004' as OrgId,
      orgName: 'Insurer',
      name: 'Anna Levitskaya',
      role: 'L1',
      clinicIds: [clinicId],
      extension: '1001',
      zoneOffsetMinutes: 180,
    },
  }
}

/** A lease as the server gives it; whether it is real only the host looks. */
export function aLease(n: number): OfflineLease {
  return { token: `lease-${n}`, key: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } }
}

export interface Sealed {
  readonly login: string
  /** Null as an older desk has sealed it. */
  readonly passport: DevicePassport | null
  readonly password: string
  readonly dataKey: string
}

/** What outlives the programme: the vault and the tokens of the host. */
export function aComputer() {
  return { vault: new Map<string, Sealed>(), tokens: new Map<string, string>() }
}

/** @param noted what outlives a reload of the page */
export function aDesk(
  secretStore: 'os' | 'none' = 'os',
  { vault, tokens } = aComputer(),
  noted: { note: NotedLock | null } = { note: null },
) {
  const seen = {
    now: 0,
    refreshes: [] as string[],
    signOuts: [] as string[],
    isDown: false,
    refuseRefresh: false,
    isRevoked: false,
    isLocked: false,
    isNotActive: false,
    role: 'L1' as 'L1' | 'L2',
    isDiskFull: false,
    destroyed: [] as string[],
    locked: [] as string[],
    pin: null as string | null,
    pinTries: 5,
    isLeaseEnded: false,
    isClockSetBack: false,
    leases: [] as unknown[],
    n: 0,
    extension: '1001',
    password: 'right',
    /** What the host and the server wait for before they answer. */
    listing: Promise.resolve(),
    refreshing: Promise.resolve(),
    signingIn: Promise.resolve(),
    signIns: 0,
    loading: Promise.resolve(),
  }
  const host = {
    app: {
      info: async () => ({ host: 'electron', version: '0', platform: 'x', secretStore, apiUrl: 'http://api' }),
      installation: async () => {
        if (seen.isDiskFull) throw new Error('ipc.failed')
        return { installationId: '0190c5f2-7d3a-7abc-8def-000000000009' }
      },
    },
    vault: {
      seal: async (entry: Sealed & { passport: DevicePassport }) => {
        if (secretStore === 'none') return { ok: false, error: { code: 'vault.unavailable' } }
        if (seen.isDiskFull) throw new Error('ipc.failed')
        vault.set(entry.passport.user.id, entry)
        return ok(null)
      },
      update: async ({ passport, lease }: { passport: DevicePassport; lease?: unknown }) => {
        seen.leases.push(lease)
        const entry = vault.get(passport.user.id)
        if (entry) vault.set(passport.user.id, { ...entry, passport })
        return null
      },
      list: async (): Promise<VaultUser[]> => {
        await seen.listing
        return [...vault].map(([id, { login, passport }]) => ({
          userId: id as UserId,
          login,
          name: 'Anna Levitskaya',
          role: 'L1',
          deviceId: passport?.deviceId ?? null,
          hasPin: seen.pin !== null,
        }))
      },
      open: async ({ userId: id, password }: { userId: string; password: string }) => {
        const entry = vault.get(id)
        if (seen.isLeaseEnded) return err({ code: 'vault.leaseEnded' })
        if (entry?.password === password)
          return ok({ dataKey: entry.dataKey, passport: entry.passport, isClockSetBack: seen.isClockSetBack })
        return err({ code: 'vault.wrongPassword', triesLeft: 4, retryAfterMs: 0 })
      },
      openByPin: async ({ userId: id, pin }: { userId: string; pin: string }) => {
        const entry = vault.get(id)
        if (seen.pin === null || !entry) return err({ code: 'vault.noPin' })
        if (seen.isLeaseEnded) return err({ code: 'vault.leaseEnded' })
        if (seen.pin === pin) return ok({ ...entry, isClockSetBack: seen.isClockSetBack })
        seen.pin = seen.pinTries === 1 ? null : seen.pin
        seen.pinTries -= 1
        return err({ code: 'vault.wrongPin', triesLeft: seen.pinTries, retryAfterMs: 0 })
      },
      setPin: async ({ userId: id, password, pin }: { userId: string; password: string; pin: string }) => {
        if (weaknessOf(pin) !== null) return err({ code: 'vault.weakPin', why: weaknessOf(pin) })
        if (vault.get(id)?.password !== password)
          return err({ code: 'vault.wrongPassword', triesLeft: 4, retryAfterMs: 0 })
        seen.pin = pin
        return ok(null)
      },
      dropPin: async () => {
        seen.pin = null
        return null
      },
      standing: async () => ({ until: null, isLeaseEnded: seen.isLeaseEnded, isClockSetBack: seen.isClockSetBack }),
      lock: async ({ userId: id }: { userId: string }) => {
        seen.locked.push(id)
        return null
      },
      forget: async ({ userId: id }: { userId: string }) => {
        vault.delete(id)
        return null
      },
    },
    tokens: {
      save: async (t: { userId: string; refreshToken: string }) => {
        tokens.set(t.userId, t.refreshToken)
        return null
      },
      load: async ({ userId: id }: { userId: string }) => {
        await seen.loading
        return { refreshToken: tokens.get(id) ?? null }
      },
      clear: async ({ userId: id }: { userId: string }) => {
        tokens.delete(id)
        return null
      },
    },
  } as unknown as HostBridge
  const api: AuthApi = {
    signIn: async (_url, { password }) => {
      seen.signIns += 1
      await seen.signingIn
      if (seen.isDown) return UNREACHABLE
      if (seen.isRevoked) return err(refuse('device.revoked', undefined, { device: DEVICE }))
      seen.n += 1
      if (password !== seen.password) return err(refuse('auth.wrongCredentials'))
      if (seen.isNotActive) return err(refuse('auth.notActive'))
      const session = aSession(seen.n)
      return ok({ ...session, user: { ...session.user, role: seen.role } })
    },
    refresh: async (_url, { refreshToken }) => {
      seen.refreshes.push(refreshToken)
      await seen.refreshing
      if (seen.isDown) return UNREACHABLE
      if (seen.refuseRefresh)
        return err(
          refuse(seen.isRevoked ? 'device.revoked' : seen.isNotActive ? 'auth.notActive' : 'auth.sessionEnded'),
        )
      seen.n += 1
      const session = aSession(seen.n)
      return ok({ ...session, offlineLease: aLease(seen.n), user: { ...session.user, extension: seen.extension } })
    },
    signOut: async (_url, token) => void seen.signOuts.push(token),
  }
  const store = createSessionStore({
    host,
    api,
    clock: { now: () => seen.now },
    destroyStore: async (deviceId) => {
      seen.destroyed.push(deviceId)
      return !seen.isLocked
    },
    knownInstallation: null,
    lockNote: {
      load: () => noted.note,
      save: (note) => {
        noted.note = note
      },
      clear: () => {
        noted.note = null
      },
    },
  })
  return { store, seen, tokens, vault, noted }
}

/** A promise that goes on when it is let. */
export function held(): { readonly until: Promise<void>; let(): void } {
  let go = (): void => {}
  const until = new Promise<void>((done) => {
    go = done
  })
  return { until, let: () => go() }
}
