import { describe, expect, it } from 'vitest'
import { refuse } from '#shared/kernel/errors.ts'
import { err, ok } from '#shared/kernel/result.ts'
import { lockNoteIn } from './lock-note.ts'
import { aComputer, aDesk, aLease, held, userId } from './testing/session-fixture.ts'

describe('the lock of a desk', () => {
  it('[LOCK2] takes key and tokens out of the page at once, and closes the host’s door to the refresh token', async () => {
    const { store, seen, tokens } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.lock('asked')
    expect(store.state.getState()).toMatchObject({ phase: 'locked', why: 'asked', userId })
    expect(JSON.stringify(store.state.getState())).not.toContain('KEY')
    expect(seen.locked).toEqual([userId])
    expect(await store.tokens.current()).toBeNull()
    expect(store.tokens.isSignedOut()).toBe(true)
    // The session at the server goes on: nobody has signed out.
    expect(seen.signOuts).toEqual([])
    expect(tokens.size).toBe(1)
  })

  it('[LOCK2] is still there after the reload that empties the page, with whom it waits for', async () => {
    const computer = aComputer()
    const { store, noted } = aDesk('os', computer)
    await store.signIn('levitskaya', 'right')
    await store.lock('idle')
    const reloaded = aDesk('os', computer, noted)
    await reloaded.store.start()
    expect(reloaded.store.state.getState()).toMatchObject({ phase: 'locked', why: 'idle', people: [{ userId }] })
    reloaded.seen.isDown = true
    expect(await reloaded.store.signIn('levitskaya', 'wrong')).toMatchObject({ error: { code: 'vault.wrongPassword' } })
    expect(reloaded.store.state.getState().phase).toBe('locked')
    expect(await reloaded.store.signIn('levitskaya', 'right')).toEqual(ok('offline'))
    expect(reloaded.store.state.getState()).toMatchObject({ phase: 'open', workplace: { dataKey: 'KEY' } })
    expect(noted.note).toBeNull()
  })

  it('[LOCK5] lets somebody else sign in: the lock goes, the other’s key stays', async () => {
    const { store, vault, noted } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.lock('system')
    await store.leaveLock()
    expect(store.state.getState()).toMatchObject({ phase: 'signedOut', people: [{ userId }] })
    expect(noted.note).toBeNull()
    expect(vault.get(userId)?.dataKey).toBe('KEY')
  })

  it('[LOCK2] is not undone by an answer that was on its way', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.now += 3_600_000
    const refresh = held()
    seen.refreshing = refresh.until
    const asked = store.tokens.current()
    while (seen.refreshes.length === 0) await Promise.resolve()
    await store.lock('asked')
    refresh.let()
    expect(await asked).toBeNull()
    expect(store.state.getState().phase).toBe('locked')
  })

  it('[LOCK2] is not undone by a password that was being confirmed', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    const answer = held()
    seen.signingIn = answer.until
    const confirmed = store.confirm('right')
    while (seen.signIns < 2) await Promise.resolve()
    await store.lock('asked')
    answer.let()
    expect(await confirmed).toEqual(err(refuse('auth.required')))
    expect(store.state.getState().phase).toBe('locked')
  })

  it('does nothing where no desk is open', async () => {
    const { store, noted } = aDesk()
    await store.start()
    await store.lock('idle')
    expect(store.state.getState().phase).toBe('signedOut')
    expect(noted.note).toBeNull()
  })
})

describe('the PIN and the lease of a desk', () => {
  it('[KEY2] the PIN opens the locked desk without the server', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    expect(await store.setPin('right', '903617')).toEqual(ok(null))
    expect(await store.hasPin()).toBe(true)
    await store.lock('asked')
    seen.isDown = true
    expect(await store.openByPin(userId, '111111')).toMatchObject({ error: { code: 'vault.wrongPin', field: 'pin' } })
    expect(await store.openByPin(userId, '903617')).toEqual(ok('offline'))
    expect(store.state.getState()).toMatchObject({ phase: 'open', workplace: { dataKey: 'KEY', login: 'levitskaya' } })
  })

  it('[KEY2] opened by the PIN it goes on at the server with the token that the host has kept', async () => {
    const { store } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.setPin('right', '903617')
    await store.lock('asked')
    await store.openByPin(userId, '903617')
    expect(await store.tokens.current()).toBe('access-2')
    expect(store.tokens.isSignedOut()).toBe(false)
  })

  it('[KEY3] an erased PIN is offered no more, and the password opens', async () => {
    const { store } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.setPin('right', '903617')
    await store.lock('asked')
    for (let i = 0; i < 5; i += 1) await store.openByPin(userId, '274951')
    expect(store.state.getState()).toMatchObject({ phase: 'locked', people: [{ hasPin: false }] })
    expect(await store.openByPin(userId, '903617')).toMatchObject({ error: { code: 'vault.noPin', field: 'pin' } })
    expect(await store.signIn('levitskaya', 'right')).toEqual(ok('online'))
  })

  it('[KEY2] a weak PIN and a wrong password are refused beside their fields', async () => {
    const { store } = aDesk()
    await store.signIn('levitskaya', 'right')
    expect(await store.setPin('right', '123456')).toEqual(err(refuse('vault.weakPin', 'pin', { why: 'sequence' })))
    expect(await store.setPin('wrong', '903617')).toMatchObject({ error: { field: 'password' } })
    await store.setPin('right', '903617')
    await store.dropPin()
    expect(await store.hasPin()).toBe(false)
  })

  it('[KEY4] the host is given the lease with each contact', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.tokens.current('access-1')
    expect(seen.leases).toEqual([aLease(2)])
  })

  it('[KEY4] [WIPE1] a desk that was out of contact for too long locks itself, and says so by code when it is to be opened', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    await store.checkLease()
    expect(store.state.getState().phase).toBe('open')
    seen.isLeaseEnded = true
    await store.checkLease()
    expect(store.state.getState()).toMatchObject({ phase: 'locked', why: 'leaseEnded' })
    seen.isDown = true
    expect(await store.signIn('levitskaya', 'right')).toMatchObject({ error: { code: 'vault.leaseEnded' } })
    seen.isDown = false
    expect(await store.signIn('levitskaya', 'right')).toEqual(ok('online'))
  })

  it('[KEY5] a clock that was set back is told for as long as it is', async () => {
    const { store, seen } = aDesk()
    await store.signIn('levitskaya', 'right')
    seen.isClockSetBack = true
    await store.checkLease()
    expect(store.state.getState()).toMatchObject({ phase: 'open', isClockSetBack: true })
    seen.isClockSetBack = false
    await store.checkLease()
    expect(store.state.getState()).toMatchObject({ phase: 'open', isClockSetBack: false })
  })
})

describe('what a tab notes of a lock', () => {
  it('is an id and a word, and nothing where somebody wrote something else', () => {
    const kept = new Map<string, string>()
    const note = lockNoteIn({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => void kept.set(key, text),
      removeItem: (key) => void kept.delete(key),
    })
    expect(note.load()).toBeNull()
    note.save({ userId, why: 'idle' })
    expect([...kept.values()]).toEqual([JSON.stringify({ userId, why: 'idle' })])
    expect(note.load()).toEqual({ userId, why: 'idle' })
    for (const text of ['{', '{}', 'null', '{"userId":"x","why":"idle"}']) {
      kept.set('opora.locked', text)
      expect(note.load()).toBeNull()
    }
    note.clear()
    expect(kept.size).toBe(0)
  })
})
