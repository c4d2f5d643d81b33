import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeContent } from '#server/synthetic/content.ts'
import { isQueueDesk, reactionOf, routeOf } from './number-plan.ts'

describe('numbers', () => {
  it('only synthetic numbers reach a citizen, in every way of writing them', () => {
    for (const dialled of ['+70001234567', '80001234567', '70001234567', '0001234567', '8 (000) 123-45-67'])
      expect(routeOf(dialled), dialled).toEqual({ kind: 'citizen', number: '+70001234567' })
  })

  it('what is not synthetic is never dialled', () => {
    for (const dialled of [
      '+79161234567',
      '84951234567',
      '112',
      '103',
      '911',
      '+15551234567',
      '',
      'anna',
      '+7000',
      '10011',
    ])
      expect(routeOf(dialled).kind === 'citizen', dialled).toBe(false)
    fc.assert(fc.property(fc.stringMatching(/^(\+7|8|7|)9\d{9}$/), (dialled) => routeOf(dialled).kind === 'forbidden'))
  })

  it('short numbers are desks, 600 is the echo', () => {
    expect(routeOf('1001')).toEqual({ kind: 'desk', extension: '1001' })
    expect(routeOf('600')).toEqual({ kind: 'echo' })
  })

  it('the queue rings operators, and nobody else of the synthetic polyclinic', () => {
    const places = new URL('../../assets/synthetic/places.ru.json', import.meta.url)
    const { staff } = placeContent.parse(JSON.parse(readFileSync(places, 'utf8')))
    for (const { role, count, extensionFrom } of staff)
      for (let i = 0; extensionFrom !== null && i < count; i++)
        expect(isQueueDesk(String(extensionFrom + i)), `${role} ${extensionFrom + i}`).toBe(role === 'L1')
    for (const other of ['100', '600', '10011', '+1001', '']) expect(isQueueDesk(other), other).toBe(false)
  })

  it('a citizen reacts the same way each time, and not all alike', () => {
    const numbers = Array.from({ length: 500 }, (_, i) => `+7000${String(1_000_000 + i)}`)
    const kinds = numbers.map((number) => reactionOf(number, 'seed').kind)
    expect(numbers.map((number) => reactionOf(number, 'seed').kind)).toEqual(kinds)
    const share = (kind: string): number => kinds.filter((one) => one === kind).length / kinds.length
    expect(share('answers')).toBeGreaterThan(0.68)
    expect(share('busy')).toBeGreaterThan(0.07)
    expect(share('never-answers')).toBeGreaterThan(0.07)
    for (const number of numbers) {
      const reaction = reactionOf(number, 'seed')
      if (reaction.kind === 'answers') expect(reaction.afterMs).toBeGreaterThanOrEqual(1000)
      if (reaction.kind === 'answers') expect(reaction.afterMs).toBeLessThanOrEqual(3000)
    }
  })
})
