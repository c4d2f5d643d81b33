import { describe, expect, expectTypeOf, it } from 'vitest'
import { contract, eventChannel, events, type HostBridge, type HostHandlers, listChannels } from './contract.ts'

describe('the host contract', () => {
  it('names every channel once', () => {
    const names = [
      ...listChannels().map(({ name }) => name),
      ...Object.keys(events).map((e) => eventChannel(e as 'power')),
    ]
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('vault.open')
    expect(listChannels()).toHaveLength(
      Object.values(contract).reduce((count, methods) => count + Object.keys(methods).length, 0),
    )
  })

  it('gives the bridge and the handlers their types', () => {
    expectTypeOf<HostBridge['app']['info']>().parameters.toEqualTypeOf<[]>()
    expectTypeOf<HostBridge['vault']['open']>().parameter(0).toHaveProperty('password')
    expectTypeOf<HostHandlers['vault']['open']>().returns.resolves.toHaveProperty('ok')
    expectTypeOf<HostBridge['on']>().returns.toEqualTypeOf<() => void>()
  })

  it('refuses keys that are not 32 bytes, unknown roles, empty passwords and over-long text', () => {
    const seal = contract.vault.seal.args
    const id = '0190c5f2-7d3a-7abc-8def-0123456789ab'
    const user = {
      id,
      orgId: id,
      orgName: 'O',
      name: 'N. N.',
      role: 'L1',
      clinicIds: [],
      extension: null,
      zoneOffsetMinutes: 180,
    }
    const passport = { user, deviceId: id }
    const good = { login: 'operator1', passport, password: 'secret', dataKey: `${'B'.repeat(43)}=` }
    expect(seal.safeParse(good).success).toBe(true)
    for (const bad of [
      { dataKey: `${'A'.repeat(42)}==` },
      { dataKey: 'A'.repeat(44) },
      { password: '' },
      { passport: { ...passport, user: { ...user, role: 'root' } } },
      { passport: { ...passport, user: { ...user, name: 'x'.repeat(201) } } },
      { passport: { ...passport, user: { ...user, id: '../../etc' } } },
      { passport: { user } },
    ])
      expect(seal.safeParse({ ...good, ...bad }).success).toBe(false)
  })

  it('takes only numbers that a telephone can dial from a link', () => {
    const number = events.telLink.payload
    for (const dialled of ['+70001234567', '112', '*21#'])
      expect(number.safeParse({ number: dialled }).success).toBe(true)
    for (const refused of ['', '1', '++7000', '7000;ext=5', '<script>', '7'.repeat(21)])
      expect(number.safeParse({ number: refused }).success).toBe(false)
  })
})
