import { describe, expect, it } from 'vitest'
import type { Session } from '#shared/features/auth/session.ts'
import type { DevicePassport, HostBridge, VaultUser } from '#shared/ipc/contract.ts'
import { refuse } from '#shared/kernel/errors.ts'
import type { ClinicId, DeviceId, OrgId, UserId } from '#shared/kernel/ids.ts'
import { err, ok } from '#shared/kernel/result.ts'
import { type AuthApi, createSessionStore } from './session-store.ts'

const userId = '0190c5f2-7d3a-7abc-8def-000000000001' as UserId
const clinicId = '0190c5f2-7d3a-7abc-8def-000000000002' as ClinicId
const DEVICE = '0190c5f2-7d3a-7abc-8def-000000000003' as DeviceId
const UNREACHABLE = err(refuse('network.unreachable'))

function aSession(n: number): Session {
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

interface Sealed {
  readonly login: string
  /** Null as an older desk has sealed it. */
  readonly passport: DevicePassport | null
  readonly password: string
  readonly dataKey: string
}

/** What outlives the programme: the vault and the tokens of the host. */
function aComputer() {
  return { vault: new Map<string, Sealed>(), tokens: new Map<string, string>() }
}

function aDesk(secretStore: 'os' | 'none' = 'os', { vault, tokens } = aComputer()) {
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
    n: 0,
    extension: '1001',
    password: 'right',
    /** What the host and the server wait for before they answer. */
    listing: Promise.resolve(),
    refreshing: Promise.resolve(),
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
      update: async (passport: DevicePassport) => {
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
        }))
      },
      open: async ({ userId: id, password }: { userId: string; password: string }) => {
        const entry = vault.get(id)
        if (entry?.password === password) return ok({ dataKey: entry.dataKey, passport: entry.passport })
        return err({ code: 'vault.wrongPassword', triesLeft: 4, retryAfterMs: 0 })
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
      load: async ({ userId: id }: { userId: string }) => ({ refreshToken: tokens.get(id) ?? null }),
      clear: async ({ userId: id }: { userId: string }) => {
        tokens.delete(id)
        return null
      },
    },
  } as unknown as HostBridge
  const api: AuthApi = {
    signIn: async (_url, { password }) => {
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
      return ok({ ...session, user: { ...session.user, extension: seen.extension } })
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
  })
  return { store, seen, tokens, vault }
}

/** A promise that goes on when it is let. */
function held(): { readonly until: Promise<void>; let(): void } {
  let go = (): void => {}
  const until = new Promise<void>((done) => {
    go = done
  })
  return { until, let: () => go() }
}

