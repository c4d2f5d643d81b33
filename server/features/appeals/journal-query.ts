import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { formatKeyset, likePattern, parseKeyset, periodInstants } from '#server/db/keyset.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { JournalAnswer, JournalQuery } from '#shared/features/appeals/journal.ts'

interface JournalRow {
  readonly id: string
  readonly data: Appeal
  readonly at: Date
  readonly person_name: string | null
  readonly taken_by_name: string | null
  readonly assigned_to_name: string | null
}

/** What the conditions stand on. */
export const JOURNAL_SOURCE = sql`appeals appeal
  left join insured_persons person on person.id = appeal.person_id and person.org_id = appeal.org_id`
// Written out as in the partial index of open appeals, so that the planner takes it.
export const IS_OPEN = sql`appeal.state in ('registered', 'inWork', 'waiting')`
export const IS_UNASSIGNED = sql`${IS_OPEN} and appeal.assigned_to is null`
/** Clinic that reports count an appeal under, `none` without one. */
export const PLACE = sql<string>`coalesce(appeal.clinic_id, person.clinic_id, 'none')`
export const DECISION = sql<string>`case appeal.data->>'justified' when 'true' then 'yes' when 'false' then 'no' else 'undecided' end`
/**
 * Themes on medical care, by the version of the classifier under which an appeal was registered. The book is not joined to each appeal: it is
 * unpacked once for the whole query, for it is long and the appeals are many.
 */
export function isMedicalCare(orgId: string): RawBuilder<boolean> {
  return sql<boolean>`((appeal.data->>'classifierVersion', appeal.theme_code) in (
    select book.data->>'version', entry->>'code'
    from appeal_classifiers book, jsonb_array_elements(book.data->'rows') entry
    where book.org_id = ${orgId} and (entry->>'medicalCare')::boolean))`
}

/** The journal of an organisation by filters, newest first, with totals over all pages. */
export async function readJournal(
  db: Db | Tx,
  orgId: string,
  query: JournalQuery,
  zoneOffsetMinutes: number,
): Promise<JournalAnswer> {
  const withoutKind = journalConditions(orgId, { ...query, kind: undefined }, zoneOffsetMinutes)
  const counts = await countByKind(db, withoutKind)
  const after = parseKeyset(query.after)
  const { rows } = await sql<JournalRow>`
    select appeal.id, appeal.data, appeal.registered_at as at,
      concat_ws(' ', person.data->>'surname', person.data->>'givenName', person.data->>'patronymic') as person_name,
      taker.name as taken_by_name, worker.name as assigned_to_name
    from appeals appeal
      left join insured_persons person on person.id = appeal.person_id and person.org_id = appeal.org_id
      left join users taker on taker.id = appeal.taken_by
      left join users worker on worker.id = appeal.assigned_to
    where ${withoutKind} ${query.kind === undefined ? sql`` : sql`and appeal.kind = ${query.kind}`}
      ${after === null ? sql`` : sql`and (appeal.registered_at, appeal.id) < (${after.at}::timestamptz, ${after.id})`}
    order by appeal.registered_at desc, appeal.id desc
    limit ${query.limit + 1}`.execute(db)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => ({
      appeal: row.data,
      personName: row.person_name || null,
      takenByName: row.taken_by_name ?? '',
      assignedToName: row.assigned_to_name,
    })),
    next: rows.length > query.limit && last ? formatKeyset({ at: last.at.toISOString(), id: last.id }) : null,
    total: query.kind === undefined ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[query.kind],
    countsByKind: counts,
  }
}

async function countByKind(db: Db | Tx, where: RawBuilder<unknown>): Promise<JournalAnswer['countsByKind']> {
  const { rows } = await sql<{ kind: Appeal['kind']; count: number }>`
    select appeal.kind, count(*)::int as count from appeals appeal
      left join insured_persons person on person.id = appeal.person_id and person.org_id = appeal.org_id
    where ${where} group by appeal.kind`.execute(db)
  const counts = { complaint: 0, application: 0, consultation: 0, proposal: 0, gratitude: 0 }
  for (const row of rows) counts[row.kind] = row.count
  return counts
}

/** Conditions of the journal on `appeals appeal` joined with `insured_persons person`; everything that counts appeals uses them. */
export function journalConditions(
  orgId: string,
  query: Omit<JournalQuery, 'limit' | 'after'>,
  zoneOffsetMinutes: number,
): RawBuilder<unknown> {
  const period = periodInstants(query.from, query.to, zoneOffsetMinutes)
  const all: RawBuilder<unknown>[] = [
    sql`appeal.org_id = ${orgId} and appeal.data is not null`,
    sql`appeal.registered_at >= ${period.from}::timestamptz and appeal.registered_at < ${period.until}::timestamptz`,
  ]
  if (query.kind !== undefined) all.push(sql`appeal.kind = ${query.kind}`)
  if (query.theme !== undefined)
    all.push(
      query.exactTheme === 'yes'
        ? sql`appeal.theme_code = ${query.theme}`
        : sql`(appeal.theme_code = ${query.theme} or appeal.theme_code like ${`${likePattern(query.theme)}.%`})`,
    )
  if (query.clinicId !== undefined)
    all.push(sql`(appeal.clinic_id = ${query.clinicId} or person.clinic_id = ${query.clinicId})`)
  if (query.state !== undefined) all.push(sql`appeal.state = ${query.state}`)
  if (query.takenBy !== undefined) all.push(sql`appeal.taken_by = ${query.takenBy}`)
  if (query.open !== undefined) all.push(IS_OPEN)
  if (query.unassigned !== undefined) all.push(IS_UNASSIGNED)
  if (query.answerFrom !== undefined) all.push(sql`appeal.answer_by >= ${query.answerFrom}::date`)
  if (query.answerTo !== undefined) all.push(sql`appeal.answer_by <= ${query.answerTo}::date`)
  if (query.justified !== undefined) all.push(sql`appeal.kind = 'complaint' and ${DECISION} = ${query.justified}`)
  if (query.place !== undefined) all.push(sql`${PLACE} = ${query.place}`)
  if (query.medicalCare !== undefined) all.push(isMedicalCare(orgId))
  if (query.text !== undefined && query.text !== '') all.push(textCondition(query.text))
  return sql.join(all, sql` and `)
}

/** Part of a number, or the beginning of the person's or the applicant's name. */
function textCondition(text: string): RawBuilder<unknown> {
  const name = `${likePattern(text.toLowerCase().replaceAll('\u0451', '\u0435'))}%`
  const number = `%${likePattern(text.toUpperCase())}%`
  return sql`(appeal.number like ${number} or person.search_name like ${name}
    or replace(appeal.applicant_name, ${'\u0451'}, ${'\u0435'}) like ${name})`
}
