import { expect, it } from 'vitest'
import { describeError } from './logger.ts'

it('keeps of an error where it came from and its code, not its words, for they quote what was typed', () => {
  const quoting = (() => {
    try {
      return JSON.parse('{"surname": Смирнова}')
    } catch (error) {
      return error
    }
  })()
  expect((quoting as Error).message).toContain('Смирнова')
  const safe = describeError(quoting)
  expect(JSON.stringify(safe)).not.toContain('Смирнова')
  expect(safe.type).toBe('SyntaxError')
  expect(safe.stack).toContain('logger.test.ts')
})

it('keeps the words of our own invariants and the code of a database error', () => {
  expect(describeError(new Error('Invariant broken: kind call is missing')).message).toContain('kind call')
  const refused = Object.assign(new Error('duplicate key (number)=(1)'), { code: '23505', detail: 'Смирнова' })
  expect(describeError(refused)).toMatchObject({ code: '23505', message: '' })
  expect(JSON.stringify(describeError(refused))).not.toContain('Смирнова')
})

it('survives what is not an error', () => {
  expect(describeError('Смирнова')).toEqual({ type: 'string', message: '', stack: '' })
})