describe('the session of a desk', () => {
  it('opens through the server and remembers the person in the vault of the host', async () => {
    const { store, vault } = aDesk()
    expect(await store.signIn('levitskaya', 'right')).toEqual(ok('online'))
    expect(store.state.getState()).toMatchObject({ phase: 'open', workplace: { dataKey: 'KEY', expectedN: 5 } })
    expect(vault.get(userId)).toMatchObject({
      login: 'levitskaya',
      dataKey: 'KEY',
      passport: { deviceId: DEVICE, user: { clinicIds: [clinicId] } },
    })
  })

  it('tells a wrong password by code and stays signed out', async () => {
    const { store } = aDesk()
    await store.start()
    expect(await store.signIn('levitskaya', 'wrong')).toEqual(err(refuse('auth.wrongCredentials')))
    expect(store.state.getState().phase).toBe('signedOut')
  })

  it('[X1] opens without the server for who has signed in here before, with the clinics of that time', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.signOut()
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'right')).toEqual(ok('offline'))
    expect(store.state.getState()).toMatchObject({
      workplace: { dataKey: 'KEY', expectedN: null, user: { clinicIds: [clinicId], name: 'Anna Levitskaya' } },
    })
    expect(await store.tokens.current()).toBeNull()
  })

  it('[X1] opens without the server after a kill, with what the host has kept and nothing else', async () => {
    const computer = aComputer()
    await aDesk('os', computer).store.signIn('levitskaya', 'right')
    const { store, seen } = aDesk('os', computer)
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'right')).toEqual(ok('offline'))
    expect(store.state.getState()).toMatchObject({
      workplace: { deviceId: DEVICE, dataKey: 'KEY', user: aSession(1).user },
    })
  })

  it('[X1] knows without the server what the last renewed session told of the person', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.extension = '1002'
    await store.tokens.current('access-1')
    await store.signOut()
    seen.isDown = true
    await store.signIn('levitskaya', 'right')
    expect(store.state.getState()).toMatchObject({ workplace: { user: { extension: '1002' } } })
  })

  it('asks for one sign-in at the server where an older desk has sealed the key alone', async () => {
    const { store, seen, vault } = aDesk()
    vault.set(userId, { login: 'levitskaya', passport: null, password: 'right', dataKey: 'KEY' })
    await store.start()
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'right')).toEqual(err(refuse('vault.noPassport')))
    expect(store.state.getState().phase).toBe('signedOut')
    seen.isDown = false
    await store.signIn('levitskaya', 'right')
    await store.signOut()
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'right')).toEqual(ok('offline'))
  })

  it('says by code that this computer could not write, and lets her in when it can again', async () => {
    const { store, seen } = aDesk()
    await store.start()
    seen.isDiskFull = true
    expect(await store.signIn('levitskaya', 'right')).toMatchObject({ ok: false, error: { code: 'host.notWritten' } })
    expect(store.state.getState().phase).toBe('signedOut')
    seen.isDiskFull = false
    expect(await store.signIn('levitskaya', 'right')).toEqual(ok('online'))
    seen.isDiskFull = true
    expect(await store.confirm('right')).toMatchObject({ ok: false, error: { code: 'host.notWritten' } })
    expect(store.state.getState().phase).toBe('open')
  })

  it('[X3] opens without the server with the password that was last confirmed, and no older one', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.password = 'newer'
    expect(await store.confirm('newer')).toEqual(ok('online'))
    await store.signOut()
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'right')).toMatchObject({ error: { code: 'vault.wrongPassword' } })
    expect(await store.signIn('levitskaya', 'newer')).toEqual(ok('offline'))
  })

  it('[S9] confirmed with another level it is another workplace over the same store; with the same one it is not', async () => {
    const { store, seen, vault } = aDesk()
    await store.signIn('levitskaya', 'right')
    const workplaceNow = () => {
      const state = store.state.getState()
      return state.phase === 'open' ? state.workplace : null
    }
    const before = workplaceNow()
    seen.refuseRefresh = true
    expect(await store.tokens.current('access-1')).toBeNull()
    expect(store.state.getState()).toMatchObject({ needsSignIn: true, endedBy: 'auth.sessionEnded' })
    await store.confirm('right')
    expect(workplaceNow()).toBe(before)
    seen.role = 'L2'
    await store.confirm('right')
    expect(workplaceNow()).not.toBe(before)
    expect(workplaceNow()).toMatchObject({ deviceId: DEVICE, dataKey: 'KEY', user: { role: 'L2' } })
    expect(vault.get(userId)?.passport?.user.role).toBe('L2')
    expect(store.state.getState()).not.toHaveProperty('endedBy')
  })

  it('[S9] keeps the desk open when the account was switched off, and says so', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.refuseRefresh = true
    seen.isNotActive = true
    expect(await store.tokens.current('access-1')).toBeNull()
    expect(store.state.getState()).toMatchObject({ phase: 'open', needsSignIn: true, endedBy: 'auth.notActive' })
    expect(await store.confirm('right')).toEqual(err(refuse('auth.notActive')))
    expect(store.state.getState()).toMatchObject({ phase: 'open', needsSignIn: true, endedBy: 'auth.notActive' })
  })

  it('[X3] refuses a wrong password offline and says how many tries are left', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.signOut()
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'wrong')).toEqual(
      err(refuse('vault.wrongPassword', 'password', { triesLeft: 4, retryAfterMs: 0 })),
    )
  })

  it('says that the server is needed where nobody is remembered', async () => {
    const { store, seen } = aDesk('none')
    await store.signIn('levitskaya', 'right')
    await store.signOut()
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'right')).toEqual(UNREACHABLE)
  })

  it('renews a token before it ends, once for all who ask, by its span and not by this computer’s clock', async () => {
    const { store, seen } = aDesk()
    seen.now = Date.UTC(2031, 0, 1)
    await store.signIn('levitskaya', 'right')
    expect(await store.tokens.current()).toBe('access-1')
    seen.now += 9.6 * 60_000
    expect(await Promise.all([store.tokens.current(), store.tokens.current()])).toEqual(['access-2', 'access-2'])
    expect(seen.refreshes).toEqual(['refresh-1'])
  })

  it('keeps the desk open when the server refuses the tokens, and asks for a sign-in', async () => {
    const { store, seen, tokens } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.now += 3_600_000
    seen.refuseRefresh = true
    expect(await store.tokens.current()).toBeNull()
    expect(store.state.getState()).toMatchObject({ phase: 'open', needsSignIn: true })
    expect(tokens.size).toBe(0)
  })

  it('stays signed out when something asks for a token while she leaves', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    const list = held()
    seen.listing = list.until
    const leaving = store.signOut()
    while (seen.signOuts.length === 0) await Promise.resolve()
    expect(await store.tokens.current('access-1')).toBeNull()
    list.let()
    await leaving
    expect(store.state.getState().phase).toBe('signedOut')
  })

  it('gives back a token that was renewed while she left, and does not keep it', async () => {
    const { store, seen, tokens } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.now += 3_600_000
    const refresh = held()
    seen.refreshing = refresh.until
    const asked = store.tokens.current()
    while (seen.refreshes.length === 0) await Promise.resolve()
    await store.signOut()
    refresh.let()
    expect(await asked).toBeNull()
    expect(store.state.getState().phase).toBe('signedOut')
    expect(tokens.size).toBe(0)
    expect(seen.signOuts).toEqual(['refresh-1', 'refresh-2'])
  })

  it('does not ask her successor to sign in again because her own token was refused', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.now += 3_600_000
    seen.refuseRefresh = true
    const refresh = held()
    seen.refreshing = refresh.until
    const asked = store.tokens.current()
    while (seen.refreshes.length === 0) await Promise.resolve()
    await store.signOut()
    await store.signIn('levitskaya', 'right')
    refresh.let()
    expect(await asked).toBeNull()
    expect(store.state.getState()).toMatchObject({ phase: 'open', needsSignIn: false })
    expect(await store.tokens.current()).toBe('access-2')
  })

  it('keeps the tokens while the server cannot be reached', async () => {
    const { store, seen, tokens } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.now += 3_600_000
    seen.isDown = true
    expect(await store.tokens.current()).toBeNull()
    expect(store.state.getState()).toMatchObject({ needsSignIn: false })
    expect(tokens.get(userId)).toBe('refresh-1')
  })

  it('replaces a token that the server refused before its time, once', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    expect(await store.tokens.current('access-1')).toBe('access-2')
    expect(await store.tokens.current('access-1')).toBe('access-2')
    expect(seen.refreshes).toEqual(['refresh-1'])
    seen.isDown = true
    expect(await store.tokens.current('access-2')).toBeNull()
    expect(store.tokens.isSignedOut()).toBe(false)
    seen.isDown = false
    seen.refuseRefresh = true
    expect(await store.tokens.current('access-2')).toBeNull()
    expect(store.tokens.isSignedOut()).toBe(true)
  })

  it('forgets a person: no key, no device, no token', async () => {
    const { store, vault, tokens } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.forget(userId)
    expect([vault.size, tokens.size]).toEqual([0, 0])
    expect(store.state.getState()).toEqual({ phase: 'signedOut', people: [] })
  })

  it('[WIPE1] destroys keys and data when the server says at a renewal that the device was revoked', async () => {
    const { store, seen, vault, tokens } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.refuseRefresh = true
    seen.isRevoked = true
    expect(await store.tokens.current('access-1')).toBeNull()
    expect([vault.size, tokens.size]).toEqual([0, 0])
    expect(seen.destroyed).toEqual([DEVICE])
    expect(store.state.getState()).toEqual({ phase: 'signedOut', people: [], isRevoked: true })
    // Nothing is left that would open it without the server.
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'right')).toEqual(UNREACHABLE)
  })

  it.each(['os', 'none'] as const)(
    '[WIPE1] also when it hears of it only at the next sign-in (%s)',
    async (secretStore) => {
      const { store, seen, vault, tokens } = aDesk(secretStore)
      await store.signIn('levitskaya', 'right')
      await store.signOut()
      seen.isRevoked = true
      expect(await store.signIn('levitskaya', 'right')).toMatchObject({ ok: false, error: { code: 'device.revoked' } })
      expect([vault.size, tokens.size]).toEqual([0, 0])
      expect(seen.destroyed).toEqual([DEVICE])
    },
  )

  it('[WIPE1] also the key which an older desk has sealed without its device, and nobody else’s', async () => {
    const { store, seen, vault } = aDesk()
    vault.set(userId, { login: 'levitskaya', passport: null, password: 'right', dataKey: 'KEY' })
    vault.set('another', { login: 'gusev', passport: null, password: 'other', dataKey: 'KEY2' })
    await store.start()
    seen.isRevoked = true
    await store.signIn('levitskaya', 'right')
    expect([...vault.keys()]).toEqual(['another'])
  })

  it('[WIPE1] also when the person proves to be there again', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.isRevoked = true
    expect(await store.confirm('right')).toMatchObject({ error: { code: 'device.revoked' } })
    expect(seen.destroyed).toEqual([DEVICE])
    expect(store.state.getState().phase).toBe('signedOut')
  })

  it('[WIPE1] a store that another window holds is destroyed at the next contact; its keys are gone at once', async () => {
    const { store, seen, vault, tokens } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.refuseRefresh = true
    seen.isRevoked = true
    seen.isLocked = true
    await store.tokens.current('access-1')
    expect([vault.size, tokens.size]).toEqual([0, 0])
    seen.isLocked = false
    await store.signIn('levitskaya', 'right')
    expect(seen.destroyed).toEqual([DEVICE, DEVICE])
  })
})
