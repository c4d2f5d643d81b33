import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { formatKeyset, parseKeyset } from '#server/db/keyset.ts'
import type { MeasuredRun, MeasuredRunsAnswer, MeasuredRunsQuery } from '#shared/features/reports/script-measures.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'
import { IS_LEFT, runFoundation, type ScriptReport } from './script-query.ts'
import { readScriptSteps, type ScriptSteps } from './script-steps.ts'

/** What else than the course of the talk the one who asks may see. */
export interface RunReach {
  readonly people: boolean
  readonly calls: boolean
}

/** What of a run the list needs; the record itself is another slice's. */
interface RunData {
  readonly startedAt: string
  readonly endedAt: string
  readonly scriptVersion: number
  readonly result: string
  readonly callId: string | null
  readonly personId: string | null
  readonly answers: readonly { readonly nodeId: string; readonly value: string; readonly label: string }[]
  readonly visits?: readonly {
    readonly nodeId: string
    readonly step: string
    readonly place: number | null
    readonly enteredMs: number
    readonly leftMs: number | null
  }[]
}

interface RunRow {
  readonly id: string
  readonly data: RunData
  readonly by: string | null
  readonly name: string
}

/** The runs that a number of the report counts, the newest first. Never their answers: those are looked at with the call. */
export async function readMeasuredRuns(
  tx: Tx,
  report: ScriptReport,
  query: MeasuredRunsQuery,
  reach: RunReach,
): Promise<MeasuredRunsAnswer> {
  const known = await readScriptSteps(tx, report.orgId, query.scriptId, query.version)
  const base = runFoundation(report, query, query.scriptId)
  if (await isTooSmall(tx, base, report, query, known)) return { total: 0, next: null, isHidden: true, items: [] }
  const where = conditions(query)
  const counted = await sql<{ total: number }>`
    ${base} select count(*)::int as total from runs where ${where}`.execute(tx)
  const after = parseKeyset(query.after)
  const { rows } = await sql<RunRow>`
    ${base} select runs.id, runs.data, talker.name as by,
      concat_ws(' ', person.data->>'surname', person.data->>'givenName', person.data->>'patronymic') as name
    from runs left join users talker on talker.id = runs.user_id
      left join insured_persons person on person.id = runs.person_id and person.org_id = ${report.orgId}
    where ${where} ${after === null ? sql`` : sql`and (runs.data->>'startedAt', runs.id) < (${after.at}, ${after.id})`}
    order by runs.data->>'startedAt' desc, runs.id desc limit ${query.limit + 1}`.execute(tx)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    total: counted.rows[0]?.total ?? 0,
    next: rows.length > query.limit && last ? formatKeyset({ at: last.data.startedAt, id: last.id }) : null,
    isHidden: false,
    items: page.map((row) => runOf(row, known, reach)),
  }
}

/** Where a survey asks, which way few people went is what they answered. */
async function isTooSmall(
  tx: Tx,
  base: RawBuilder<unknown>,
  { minGroup }: ScriptReport,
  { step, way }: MeasuredRunsQuery,
  known: ScriptSteps,
): Promise<boolean> {
  if (step === undefined || way === undefined || !known.isAsked(step)) return false
  const { rows } = await sql<{ people: number }>`
    ${base} select count(*)::int as people from path where node_id = ${step}`.execute(tx)
  return (rows[0]?.people ?? 0) < minGroup
}

function conditions({ step, way, left, outcome, opened, result }: MeasuredRunsQuery): RawBuilder<unknown> {
  const all = [sql`true`]
  const onPath: RawBuilder<unknown>[] = []
  if (result !== undefined) all.push(sql`runs.result = ${result}`)
  if (opened !== undefined)
    all.push(sql`exists (select 1 from opened where opened.run_id = runs.id
      ${opened === 'any' ? sql`` : sql`and opened.id = ${opened}`}
      ${step === undefined ? sql`` : sql`and opened.node_id = ${step}`})`)
  else if (step !== undefined) onPath.push(sql`path.node_id = ${step}`)
  if (way !== undefined) onPath.push(sql`path.next_id = ${way}`)
  if (left !== undefined) onPath.push(IS_LEFT)
  if (onPath.length > 0)
    all.push(sql`exists (select 1 from path where path.run_id = runs.id and ${sql.join(onPath, sql` and `)})`)
  if (outcome !== undefined) {
    const called = sql`(select call.outcome from calls call where call.id = runs.call_id and call.org_id = runs.org_id)`
    all.push(outcome === 'none' ? sql`${called} is null` : sql`${called} = ${outcome}`)
  }
  return sql.join(all, sql` and `)
}

function runOf({ id, data, by, name }: RunRow, known: ScriptSteps, reach: RunReach): MeasuredRun {
  return {
    runId: id,
    startedAt: data.startedAt,
    lastedMs: Math.max(0, Date.parse(data.endedAt) - Date.parse(data.startedAt)),
    version: data.scriptVersion,
    result: data.result,
    by: by ?? '',
    callId: reach.calls ? (data.callId as CallId | null) : null,
    personId: reach.people ? (data.personId as PersonId | null) : null,
    name: reach.people ? name : '',
    visits: (data.visits ?? []).map((visit) => ({
      title: visit.step || known.titleOf(visit.nodeId) || visit.nodeId,
      ms: visit.leftMs === null ? null : visit.leftMs - visit.enteredMs,
      isOnPath: visit.place !== null,
    })),
    opened: data.answers
      .filter(({ nodeId, value }) => value === 'opened' && /^(objection|question)\//.test(nodeId))
      .map(({ label }) => label),
  }
}
