import { describe, expect, it } from 'vitest'
import { refuse } from '#shared/kernel/errors.ts'
import { err, ok } from '#shared/kernel/result.ts'
import { aComputer, aDesk, aSession, clinicId, DEVICE, UNREACHABLE, userId } from './testing/session-fixture.ts'

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
})
