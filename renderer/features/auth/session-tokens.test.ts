import { describe, expect, it } from 'vitest'
import { aDesk, DEVICE, held, UNREACHABLE, userId } from './testing/session-fixture.ts'

describe('the tokens of a desk, and their end', () => {
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

  it('stays signed out when the server refuses the token of one who is just leaving', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    const listing = held()
    const loading = held()
    seen.listing = listing.until
    const leaving = store.signOut()
    // The session ends at the server before it ends here; what is under way at that moment is refused, and asks for another token.
    await new Promise((done) => setTimeout(done))
    seen.loading = loading.until
    const asked = store.tokens.current('access-1')
    listing.let()
    await leaving
    loading.let()
    expect(await asked).toBeNull()
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
