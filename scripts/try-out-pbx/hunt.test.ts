import { expect, it } from 'vitest'
import { chooseDesk } from './hunt.ts'

it('rings the free desk that has been idle longest and was not tried', () => {
  const desks = [
    { extension: '1001', isFree: true, idleSinceMs: 300 },
    { extension: '1002', isFree: false, idleSinceMs: 100 },
    { extension: '1003', isFree: true, idleSinceMs: 200 },
    { extension: '1004', isFree: true, idleSinceMs: 200 },
  ]
  expect(chooseDesk(desks, new Set())).toBe('1003')
  expect(chooseDesk(desks, new Set(['1003']))).toBe('1004')
  expect(chooseDesk(desks, new Set(['1003', '1004', '1001']))).toBeUndefined()
})
