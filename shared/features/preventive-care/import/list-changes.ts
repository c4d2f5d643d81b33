import { isMobile } from '../../../kernel/phone.ts'
import { policyNumberProblem } from '../../../kernel/policy-number.ts'
import { type KnownPerson, policyKey } from './known-person.ts'
import type { ListRow } from './list-row.ts'
import { nameKey } from './names.ts'

type Prevention = KnownPerson['prevention']

/** What of a card a list can change. */
export type ChangedField =
  | 'surname'
  | 'givenName'
  | 'patronymic'
  | 'birthDate'
  | 'sex'
  | 'policy'
  | 'snils'
  | 'phone'
  | 'unit'
  | 'precinct'
  | 'careYear'
  | 'care'
  | 'quarter'
  | 'careState'
  | 'stage1On'
  | 'stage2On'

/** One change with what stood there when the preview was made; applying checks that it still stands there. */
export interface ListChange {
  readonly field: ChangedField
  readonly from: string | number | null
  readonly to: string | number
}

const MOST_PHONES = 6
/** How far preventive care has come: a list that is behind the card takes nothing back. */
const PROGRESS: Readonly<Record<Prevention['state'], number>> = {
  notInvited: 0,
  invited: 0,
  booked: 0,
  refused: 0,
  noShow: 0,
  stage1Done: 1,
  sentToStage2: 2,
  stage2Done: 3,
}

/**
 * What a row changes on a card; empty when the card says it already. A list adds and corrects, it never empties: what it does not
 * say stays. Another spelling of the same name is no change.
 */
export function changesOf(row: ListRow, person: KnownPerson, year: number): ListChange[] {
  const changes: ListChange[] = []
  const change = (field: ChangedField, from: string | number | null, to: string | number | null): void => {
    if (to !== null && from !== to) changes.push({ field, from, to })
  }
  for (const field of ['surname', 'givenName', 'patronymic'] as const) {
    const [from, to] = [person[field], row[field]]
    if (to !== null && nameKey(from ?? '') !== nameKey(to)) change(field, from, to)
  }
  change('birthDate', person.birthDate, row.birthDate)
  change('sex', person.sex, row.sex)
  if (isBetterPolicy(row, person)) change('policy', policyKey(person.policy), policyKey(row.policy))
  change('snils', person.snils, row.snils)
  if (
    row.phone !== null &&
    !person.phones.some(({ number }) => number === row.phone) &&
    person.phones.length < MOST_PHONES
  )
    change('phone', null, row.phone)
  change('unit', person.unit, row.unit)
  change('precinct', person.precinct, row.precinct)
  return [...changes, ...careChanges(row, person.prevention, year)]
}

/** A unified number replaces what stood before it; an old form or a temporary certificate never replaces a unified number. */
function isBetterPolicy(row: ListRow, person: KnownPerson): boolean {
  if (row.policy === null) return false
  const isCardGood = policyNumberProblem(person.policy.kind, person.policy.number) === null
  return row.policy.kind === 'unified' || person.policy.kind !== 'unified' || !isCardGood
}

function careChanges(row: ListRow, card: Prevention, year: number): ListChange[] {
  const says = row.care !== null || row.quarter !== null || row.stage1On !== null || row.stage2On !== null
  if (!says && row.sentToStage2 !== true) return []
  const before = card.year === year ? card : emptyCare(year)
  const changes: ListChange[] = card.year === year ? [] : [{ field: 'careYear', from: card.year, to: year }]
  const change = (field: ChangedField, from: string | number | null, to: string | number | null): void => {
    if (to !== null && from !== to) changes.push({ field, from, to })
  }
  change('care', before.due, row.care)
  change('quarter', before.quarter, row.quarter)
  change('stage1On', before.stage1On, row.stage1On)
  change('stage2On', before.stage2On, row.stage2On)
  const state = stateBy(row)
  if (state !== null && PROGRESS[state] > PROGRESS[before.state]) change('careState', before.state, state)
  return changes
}

function stateBy(row: ListRow): Prevention['state'] | null {
  if (row.stage2On !== null) return 'stage2Done'
  if (row.sentToStage2 === true) return 'sentToStage2'
  return row.stage1On === null ? null : 'stage1Done'
}

function emptyCare(year: number): Prevention {
  return { year, due: 'none', quarter: null, state: 'notInvited', stage1On: null, stage2On: null, reason: null }
}

/**
 * Applies previewed changes to the card as it stands now. A field that somebody changed since the preview keeps its new value and
 * is named in `conflicts` (rule MERGE1: nothing is overwritten unseen).
 */
export function applyChanges<P extends KnownPerson>(
  person: P,
  row: ListRow,
  changes: readonly ListChange[],
): { readonly person: P; readonly applied: number; readonly conflicts: readonly ChangedField[] } {
  const conflicts: ChangedField[] = []
  let applied = 0
  let next: P = person
  for (const change of changes) {
    const now = standing(next, change)
    if (now === change.to) continue
    if (now !== change.from) conflicts.push(change.field)
    else {
      next = withChange(next, row, change)
      applied += 1
    }
  }
  return { person: next, applied, conflicts }
}

function standing(person: KnownPerson, { field, to }: ListChange): string | number | null {
  switch (field) {
    case 'policy':
      return policyKey(person.policy)
    case 'phone':
      return person.phones.some(({ number }) => number === to) ? to : null
    case 'careYear':
      return person.prevention.year
    case 'care':
      return person.prevention.due
    case 'careState':
      return person.prevention.state
    case 'quarter':
    case 'stage1On':
    case 'stage2On':
      return person.prevention[field]
    default:
      return person[field]
  }
}

function withChange<P extends KnownPerson>(person: P, row: ListRow, { field, to }: ListChange): P {
  const care = (part: Partial<Prevention>): P => ({ ...person, prevention: { ...person.prevention, ...part } })
  switch (field) {
    case 'policy':
      return { ...person, policy: row.policy ?? person.policy }
    case 'phone':
      return { ...person, phones: [...person.phones, phoneOf(String(to))] }
    case 'careYear':
      return { ...person, prevention: emptyCare(Number(to)) }
    case 'care':
      return care({ due: to as Prevention['due'] })
    case 'careState':
      return care({ state: to as Prevention['state'], reason: null })
    case 'quarter':
      return care({ quarter: Number(to) })
    case 'stage1On':
    case 'stage2On':
      return care({ [field]: String(to) })
    default:
      return { ...person, [field]: to }
  }
}

/** A number that a list gives counts as right until a call shows otherwise. */
export function phoneOf(number: string): KnownPerson['phones'][number] {
  return { number, kind: isMobile(number) ? 'mobile' : 'home', valid: true }
}

/** A card for a person whom only the list knows; null when the list does not say what a card must have (sex and a policy). */
export function newPerson(
  row: ListRow,
  place: { id: string; clinicId: string; insurerCode: string; year: number },
): KnownPerson | null {
  if (row.sex === null || row.policy === null) return null
  const blank: KnownPerson = {
    id: place.id,
    surname: row.surname,
    givenName: row.givenName,
    patronymic: row.patronymic,
    birthDate: row.birthDate,
    sex: row.sex,
    policy: row.policy,
    snils: row.snils,
    phones: row.phone === null ? [] : [phoneOf(row.phone)],
    clinicId: place.clinicId,
    unit: row.unit ?? 1,
    precinct: row.precinct ?? 1,
    insurerCode: place.insurerCode,
    status: 'attached',
    prevention: emptyCare(place.year),
  }
  return applyChanges(blank, row, careChanges(row, blank.prevention, place.year)).person
}
