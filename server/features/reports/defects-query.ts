import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type {
  DefectAct,
  DefectActsQuery,
  DefectCounts,
  DefectsAnswer,
  DefectsBy,
  DefectsQuery,
} from '#shared/features/reports/defects.ts'
import { comparedDays, type Days } from '#shared/kernel/compared-period.ts'

/** Everything that report and list tell acts apart by: a number opens exactly the acts it counts. */
const ACT = sql`act.id, act.case_id, act.kind, act.clinic_id, act.act_on, act.data,
  btrim(act.data->>'department') as department, btrim(act.data->>'doctor') as doctor,
  jsonb_array_length(act.data->'defects') > 0 as defective,
  btrim(coalesce(act.data->'steps'->>'measures', '')) <> '' as measured`

interface GroupRow {
  readonly by: DefectsBy
  readonly key: string
  readonly is_now: boolean
  readonly acts: number
  readonly defective: number
  readonly measured: number
  readonly non_payment: number | null
  readonly fine: number | null
}

function isJustified(orgId: string): RawBuilder<unknown> {
  return sql`exists (select 1 from appeals appeal
    where appeal.id = act.case_id and appeal.org_id = ${orgId} and appeal.data->>'justified' = 'true')`
}

/** Acts of a period and of the one it is compared with. */
export async function readDefects(db: Db | Tx, orgId: string, query: DefectsQuery): Promise<DefectsAnswer> {
  const period: Days = { from: query.from, to: query.to }
  const before = comparedDays(period, query.against)
  const clinic = query.clinicId === undefined ? sql`` : sql`and act.clinic_id = ${query.clinicId}`
  const justified = query.justified === undefined ? sql`` : sql`and ${isJustified(orgId)}`
  const within = (days: Days) => sql`act.act_on between ${days.from}::date and ${days.to}::date`
  // Departments and doctors of different clinics are not the same though they are called alike.
  const parts = query.clinicId === undefined ? sql`where level not in (13, 14)` : sql``
  const { rows } = await sql<GroupRow>`
    with acts as (
      select ${ACT}, ${within(period)} as is_now from expertises act
      where act.org_id = ${orgId} and act.data is not null and (${within(period)} or ${within(before)}) ${clinic} ${justified}
    ), sums as (
      select is_now, kind, clinic_id, department, doctor, grouping(kind, clinic_id, department, doctor) as level,
        count(*)::int as acts, (count(*) filter (where defective))::int as defective,
        (count(*) filter (where defective and measured))::int as measured,
        sum((data->>'nonPayment')::bigint)::float8 as non_payment, sum((data->>'fine')::bigint)::float8 as fine
      from acts group by grouping sets ((is_now), (is_now, kind), (is_now, clinic_id), (is_now, department), (is_now, doctor))
    )
    select case level when 15 then 'all' when 7 then 'kind' when 11 then 'clinic' when 13 then 'department' else 'doctor' end as by,
      coalesce(case level when 7 then kind when 11 then clinic_id when 13 then department when 14 then doctor end, '') as key,
      is_now, acts, defective, measured, non_payment, fine
    from sums ${parts}
    union all
    select 'code', defect->>'code', is_now, count(*)::int, count(*)::int, (count(*) filter (where measured))::int, null, null
    from acts, jsonb_array_elements(acts.data->'defects') defect group by defect->>'code', is_now
    order by 1, 2`.execute(db)
  return { period, before, rows: paired(rows) }
}

/** The two periods of each group in one row. */
function paired(rows: readonly GroupRow[]): DefectsAnswer['rows'] {
  const pairs = new Map<string, { by: DefectsBy; key: string; now: DefectCounts; before: DefectCounts }>()
  for (const { by, key, is_now, acts, defective, measured, non_payment: nonPayment, fine } of rows) {
    const name = `${by} ${key}`
    const nought = by === 'code' ? null : 0
    const none: DefectCounts = { acts: 0, defective: 0, measured: 0, nonPayment: nought, fine: nought }
    const pair = pairs.get(name) ?? { by, key, now: none, before: none }
    pairs.set(name, { ...pair, [is_now ? 'now' : 'before']: { acts, defective, measured, nonPayment, fine } })
  }
  return [...pairs.values()]
}

