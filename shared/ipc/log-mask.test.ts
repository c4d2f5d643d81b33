import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskFields } from './log-mask.ts'

describe('maskFields', () => {
  it('keeps codes, durations, flags and record ids', () => {
    const fields = {
      reason: 'http.503',
      channel: 'vault.open',
      route: '/api/sync/pull',
      durationMs: 1234.5,
      isOnline: false,
      record: '0190c5f2-7d3a-7abc-8def-012345678901',
    }
    expect(maskFields(fields)).toEqual(fields)
  })

  it.each([
    ['a telephone', '+70001234567'],
    ['a telephone with separators', '8-000-123-45-67'],
    ['a local telephone', '123-45-67'],
    ['a policy', '7700008845370012'],
    ['a policy in groups', '7700-0088-4537-0012'],
    ['a СНИЛС', '112-233-445_95'],
    ['a date of birth', '1961-04-12'],
    ['a Cyrillic word', 'Иванова'],
    ['one Cyrillic letter among Latin', 'Ivanovа'],
    ['free text', 'patient complains'],
    ['an address of mail', 'a.b@example.test'],
    ['a search', '/persons?q=ivanov'],
    ['a key', 'q'.repeat(43)],
    ['a long text', 'a.'.repeat(60)],
    ['an empty text', ''],
  ])('drops %s', (_what, value) => {
    expect(maskFields({ value })).toEqual({ dropped: 1 })
  })

  it('drops big numbers, objects, functions and names that are not names', () => {
    expect(
      maskFields({
        phone: 70001234567,
        list: [1],
        nested: { a: 1 },
        f: () => 1,
        'Иванова 112': 1,
        n: Number.NaN,
        ok: 1,
      }),
    ).toEqual({ ok: 1, dropped: 6 })
  })

  it('never lets through seven digits in a row or a letter that is not Latin, whatever comes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.double())), (fields) => {
        for (const value of Object.values(maskFields(fields))) {
          expect(String(value).replace(/[_.:/-]/g, '')).toMatch(/^[\x20-\x7e]*$/)
          if (typeof value === 'string') expect(value.replace(/\D/g, '').length).toBeLessThan(64)
        }
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{0,5}[0-9][0-9._:/-]{0,20}[0-9]{7}[a-z]{0,5}$/), (value) => {
        expect(maskFields({ value })).toEqual({ dropped: 1 })
      }),
    )
  })
})
