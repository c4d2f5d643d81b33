import { describe, expect, it } from 'vitest'
import { emptyLetter, letterProblems } from './letter-facts.ts'

const TODAY = '2026-11-26'

describe('a letter before it is registered [E1]', () => {
  const found = (change: object): (string | undefined)[][] =>
    letterProblems({ ...emptyLetter(TODAY), ...change }, TODAY).map(({ code, field }) => [field, code])

  it('is right as it begins, and with a date of its own', () => {
    expect(found({})).toEqual([])
    expect(found({ receivedOn: '2026-11-20', incomingOn: '2026-11-13' })).toEqual([])
  })

  it('never takes today for a day of receipt that cannot be read', () => {
    expect(found({ receivedOn: '' })).toEqual([['receivedOn', 'input.required']])
    expect(found({ receivedOn: '31.11.2026' })).toEqual([['receivedOn', 'date.invalid']])
    expect(found({ receivedOn: '2026-11-27' })).toEqual([['receivedOn', 'complaints.receivedAfterRegistration']])
  })

  it('does not drop a date of the letter that cannot be read', () => {
    expect(found({ incomingOn: '30.02.2026' })).toEqual([['incomingOn', 'date.invalid']])
  })
})
