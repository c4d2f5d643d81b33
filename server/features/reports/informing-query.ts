import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { periodInstants } from '#server/db/keyset.ts'
import type {
  FunnelAnswer,
  FunnelPerson,
  FunnelPersonsQuery,
  FunnelRow,
  FunnelStep,
} from '#shared/features/reports/informing-effect.ts'
import type { PersonId } from '#shared/kernel/ids.ts'

/** Invitations and reminders to the first stage and to the examination (DOMAIN §5); the second stage is another matter. */
const FIRST_STAGE = ['101', '102', '201', '202']
/** Attempts that told nobody anything. */
const NOT_TOLD = ['notReached', 'impossible']

/** Visits that the first stage and the examination are for. */
const FIRST_VISITS = ['checkUp', 'preventiveExamination']

/**
 * Insured people of the organisation to whom something is due in a year (`due_people`), by which ways they were told of it (`told`), and
 * their visits (`visits`): the last day on which one was booked, whether or not they came to it, and the last day on which they came.
 * Report and list stand on the same three, so that a number opens exactly whom it counts.
 */
function foundation(orgId: string, year: number, zoneOffsetMinutes: number): RawBuilder<unknown> {
  const period = periodInstants(`${year}-01-01`, `${year}-12-31`, zoneOffsetMinutes)
  return sql`
    with due_people as (
      select person.id, person.clinic_id, person.data->'prevention'->>'state' as state,
        (person.data->'prevention'->>'stage1On')::date as came_on,
        case when ${year} - left(person.data->>'birthDate', 4)::int < 40 then '18-39'
          when ${year} - left(person.data->>'birthDate', 4)::int < 65 then '40-64' else '65+' end as age
      from insured_persons person join organisations org on org.id = person.org_id
      where person.org_id = ${orgId} and person.data is not null and person.insurer_code = org.insurer_code
        and person.data->>'status' = 'attached' and (person.data->'prevention'->>'year')::int = ${year}
        and person.data->'prevention'->>'due' <> 'none'
    ), told as (
      select person_id, data->>'way' as way, min(at) as first_at, bool_or(data->>'result' = 'booked') as is_booked
      from informings
      where org_id = ${orgId} and data is not null and at >= ${period.from}::timestamptz and at < ${period.until}::timestamptz
        and data->>'stage' = any(${FIRST_STAGE}::text[]) and data->>'result' <> all(${NOT_TOLD}::text[])
      group by person_id, data->>'way'
    ), told_by_any as (
      select person_id, min(first_at) as first_at, bool_or(is_booked) as is_booked, array_agg(way order by way) as ways
      from told group by person_id
    ), visits as (
      select person_id, max(visit_on) as visit_on,
        max(${localDay(sql`booked_at`, zoneOffsetMinutes)}) as booked_on,
        max(least(visit_on, ${localDay(sql`(data->>'settledAt')::timestamptz`, zoneOffsetMinutes)}))
          filter (where state = 'came') as came_on
      from bookings
      where org_id = ${orgId} and data is not null and state in ('booked', 'came', 'noShow')
        and booked_at >= ${period.from}::timestamptz and booked_at < ${period.until}::timestamptz
        and data->>'what' = any(${FIRST_VISITS}::text[])
      group by person_id
    )`
}

function localDay(instant: RawBuilder<unknown>, zoneOffsetMinutes: number): RawBuilder<unknown> {
  return sql`(${instant} at time zone 'UTC' + make_interval(mins => ${zoneOffsetMinutes}))::date`
}

/** Booked on the day of the telling or later, or said to be when they were told. */
function isBooked(zoneOffsetMinutes: number): RawBuilder<unknown> {
  return sql`told.person_id is not null and (told.is_booked or due.state = 'booked'
    or visits.booked_on >= ${localDay(sql`told.first_at`, zoneOffsetMinutes)})`
}

/** Came on the day of the telling or later: by the clinic's data, or by the mark of who arranged the visit. */
function isCome(zoneOffsetMinutes: number): RawBuilder<unknown> {
  return sql`told.person_id is not null
    and greatest(due.came_on, visits.came_on) >= ${localDay(sql`told.first_at`, zoneOffsetMinutes)}`
}

