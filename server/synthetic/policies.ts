import { encodePolicyNumber, type Policy } from '#shared/kernel/policy-number.ts'
import type { Draws } from './draws.ts'
import type { DirtyKind } from './frame.ts'

type Sex = 'male' | 'female'

/** Region of every synthetic policy: no fund has it, so that no real number can be hit (DOMAIN §1.1). */
const REGION = '00'

/** Hands out policy numbers, each once. */
export interface PolicyNumbers {
  next(birthDate: string, sex: Sex): string
}

export function policyNumbersOf(draws: Draws): PolicyNumbers {
  const given = new Set<string>()
  return {
    next: (birthDate, sex) => {
      for (;;) {
        const number = encodePolicyNumber(REGION, birthDate, sex, draws.between(0, 99_999))
        if (given.has(number)) continue
        given.add(number)
        return number
      }
    },
  }
}

/** The policy as it stands on the card: the good number, or with one of the planted faults. */
export function dirtyPolicy(
  draws: Draws,
  dirty: DirtyKind | undefined,
  number: string,
  person: { readonly birthDate: string; readonly sex: Sex },
): Policy {
  switch (dirty) {
    case 'policyCheckDigit': {
      const wrong = (Number(number.slice(15)) + draws.between(1, 9)) % 10
      return { kind: 'unified', series: null, number: number.slice(0, 15) + String(wrong) }
    }
    case 'policyOtherDate': {
      // The number of a person whose birth date was corrected afterwards: it is never issued anew.
      const year = Number(person.birthDate.slice(0, 4)) - draws.between(1, 3)
      const day = person.birthDate.slice(4) === '-02-29' ? '-02-28' : person.birthDate.slice(4)
      const other = encodePolicyNumber(REGION, `${year}${day}`, person.sex, Number(number.slice(10, 15)))
      return { kind: 'unified', series: null, number: other }
    }
    case 'oldStylePolicy':
      return {
        kind: 'oldStyle',
        series: `00-${draws.between(10, 99)}`,
        number: String(draws.between(100_000, 999_999)),
      }
    case 'temporaryPolicy':
      return { kind: 'temporary', series: null, number: String(draws.between(0, 999_999_999)).padStart(9, '0') }
    default:
      return { kind: 'unified', series: null, number }
  }
}
