import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { formatKeyset, parseKeyset, periodInstants } from '#server/db/keyset.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import type { CallLogAnswer, CallLogDetail, CallLogQuery } from '#shared/features/telephony/call-log.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { must } from '#shared/kernel/result.ts'

interface CallRow {
  readonly id: string
  readonly data: Call
  readonly at: Date
  readonly person_name: string | null
  readonly user_name: string | null
  readonly script_result: string | null
  readonly appeal_numbers: string[] | null
  readonly review: { readonly score: number | null; readonly isRead: boolean } | null
}

/** Whose calls: everyone's of the organisation, or one user's. */
export interface CallLogReach {
  readonly orgId: string
  readonly onlyUserId: string | null
}

const COLUMNS = sql`
  call.id, call.data, call.offered_at as at, talker.name as user_name,
  concat_ws(' ', person.data->>'surname', person.data->>'givenName', person.data->>'patronymic') as person_name,
  (select run.result from script_runs run where run.call_id = call.id and run.org_id = call.org_id
    order by run.data->>'endedAt' desc limit 1) as script_result,
  (select array_agg(appeal.number order by appeal.number) from appeals appeal
    where appeal.call_id = call.id and appeal.org_id = call.org_id) as appeal_numbers,
  (select jsonb_build_object('score', review.score, 'isRead', review.read_at is not null) from call_reviews review
    where review.id = call.id and review.org_id = call.org_id) as review`

const SOURCE = sql`calls call
  left join insured_persons person on person.id = call.person_id and person.org_id = call.org_id
  left join users talker on talker.id = call.user_id`

/** Calls by filters, newest first, with the total over all pages. */
export async function readCallLog(
  db: Db | Tx,
  reach: CallLogReach,
  query: CallLogQuery,
  zoneOffsetMinutes: number,
): Promise<CallLogAnswer> {
  const where = conditions(reach, query, zoneOffsetMinutes)
  const count = await sql<{ total: number }>`select count(*)::int as total from calls call where ${where}`.execute(db)
  const after = parseKeyset(query.after)
  const { rows } = await sql<CallRow>`
    select ${COLUMNS} from ${SOURCE}
    where ${where}
      ${after === null ? sql`` : sql`and (call.offered_at, call.id) < (${after.at}::timestamptz, ${after.id})`}
    order by call.offered_at desc, call.id desc limit ${query.limit + 1}`.execute(db)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => ({
      call: row.data,
      personName: row.person_name || null,
      userName: row.user_name ?? '',
      scriptResult: row.script_result,
      appealNumbers: row.appeal_numbers ?? [],
      review: row.review,
    })),
    next: rows.length > query.limit && last ? formatKeyset({ at: last.at.toISOString(), id: last.id }) : null,
    total: count.rows[0]?.total ?? 0,
  }
}

/** One call with its script runs and appeals, or null when it does not exist or is out of reach. */
export async function readCall(db: Db | Tx, reach: CallLogReach, callId: string): Promise<CallLogDetail | null> {
  const { rows } = await sql<CallRow>`
    select ${COLUMNS} from ${SOURCE} where call.id = ${callId} and ${withinReach(reach)}`.execute(db)
  const row = rows[0]
  if (!row) return null
  const runs = await sql<{ data: CallLogDetail['runs'][number]; title: string | null }>`
    select run.data, script.data->>'title' as title from script_runs run
      left join call_scripts script on script.org_id = run.org_id
        and script.id = (run.data->>'scriptId') || '@' || (run.data->>'scriptVersion')
    where run.call_id = ${callId} and run.org_id = ${reach.orgId} order by run.data->>'startedAt'`.execute(db)
  const appeals = await sql<{ data: CallLogDetail['appeals'][number] }>`
    select data from appeals where call_id = ${callId} and org_id = ${reach.orgId} order by number`.execute(db)
  return {
    call: row.data,
    personName: row.person_name || null,
    userName: row.user_name ?? '',
    runs: runs.rows.map(({ data, title }) => ({ ...data, scriptTitle: title })),
    appeals: appeals.rows.map(({ data }) => data),
  }
}

