import { isLocalDate, type LocalDate } from './calendar.ts'
import { type Refusal, refuse } from './errors.ts'
import { policyNumberProblem } from './policy-number.ts'
import { isSnils } from './snils.ts'

const POLICY_DIGITS = 16
const SNILS_DIGITS = 11

/**
 * What is wrong with a number or a date that was typed into the search, or null. It only advises: a search with a doubt goes on,
 * because a card may hold a wrong number too. `today`: the day of the desk, against birth dates in the future.
 */
export function typedDoubt(typed: string, today: LocalDate): Refusal | null {
  const date = dateIn(typed)
  if (date !== null) {
    if (!isLocalDate(date)) return refuse('date.invalid')
    return date > today ? refuse('insuredPersons.birthInFuture') : null
  }
  if (/\p{L}/u.test(typed)) return null
  const number = typed.replace(/\D/g, '')
  const { length } = number
  if (length > SNILS_DIGITS) {
    const problem = policyNumberProblem('unified', number)
    return problem === null
      ? null
      : problem === 'policy.length'
        ? refuse('insuredPersons.policyDigits', undefined, { length, needed: POLICY_DIGITS })
        : refuse(problem)
  }
  const isPhone = number.startsWith('7') || number.startsWith('8')
  return length === SNILS_DIGITS && !isPhone && !isSnils(number) ? refuse('snils.invalid') : null
}

/** A whole date as typed, `dd.mm.yyyy`, as `yyyy-mm-dd` whether it exists or not. */
function dateIn(typed: string): string | null {
  const match = /(?:^|\s)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s|$)/.exec(typed)
  if (match === null) return null
  const [, day = '', month = '', year = ''] = match
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
