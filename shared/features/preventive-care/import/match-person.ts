import { policyNumberProblem } from '../../../kernel/policy-number.ts'
import { isSnils } from '../../../kernel/snils.ts'
import { isSimilarDate } from './dates.ts'
import { type KnownPerson, policyKey } from './known-person.ts'
import type { ListRow } from './list-row.ts'
import { isSimilarName, nameKey } from './names.ts'

/** `unknown`: one side does not say, or the two cannot be compared (an old policy against a unified one). */
export type Agreement = 'same' | 'similar' | 'different' | 'unknown'

/** How a row of a list and a card stand to each other, field by field. */
export interface Comparison {
  readonly policy: Agreement
  readonly snils: Agreement
  readonly surname: Agreement
  readonly givenName: Agreement
  readonly patronymic: Agreement
  readonly birthDate: Agreement
  readonly sex: Agreement
}

/** Why a person is asked: what differs although the rest fits, or what is missing for certainty. */
export type DoubtReason =
  | 'policyDiffers'
  | 'snilsDiffers'
  | 'surnameDiffers'
  | 'givenNameDiffers'
  | 'patronymicDiffers'
  | 'birthDateDiffers'
  | 'sexDiffers'
  | 'noIdentifier'
  | 'severalCards'

export interface DoubtfulPair {
  readonly personId: string
  readonly reasons: readonly DoubtReason[]
}

export type Verdict =
  | { readonly kind: 'same'; readonly personId: string }
  | { readonly kind: 'new' }
  | { readonly kind: 'doubtful'; readonly pairs: readonly DoubtfulPair[] }

/** Most cards shown beside one row: more of them say only that the row is too poor to decide. */
const MOST_PAIRS = 5

/**
 * Decides who a row speaks of. A row joins a card by itself only when an identifier agrees, none contradicts, and name and birth date
 * agree; a new surname needs both identifiers. Name and birth date alone never join: two people may share them. Everything between
 * is asked (REQUIREMENTS P2).
 */
export function matchPerson(row: ListRow, candidates: readonly KnownPerson[]): Verdict {
  const compared = candidates.map((person) => ({ person, comparison: compare(row, person) }))
  const certain = compared.filter(({ comparison }) => isCertain(comparison))
  const holders = compared.filter(({ comparison }) => comparison.policy === 'same' || comparison.snils === 'same')
  const [only] = certain
  if (only && certain.length === 1 && holders.length === 1) return { kind: 'same', personId: only.person.id }
  const doubtful = compared.filter(({ comparison }) => isCertain(comparison) || isPossible(comparison))
  if (doubtful.length === 0) return { kind: 'new' }
  return {
    kind: 'doubtful',
    pairs: doubtful
      .sort((a, b) => likeness(b.comparison) - likeness(a.comparison) || (a.person.id < b.person.id ? -1 : 1))
      .slice(0, MOST_PAIRS)
      .map(({ person, comparison }) => ({ personId: person.id, reasons: reasonsOf(comparison, doubtful.length) })),
  }
}

export function compare(row: ListRow, person: KnownPerson): Comparison {
  return {
    policy: policyAgreement(row, person),
    snils:
      row.snils === null || person.snils === null || !isSnils(person.snils)
        ? 'unknown'
        : row.snils === person.snils
          ? 'same'
          : 'different',
    surname: nameAgreement(row.surname, person.surname),
    givenName: nameAgreement(row.givenName, person.givenName),
    patronymic:
      row.patronymic === null || person.patronymic === null
        ? row.patronymic === person.patronymic
          ? 'same'
          : 'unknown'
        : nameAgreement(row.patronymic, person.patronymic),
    birthDate:
      row.birthDate === person.birthDate
        ? 'same'
        : isSimilarDate(row.birthDate, person.birthDate)
          ? 'similar'
          : 'different',
    sex: row.sex === null ? 'unknown' : row.sex === person.sex ? 'same' : 'different',
  }
}

/** Numbers of different kinds say nothing about each other, and a number that fails its check says nothing at all. */
function policyAgreement(row: ListRow, person: KnownPerson): Agreement {
  if (row.policy === null || row.policy.kind !== person.policy.kind) return 'unknown'
  if (policyNumberProblem(person.policy.kind, person.policy.number) !== null) return 'unknown'
  return policyKey(row.policy) === policyKey(person.policy) ? 'same' : 'different'
}

function nameAgreement(one: string, other: string): Agreement {
  if (nameKey(one) === nameKey(other)) return 'same'
  return isSimilarName(one, other) ? 'similar' : 'different'
}

function isCertain(c: Comparison): boolean {
  if (c.policy === 'different' || c.snils === 'different' || c.sex === 'different') return false
  if (c.birthDate !== 'same' || c.givenName !== 'same') return false
  const hasBoth = c.policy === 'same' && c.snils === 'same'
  const hasOne = c.policy === 'same' || c.snils === 'same'
  if (c.surname === 'same') return hasOne && (c.patronymic === 'same' || c.patronymic === 'unknown')
  return hasBoth && c.patronymic === 'same'
}

function isPossible(c: Comparison): boolean {
  if (c.policy === 'same' || c.snils === 'same') return true
  const isWholeNameSame = c.surname === 'same' && c.givenName === 'same' && c.patronymic !== 'different'
  if (c.policy === 'different' && c.snils === 'different') return false
  if (c.policy === 'different' || c.snils === 'different') return isWholeNameSame && c.birthDate === 'same'
  const isNameLike = c.surname !== 'different' && c.givenName !== 'different' && c.patronymic !== 'different'
  if (c.birthDate === 'same')
    return isNameLike || (c.sex !== 'different' && c.givenName === 'same' && c.patronymic === 'same')
  return c.birthDate === 'similar' && isWholeNameSame
}

function likeness(c: Comparison): number {
  const weigh = (agreement: Agreement, weight: number): number =>
    agreement === 'same' ? weight : agreement === 'similar' ? weight / 2 : 0
  return (
    weigh(c.policy, 8) +
    weigh(c.snils, 8) +
    weigh(c.birthDate, 4) +
    weigh(c.surname, 3) +
    weigh(c.givenName, 3) +
    weigh(c.patronymic, 2)
  )
}

function reasonsOf(c: Comparison, cards: number): DoubtReason[] {
  const reasons: DoubtReason[] = []
  const isOff = (agreement: Agreement): boolean => agreement === 'similar' || agreement === 'different'
  if (isOff(c.policy)) reasons.push('policyDiffers')
  if (isOff(c.snils)) reasons.push('snilsDiffers')
  if (isOff(c.surname)) reasons.push('surnameDiffers')
  if (isOff(c.givenName)) reasons.push('givenNameDiffers')
  if (isOff(c.patronymic)) reasons.push('patronymicDiffers')
  if (isOff(c.birthDate)) reasons.push('birthDateDiffers')
  if (c.sex === 'different') reasons.push('sexDiffers')
  if (c.policy === 'unknown' && c.snils === 'unknown') reasons.push('noIdentifier')
  if (cards > 1) reasons.push('severalCards')
  return reasons
}
