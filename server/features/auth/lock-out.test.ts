import { expect, it } from 'vitest'
import { lockMsAfter } from './lock-out.ts'

it('locks for 1, 2, 4, 8 and then 15 minutes from the fifth failure in a row on', () => {
  const minutes = Array.from({ length: 12 }, (_, failures) => lockMsAfter(failures) / 60_000)
  expect(minutes).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15])
})