interface ActRow {
  readonly id: string
  readonly case_id: string
  readonly appeal_number: string | null
  readonly decision: DefectAct['decision']
  readonly kind: DefectAct['kind']
  readonly act_on: string
  readonly clinic_id: string
  readonly department: string
  readonly doctor: string
  readonly data: {
    readonly act: { readonly number: string }
    readonly defects: readonly { readonly code: string }[]
    readonly nonPayment: number
    readonly fine: number
    readonly steps: { readonly measures?: string }
  }
}

/** The acts that a number of the report counts, newest first. */
export async function readDefectActs(
  db: Db | Tx,
  orgId: string,
  query: DefectActsQuery,
): Promise<{ items: DefectAct[]; next: string | null; total: number }> {
  const where = actConditions(orgId, query)
  const acts = sql`(select ${ACT} from expertises act
    where act.org_id = ${orgId} and act.data is not null and act.act_on between ${query.from}::date and ${query.to}::date) act`
  const counted = await sql<{ total: number }>`select count(*)::int as total from ${acts} where ${where}`.execute(db)
  const [lastOn, lastId] = query.after?.split(' ') ?? []
  const onwards =
    lastOn === undefined || lastId === undefined ? sql`` : sql`and (act.act_on, act.id) < (${lastOn}::date, ${lastId})`
  const { rows } = await sql<ActRow>`
    select act.id, act.case_id, act.kind, act.act_on::text as act_on, act.clinic_id, act.department, act.doctor, act.data,
      appeal.number as appeal_number,
      case appeal.data->>'justified' when 'true' then 'yes' when 'false' then 'no' else 'undecided' end as decision
    from ${acts} left join appeals appeal on appeal.id = act.case_id and appeal.org_id = ${orgId}
    where ${where} ${onwards}
    order by act.act_on desc, act.id desc limit ${query.limit + 1}`.execute(db)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    items: page.map(actOf),
    next: rows.length > query.limit && last !== undefined ? `${last.act_on} ${last.id}` : null,
    total: counted.rows[0]?.total ?? 0,
  }
}

function actOf(row: ActRow): DefectAct {
  return {
    id: row.id as DefectAct['id'],
    caseId: row.case_id as DefectAct['caseId'],
    appealNumber: row.appeal_number ?? '',
    decision: row.decision,
    kind: row.kind,
    number: row.data.act.number,
    on: row.act_on,
    clinicId: row.clinic_id as DefectAct['clinicId'],
    department: row.department,
    doctor: row.doctor,
    codes: row.data.defects.map(({ code }) => code),
    nonPayment: row.data.nonPayment,
    fine: row.data.fine,
    measures: row.data.steps.measures ?? '',
  }
}

function actConditions(orgId: string, query: DefectActsQuery): RawBuilder<unknown> {
  const all = [sql`true`]
  if (query.clinicId !== undefined) all.push(sql`act.clinic_id = ${query.clinicId}`)
  if (query.kind !== undefined) all.push(sql`act.kind = ${query.kind}`)
  if (query.department !== undefined) all.push(sql`act.department = ${query.department}`)
  if (query.doctor !== undefined) all.push(sql`act.doctor = ${query.doctor}`)
  if (query.defective !== undefined) all.push(sql`act.defective`)
  if (query.justified !== undefined) all.push(isJustified(orgId))
  if (query.measured !== undefined) all.push(sql`act.defective and act.measured`)
  if (query.code !== undefined)
    all.push(
      sql`exists (select 1 from jsonb_array_elements(act.data->'defects') defect where defect->>'code' = ${query.code})`,
    )
  return sql.join(all, sql` and `)
}