function withinReach({ orgId, onlyUserId }: CallLogReach): RawBuilder<unknown> {
  const whole = sql`call.org_id = ${orgId} and call.data is not null`
  return onlyUserId === null ? whole : sql`${whole} and call.user_id = ${onlyUserId}`
}

/** Inbound and answered by nobody; of several desks at which it rang, the record with the smallest id stands for the call. */
const IS_LOST = sql`call.direction = 'in' and call.result not in ('answered', 'answeredElsewhere') and not exists (
  select 1 from calls other where other.org_id = call.org_id and other.id <> call.id
    and other.offered_at between call.offered_at - interval '1 hour' and call.offered_at + interval '1 hour'
    and call.data->>'sipCallId' <> '' and other.data->>'sipCallId' = call.data->>'sipCallId'
    and (other.result in ('answered', 'answeredElsewhere') or other.id < call.id))`

function answeredWithin(seconds: number): RawBuilder<unknown> {
  return sql`call.result = 'answered'
    and (call.data->>'answeredAt')::timestamptz - call.offered_at <= make_interval(secs => ${seconds})`
}

/** Numbers of one day for the floor, by the conditions of the log, so that each opens exactly what it counts (REQUIREMENTS S1). */
export async function readCallDay(
  db: Db | Tx,
  orgId: string,
  day: LocalDate,
  withinSeconds: number,
  zoneOffsetMinutes: number,
) {
  const where = conditions({ orgId, onlyUserId: null }, { from: day, to: day }, zoneOffsetMinutes)
  const isAnswered = sql`call.direction = 'in' and call.result = 'answered'`
  const { rows } = await sql<{
    answered: number
    in_time: number
    lost: number
    outbound: number
    talk: number | null
  }>`
    select count(*) filter (where ${isAnswered})::int as answered,
      count(*) filter (where ${isAnswered} and ${answeredWithin(withinSeconds)})::int as in_time,
      count(*) filter (where ${IS_LOST})::int as lost,
      count(*) filter (where call.direction = 'out')::int as outbound,
      (avg(extract(epoch from (call.data->>'endedAt')::timestamptz - (call.data->>'answeredAt')::timestamptz))
        filter (where call.result = 'answered'))::float8 as talk
    from calls call where ${where}`.execute(db)
  const row = must(rows[0], 'the row of counts')
  return {
    answered: row.answered,
    answeredInTime: row.in_time,
    lost: row.lost,
    outbound: row.outbound,
    meanTalkSeconds: row.talk === null ? null : Math.round(row.talk),
  }
}

function conditions(
  reach: CallLogReach,
  query: Omit<CallLogQuery, 'limit' | 'after'>,
  zoneOffsetMinutes: number,
): RawBuilder<unknown> {
  const period = periodInstants(query.from, query.to, zoneOffsetMinutes)
  const all: RawBuilder<unknown>[] = [
    withinReach(reach),
    sql`call.offered_at >= ${period.from}::timestamptz and call.offered_at < ${period.until}::timestamptz`,
  ]
  if (query.userId !== undefined) all.push(sql`call.user_id = ${query.userId}`)
  if (query.direction !== undefined) all.push(sql`call.direction = ${query.direction}`)
  if (query.result !== undefined) all.push(sql`call.result = ${query.result}`)
  if (query.outcome !== undefined) all.push(sql`call.outcome = ${query.outcome}`)
  if (query.number !== undefined) all.push(sql`call.remote_number like ${`%${query.number}%`}`)
  if (query.answeredWithin !== undefined) all.push(answeredWithin(query.answeredWithin))
  if (query.lost !== undefined) all.push(IS_LOST)
  if (query.reviewed !== undefined)
    all.push(
      sql`${query.reviewed === 'no' ? sql`not` : sql``} exists (select 1 from call_reviews review
        where review.id = call.id and review.org_id = call.org_id)`,
    )
  if (query.hasAppeal !== undefined)
    all.push(
      sql`${query.hasAppeal === 'no' ? sql`not` : sql``} exists (select 1 from appeals appeal
        where appeal.call_id = call.id and appeal.org_id = call.org_id)`,
    )
  return sql.join(all, sql` and `)
}
