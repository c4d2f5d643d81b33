import { expect, it } from 'vitest'
import type { UserId } from '../../kernel/ids.ts'
import { type Colleague, colleaguesLike, inOrderOfHelp } from './colleagues.ts'

const one = (name: string, change: Partial<Colleague> = {}): Colleague => ({
  userId: name as UserId,
  name,
  role: 'L2',
  extension: '1101',
  state: 'ready',
  isOwn: false,
  ...change,
})
const names = (list: readonly Colleague[]): string[] => list.map(({ name }) => name)

it('who looks after the person comes first, also when away; then who is free, then by name', () => {
  const list = [
    one('Яковлева'),
    one('Борисова', { state: 'talking' }),
    one('Анна', { state: 'away' }),
    one('Белова'),
    one('Своя', { state: 'away', isOwn: true }),
    one('Где', { state: null }),
  ]
  expect(names(inOrderOfHelp(list))).toEqual(['Своя', 'Белова', 'Яковлева', 'Где', 'Борисова', 'Анна'])
})

it('is found by words of the name in any order, by level and by the beginning of the extension', () => {
  const list = [one('Иванова Анна', { extension: '1001' }), one('Петров Иван', { role: 'L3', extension: '1201' })]
  expect(names(colleaguesLike(list, 'анна ив'))).toEqual(['Иванова Анна'])
  expect(names(colleaguesLike(list, 'l3'))).toEqual(['Петров Иван'])
  expect(names(colleaguesLike(list, '10'))).toEqual(['Иванова Анна'])
  expect(names(colleaguesLike(list, ''))).toHaveLength(2)
  expect(names(colleaguesLike(list, '01'))).toEqual([])
})
