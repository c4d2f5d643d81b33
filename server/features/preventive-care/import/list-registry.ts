import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { KnownPerson } from '#shared/features/preventive-care/import/known-person.ts'
import type { ListRow } from '#shared/features/preventive-care/import/list-row.ts'

/** What the slice of insured persons adds to a card that a list begins; handed in by server/app. */
export type CompleteCard = (begun: KnownPerson) => KnownPerson

/**
 * Cards that any of the rows may speak of: the same policy number, the same СНИЛС, the same birth date, or the same full name. Every
 * key has an index, so that a batch costs the same in a registry of a thousand and of a million.
 */
export async function candidatesOf(tx: Tx, orgId: string, rows: readonly ListRow[]): Promise<KnownPerson[]> {
  const policies = rows.flatMap(({ policy }) => (policy === null ? [] : [policy.number]))
  const snils = rows.flatMap((row) => (row.snils === null ? [] : [row.snils]))
  const dates = [...new Set(rows.map((row) => row.birthDate))]
  const names = [...new Set(rows.map(searchNameOf))]
  const ids = (condition: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`select id from insured_persons where org_id = ${orgId} and ${condition}`
  const found = await sql<{ data: KnownPerson }>`
    select data from insured_persons where data is not null and id in (
      ${ids(sql`policy_number = any(${policies}::text[])`)}
      union ${ids(sql`data->>'snils' = any(${snils}::text[])`)}
      union ${ids(sql`data->>'birthDate' = any(${dates}::text[])`)}
      union ${ids(sql`search_name = any(${names}::text[])`)})`.execute(tx)
  return found.rows.map(({ data }) => data)
}

/** The form in which the registry keeps full names for search. */
function searchNameOf(row: Pick<ListRow, 'surname' | 'givenName' | 'patronymic'>): string {
  return [row.surname, row.givenName, row.patronymic]
    .filter((part) => part !== null)
    .join(' ')
    .toLowerCase()
    .replaceAll('\u0451', '\u0435')
}

/** Candidates put in order once for a batch, so that each row is compared with a handful. */
export class CandidateIndex {
  readonly #byKey = new Map<string, KnownPerson[]>()

  constructor(persons: readonly KnownPerson[]) {
    for (const person of persons) for (const key of keysOf(person)) this.#add(key, person)
  }

  for(row: ListRow): KnownPerson[] {
    const found = new Map<string, KnownPerson>()
    for (const key of keysOf(row)) for (const person of this.#byKey.get(key) ?? []) found.set(person.id, person)
    return [...found.values()]
  }

  #add(key: string, person: KnownPerson): void {
    const list = this.#byKey.get(key)
    if (list === undefined) this.#byKey.set(key, [person])
    else list.push(person)
  }
}

function keysOf(one: ListRow | KnownPerson): string[] {
  const keys = [`d${one.birthDate}`, `n${searchNameOf(one)}`]
  if (one.policy !== null) keys.push(`p${one.policy.number}`)
  if (one.snils !== null) keys.push(`s${one.snils}`)
  return keys
}

/** Insurers of people whom others insure, by policy number. */
export async function insurersOf(tx: Tx, orgId: string, policies: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ policy_number: string; insurer_code: string }>`
    select policy_number, insurer_code from other_insured
    where org_id = ${orgId} and policy_number = any(${[...policies]}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.policy_number, row.insurer_code]))
}