export async function readFunnel(
  db: Db | Tx,
  orgId: string,
  year: number,
  zoneOffsetMinutes: number,
): Promise<FunnelAnswer> {
  const counts = sql`count(told.person_id)::int as informed, (count(*) filter (where ${isBooked(zoneOffsetMinutes)}))::int as booked,
    (count(*) filter (where ${isCome(zoneOffsetMinutes)}))::int as came`
  const { rows } = await sql<FunnelRow>`
    ${foundation(orgId, year, zoneOffsetMinutes)}
    select case when grouping(due.clinic_id) = 0 then 'clinic' when grouping(due.age) = 0 then 'age' else 'all' end as by,
      coalesce(case when grouping(due.clinic_id) = 0 then due.clinic_id when grouping(due.age) = 0 then due.age end, '') as key,
      count(*)::int as due, ${counts}
    from due_people due left join told_by_any told on told.person_id = due.id
      left join visits on visits.person_id = due.id
    group by grouping sets ((), (due.clinic_id), (due.age))
    union all
    select 'way', told.way, null, ${counts}
    from due_people due join told on told.person_id = due.id left join visits on visits.person_id = due.id
    group by told.way
    order by 1, 2`.execute(db)
  return { year, rows }
}

interface PersonRow {
  readonly id: string
  readonly clinic_id: string | null
  readonly state: string
  readonly came_on: string | null
  readonly visit_on: string | null
  readonly name: string
  readonly birth_date: string
  readonly first_at: Date | null
  readonly ways: string[] | null
}

/** The people whom a number of the report counts, by id. */
export async function readFunnelPersons(
  db: Db | Tx,
  orgId: string,
  query: FunnelPersonsQuery,
  zoneOffsetMinutes: number,
): Promise<{ items: FunnelPerson[]; next: PersonId | null; total: number }> {
  const base = foundation(orgId, query.year, zoneOffsetMinutes)
  const by =
    query.way === undefined
      ? sql`left join told_by_any told on told.person_id = due.id`
      : sql`left join told on told.person_id = due.id and told.way = ${query.way}`
  const where = stepCondition(query, zoneOffsetMinutes)
  const counted = await sql<{ total: number }>`${base}
    select count(*)::int as total from due_people due ${by} left join visits on visits.person_id = due.id where ${where}`.execute(
    db,
  )
  const { rows } = await sql<PersonRow>`${base}
    select due.id, due.clinic_id, due.state, greatest(due.came_on, visits.came_on)::text as came_on,
      visits.visit_on::text as visit_on, told.first_at, whole.ways,
      person.data->>'birthDate' as birth_date,
      concat_ws(' ', person.data->>'surname', person.data->>'givenName', person.data->>'patronymic') as name
    from due_people due ${by} join insured_persons person on person.id = due.id
      left join visits on visits.person_id = due.id left join told_by_any whole on whole.person_id = due.id
    where ${where} ${query.after === undefined ? sql`` : sql`and due.id > ${query.after}`}
    order by due.id limit ${query.limit + 1}`.execute(db)
  const page = rows.slice(0, query.limit)
  return {
    items: page.map((row) => ({
      personId: row.id as PersonId,
      name: row.name,
      birthDate: row.birth_date,
      clinicId: row.clinic_id as FunnelPerson['clinicId'],
      state: row.state,
      informedAt: row.first_at === null ? null : row.first_at.toISOString(),
      ways: row.ways ?? [],
      visitOn: row.visit_on,
      cameOn: row.came_on,
    })),
    next: rows.length > query.limit ? ((page.at(-1)?.id ?? null) as PersonId | null) : null,
    total: counted.rows[0]?.total ?? 0,
  }
}

function stepCondition(
  query: Pick<FunnelPersonsQuery, 'step' | 'clinicId' | 'age' | 'way'>,
  zoneOffsetMinutes: number,
): RawBuilder<unknown> {
  const steps: Record<FunnelStep, RawBuilder<unknown>> = {
    due: query.way === undefined ? sql`true` : sql`told.person_id is not null`,
    informed: sql`told.person_id is not null`,
    booked: isBooked(zoneOffsetMinutes),
    came: isCome(zoneOffsetMinutes),
  }
  const all = [steps[query.step]]
  if (query.clinicId !== undefined) all.push(sql`due.clinic_id = ${query.clinicId}`)
  if (query.age !== undefined) all.push(sql`due.age = ${query.age}`)
  return sql.join(all, sql` and `)
}
