import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newUuid, uuid } from './ids.ts'
import { formatPhone, isSyntheticPhone, toPhoneNumber } from './phone.ts'
import { decodePolicyNumber, encodePolicyNumber, policyDigits, policyNumberProblem } from './policy-number.ts'
import { formatSnils, isSnils, snilsCheck } from './snils.ts'

describe('unified policy number (DOMAIN §1.1)', () => {
  it.each([
    ['78', '1957-03-14', 'male', 123, '7856240835001233'],
    ['78', '1948-11-02', 'female', 4571, '7868150897045711'],
    ['39', '2004-01-09', 'male', 99999, '3998599740999999'],
  ] as const)('region %s, born %s, %s, serial %i is %s', (region, birthDate, sex, serial, number) => {
    expect(encodePolicyNumber(region, birthDate, sex, serial)).toBe(number)
    expect(decodePolicyNumber(number)).toEqual({ birthDate, sex })
    expect(policyNumberProblem('unified', number)).toBeNull()
  })

  it.each([
    ['7856240835001234', 'policy.checkDigit'],
    ['785624083500123', 'policy.length'],
    ['1234567890123456', 'policy.checkDigit'],
    ['78562408350О1233', 'policy.length'],
    ['', 'policy.required'],
  ])('%j is refused with %s', (number, problem) => {
    expect(policyNumberProblem('unified', number)).toBe(problem)
  })

  it('decodes what it encodes, and one wrong digit never passes', () => {
    const birthDates = fc
      .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(
        birthDates,
        fc.constantFrom('male' as const, 'female' as const),
        fc.integer({ min: 0, max: 99_999 }),
        fc.nat(15),
        fc.integer({ min: 1, max: 9 }),
        (birthDate, sex, serial, at, shift) => {
          const number = encodePolicyNumber('00', birthDate, sex, serial)
          expect(decodePolicyNumber(number)).toEqual({ birthDate, sex })
          const wrong = number.slice(0, at) + ((Number(number[at]) + shift) % 10) + number.slice(at + 1)
          expect(policyNumberProblem('unified', wrong)).toBe('policy.checkDigit')
        },
      ),
    )
  })

  it('a temporary certificate has nine digits, an old policy any text', () => {
    expect(policyNumberProblem('temporary', '123456789')).toBeNull()
    expect(policyNumberProblem('temporary', '12345678')).toBe('policy.length')
    expect(policyNumberProblem('oldStyle', 'АБ 12-34')).toBeNull()
    expect(policyDigits('7856 2408–3500 1233')).toBe('7856240835001233')
  })
})

describe('СНИЛС (DOMAIN §1.3)', () => {
  it.each(['11223344595', '15687493223', '08765430300'])('%s is valid', (digits) => {
    expect(isSnils(digits)).toBe(true)
  })
  it.each(['11223344596', '1122334459', '00000000000', 'abcdefghijk'])('%s is not', (digits) => {
    expect(isSnils(digits)).toBe(false)
  })
  it('makes its own check digits', () => {
    expect(snilsCheck('112233445')).toBe('95')
    expect(formatSnils('11223344595')).toBe('112-233-445 95')
  })
})

describe('telephone numbers', () => {
  it.each([
    ['8 (912) 345-67-89', '+79123456789'],
    ['+7 912 345 67 89', '+79123456789'],
    ['9123456789', '+79123456789'],
    ['sip:+70001234567@opora.local;transport=ws', '+70001234567'],
    ['1001', null],
    ['+380501234567', null],
    ['', null],
  ])('%j is %s', (typed, number) => {
    expect(toPhoneNumber(typed)).toBe(number)
  })
  it('is shown in groups, and synthetic ones are told apart', () => {
    expect(formatPhone('+79123456789')).toBe('+7 (912) 345-67-89')
    expect(formatPhone('1001')).toBe('1001')
    expect(isSyntheticPhone('+70001234567')).toBe(true)
    expect(isSyntheticPhone('+79001234567')).toBe(false)
  })
})

describe('ids', () => {
  it('are UUIDs of version 7 that sort by time', () => {
    const random = (length: number) => new Uint8Array(length).fill(255)
    const earlier = newUuid(1_764_000_000_000, random)
    const later = newUuid(1_764_000_000_001, random)
    expect(uuid.safeParse(earlier).success).toBe(true)
    expect(earlier[14]).toBe('7')
    expect(earlier < later).toBe(true)
  })
})
