import { type BirthPattern, birthRanges, fitsBirth } from '#shared/features/insured-persons/search/birth-pattern.ts'
import { withRussianLayout } from '#shared/features/insured-persons/search/name-words.ts'
import { readTyped, TAIL_DIGITS_MIN, type TypedQuery } from '#shared/features/insured-persons/search/typed-query.ts'
import { BestFew } from './best-few.ts'
import type { PersonIndex } from './person-index.ts'
import { type NameFilter, searchNames } from './search-names.ts'
import { backwards } from './sorted-numbers.ts'

/** One person found in one index. Lower costs are better and comparable between indexes. */
export interface FoundPerson {
  readonly ordinal: number
  readonly cost: number
  readonly matched: 'name' | 'phone' | 'policy' | 'snils' | 'birthDate'
  /** A typo or another keyboard layout was forgiven. */
  readonly isGuess: boolean
}

/** Most persons taken by a telephone tail beside a name. */
const TAIL_PERSONS_MAX = 5_000
const POLICY_DIGITS_MIN = 6
const PHONE_DIGITS = 10

/** Costs of whole steps: what was typed as it stands, then another layout, then initials, then typos. */
const COST_LAYOUT = 100
const COST_INITIALS = 200
const COST_TYPOS = 300

/** Finds persons by anything that was typed (REQUIREMENTS C2). Each step runs only while the ones before it found too few. */
export function searchPersons(index: PersonIndex, typed: string, limit: number): readonly FoundPerson[] {
  const query = readTyped(typed)
  if (query.number !== null) return searchNumber(index, query.number, query.births[0] ?? null, limit)
  const switched = withRussianLayout(typed)
  const other = switched === null ? null : readTyped(switched)
  const initials = splitInitials(query)
  const steps: readonly (() => FoundPerson[])[] = [
    () => byName(index, query, false, limit, 0, false),
    () => (other && other.words.length > 0 ? byName(index, other, false, limit, COST_LAYOUT, true) : []),
    () => (initials ? byName(index, initials, false, limit, COST_INITIALS, false) : []),
    () => byName(index, other ?? query, true, limit, COST_TYPOS, true),
  ]
  const found = new Map<number, FoundPerson>()
  for (const step of steps) {
    if (found.size >= limit) break
    for (const person of step()) if (!found.has(person.ordinal)) found.set(person.ordinal, person)
  }
  return [...found.values()].slice(0, limit)
}

/** Everyone with exactly this number. */
export function searchPhone(index: PersonIndex, e164: string, limit: number): readonly FoundPerson[] {
  return index.phones
    .beginningWith(e164.slice(-PHONE_DIGITS), limit)
    .filter((ordinal) => index.dead[ordinal] !== 1)
    .map((ordinal) => ({ ordinal, cost: 0, matched: 'phone', isGuess: false }))
}

function byName(
  index: PersonIndex,
  query: TypedQuery,
  withTypos: boolean,
  limit: number,
  cost: number,
  isGuess: boolean,
): FoundPerson[] {
  if (query.words.length === 0) return []
  return searchNames(index, query.words, filterOf(index, query), withTypos, limit)
    .found()
    .map((found) => ({ ordinal: found.ordinal, cost: found.cost + cost, matched: 'name', isGuess }))
}

function filterOf(index: PersonIndex, query: TypedQuery): NameFilter {
  if (query.tails.length === 0) return { births: query.births, only: null }
  const sets = query.tails.map((tail) => new Set(index.phoneTails.beginningWith(backwards(tail), TAIL_PERSONS_MAX)))
  const [first = new Set<number>(), ...rest] = sets
  return { births: query.births, only: new Set([...first].filter((it) => rest.every((set) => set.has(it)))) }
}

/** «смирнова ап» for «смирнова а. п.»; null when no short word is there. */
function splitInitials(query: TypedQuery): TypedQuery | null {
  if (!query.words.some((word) => word.length >= 3)) return null
  const words = query.words.flatMap((word) => (word.length === 2 ? [...word] : [word]))
  return words.length === query.words.length ? null : { ...query, words }
}

/** Digits may be several things at once: each is looked up, the most telling first. */
function searchNumber(
  index: PersonIndex,
  digits: string,
  birth: BirthPattern | null,
  limit: number,
): readonly FoundPerson[] {
  const found = new Map<number, FoundPerson>()
  const take = (ordinals: readonly number[], cost: number, matched: FoundPerson['matched']): void => {
    for (const ordinal of ordinals)
      if (found.size < limit && index.dead[ordinal] !== 1 && !found.has(ordinal))
        found.set(ordinal, { ordinal, cost, matched, isGuess: false })
  }
  const isWholeDate = birth !== null && birth.day !== null && (birth.year ?? birth.yearOfCentury) !== null
  if (isWholeDate) take(byBirth(index, birth, limit), 0, 'birthDate')
  if (digits.length >= POLICY_DIGITS_MIN) take(index.policies.beginningWith(digits, limit), 1, 'policy')
  if (digits.length >= POLICY_DIGITS_MIN && digits.length <= 11)
    take(index.snils.beginningWith(digits, limit), 2, 'snils')
  const phone = digits.length === PHONE_DIGITS + 1 && /^[78]/.test(digits) ? digits.slice(1) : digits
  if (phone.length >= TAIL_DIGITS_MIN && phone.length <= PHONE_DIGITS) {
    take(index.phoneTails.beginningWith(backwards(phone), limit), 3, 'phone')
    take(index.phones.beginningWith(phone, limit), 4, 'phone')
  }
  if (birth !== null && !isWholeDate) take(byBirth(index, birth, limit), 5, 'birthDate')
  return [...found.values()]
}

/** The first by name of those whose birth date fits. */
function byBirth(index: PersonIndex, birth: BirthPattern, limit: number): readonly number[] {
  const isFound = (ordinal: number): boolean =>
    index.dead[ordinal] !== 1 && fitsBirth(birth, index.births[ordinal] as number)
  const ranges = birthRanges(birth)
  if (ranges === null) {
    const found: number[] = []
    for (let place = 0; place < index.byName.length && found.length < limit; place += 1) {
      const ordinal = index.byName[place] as number
      if (isFound(ordinal)) found.push(ordinal)
    }
    return found
  }
  const best = new BestFew(limit)
  for (const [from, to] of ranges)
    for (let place = firstBornOn(index, from); place < index.byBirth.length; place += 1) {
      const ordinal = index.byBirth[place] as number
      if ((index.births[ordinal] as number) > to) break
      if (isFound(ordinal)) best.offer(0, index.rank[ordinal] as number, ordinal)
    }
  return best.found().map(({ ordinal }) => ordinal)
}

/** Place in `byBirth` of the first person born on this day (`yyyymmdd`) or later. */
function firstBornOn(index: PersonIndex, day: number): number {
  let [low, high] = [0, index.byBirth.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((index.births[index.byBirth[middle] as number] as number) < day) low = middle + 1
    else high = middle
  }
  return low
}
