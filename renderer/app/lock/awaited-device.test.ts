import { describe, expect, it } from 'vitest'
import { anId } from '#shared/builders/ids.ts'
import type { VaultUser } from '#shared/ipc/contract.ts'
import { awaitedDevice } from './awaited-device.ts'

const person = (n: number, hasDevice = true): VaultUser =>
  ({
    userId: anId(n),
    login: `person-${n}`,
    name: '',
    hasPin: true,
    deviceId: hasDevice ? anId(100 + n) : null,
  }) as VaultUser

describe('whose store is prepared while nobody works', () => {
  it('[LOCK2] that of the person who locked the desk, whoever else is remembered', () => {
    const people = [person(1), person(2)]
    expect(awaitedDevice({ phase: 'locked', why: 'idle', userId: anId(2), people })).toBe(anId(102))
    expect(awaitedDevice({ phase: 'locked', why: 'idle', userId: anId(3), people })).toBeNull()
  })

  it('that of the only person who is remembered, and nobody’s among several', () => {
    expect(awaitedDevice({ phase: 'signedOut', people: [person(1)] })).toBe(anId(101))
    expect(awaitedDevice({ phase: 'signedOut', people: [person(1, false)] })).toBeNull()
    expect(awaitedDevice({ phase: 'signedOut', people: [person(1), person(2)] })).toBeNull()
    expect(awaitedDevice({ phase: 'signedOut', people: [] })).toBeNull()
    expect(awaitedDevice({ phase: 'starting' })).toBeNull()
  })

  it('[WIPE1] nobody’s while the store of a revoked device is being destroyed', () => {
    expect(awaitedDevice({ phase: 'signedOut', people: [person(1)], isRevoked: true })).toBeNull()
  })
})
