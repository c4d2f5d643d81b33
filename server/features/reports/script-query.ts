import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { periodInstants } from '#server/db/keyset.ts'
import type {
  MeasuredStep,
  ScriptMeasuresAnswer,
  ScriptMeasuresQuery,
  StepTimes,
} from '#shared/features/reports/script-measures.ts'
import { readScriptSteps, type ScriptSteps } from './script-steps.ts'

/** Where the runs are looked for. */
export interface ScriptReport {
  readonly orgId: string
  readonly zoneOffsetMinutes: number
  /** Groups of fewer are not told where a survey asks. */
  readonly minGroup: number
}

type Filters = Pick<ScriptMeasuresQuery, 'from' | 'to' | 'version' | 'userId' | 'line'>

/** Runs by the filters, of one script or, with null, of all. Never of another organisation: the team of a supervisor is theirs. */
function chosenRuns(report: ScriptReport, filters: Filters, scriptId: string | null): RawBuilder<unknown> {
  const period = periodInstants(filters.from, filters.to, report.zoneOffsetMinutes)
  const all = [
    sql`run.org_id = ${report.orgId} and run.data is not null`,
    sql`run.data->>'startedAt' >= ${period.from} and run.data->>'startedAt' < ${period.until}`,
  ]
  if (scriptId !== null) all.push(sql`run.script_id = ${scriptId}`)
  if (filters.version !== undefined) all.push(sql`(run.data->>'scriptVersion')::int = ${filters.version}`)
  if (filters.userId !== undefined) all.push(sql`run.user_id = ${filters.userId}`)
  if (filters.line !== undefined)
    all.push(sql`exists (select 1 from users talker where talker.id = run.user_id and talker.role = ${filters.line})`)
  return sql`select run.id, run.org_id, run.script_id, run.user_id, run.person_id, run.call_id, run.result, run.data
    from script_runs run where ${sql.join(all, sql` and `)}`
}

/**
 * `runs` by the filters · `stays`: one row for each run and step, with the time that the run was at it, null where one of its stays has no known
 * end · `path`: the stays that the path of the run passes, with the step after · `opened`: what was opened, and where. The report and the
 * lists behind its numbers stand on the same four.
 */
export function runFoundation(report: ScriptReport, filters: Filters, scriptId: string): RawBuilder<unknown> {
  return sql`
    with runs as (${chosenRuns(report, filters, scriptId)}),
    stays as (
      select runs.id as run_id, visit->>'nodeId' as node_id, max(visit->>'step') as step, max((visit->>'place')::int) as place,
        case when bool_and(visit->>'leftMs' is not null)
          then sum((visit->>'leftMs')::bigint - (visit->>'enteredMs')::bigint) end as ms
      from runs cross join lateral jsonb_array_elements(runs.data->'visits') visit
      group by runs.id, visit->>'nodeId'
    ), path as (
      select *, lead(node_id) over (partition by run_id order by place) as next_id from stays where place is not null
    ), opened as (
      select distinct runs.id as run_id, answer->>'nodeId' as id, answer->>'label' as words, answer->>'during' as node_id
      from runs cross join lateral jsonb_array_elements(runs.data->'answers') answer
      where answer->>'value' = 'opened' and (answer->>'nodeId' like 'objection/%' or answer->>'nodeId' like 'question/%')
    )`
}

/** A talk that broke off at the last step of its path. */
export const IS_LEFT = sql`runs.result = 'cutOff' and path.next_id is null`

/** How talks go by a script: time, ways, exits and objections by step (REQUIREMENTS S8). */
export async function readScriptMeasures(
  tx: Tx,
  report: ScriptReport,
  query: ScriptMeasuresQuery,
): Promise<ScriptMeasuresAnswer> {
  const scripts = await readScripts(tx, report, query)
  const scriptId = query.scriptId ?? scripts[0]?.scriptId ?? null
  const { minGroup } = report
  if (scriptId === null) return { scripts, scriptId, runs: 0, traced: 0, times: null, results: [], steps: [], minGroup }
  const known = await readScriptSteps(tx, report.orgId, scriptId, query.version)
  const base = runFoundation(report, query, scriptId)
  const { rows: results } = await sql<{ result: string; runs: number; traced: number }>`
    ${base} select result, count(*)::int as runs, (count(*) filter (where runs.data->'visits' is not null))::int as traced
    from runs group by result order by runs desc, result`.execute(tx)
  const { rows: lengths } = await sql<TimesRow>`
    ${base} select ${TIMES} from (
      select extract(epoch from (data->>'endedAt')::timestamptz - (data->>'startedAt')::timestamptz) * 1000 as ms
      from runs) lasted`.execute(tx)
  const sum = (of: 'runs' | 'traced'): number => results.reduce((total, row) => total + row[of], 0)
  return {
    scripts,
    scriptId,
    runs: sum('runs'),
    traced: sum('traced'),
    times: timesOf(lengths[0]),
    results: results.map(({ result, runs }) => ({ result, runs, title: known.titleOfResult(result) ?? '' })),
    steps: await readSteps(tx, base, known, minGroup),
    minGroup,
  }
}

interface TimesRow {
  readonly median: number | null
  readonly p90: number | null
}

const TIMES = sql`percentile_cont(0.5) within group (order by ms)::float8 as median,
  percentile_cont(0.9) within group (order by ms)::float8 as p90`

function timesOf(row: TimesRow | undefined): StepTimes | null {
  if (row?.median == null || row.p90 === null) return null
  return { median: Math.round(row.median), p90: Math.round(row.p90) }
}

async function readScripts(tx: Tx, report: ScriptReport, query: Filters): Promise<ScriptMeasuresAnswer['scripts']> {
  const { version: _, ...filters } = query
  const { rows } = await sql<{ script_id: string; version: number; runs: number; title: string | null }>`
    select runs.script_id, (runs.data->>'scriptVersion')::int as version, count(*)::int as runs,
      (select script.data->>'title' from call_scripts script where script.org_id = ${report.orgId}
        and script.data->>'id' = runs.script_id order by (script.data->>'version')::int desc limit 1) as title
    from (${chosenRuns(report, filters, null)}) runs
    group by runs.script_id, (runs.data->>'scriptVersion')::int order by version desc`.execute(tx)
  const ids = [...new Set(rows.map((row) => row.script_id))]
  return ids
    .map((scriptId) => {
      const versions = rows.filter((row) => row.script_id === scriptId)
      return {
        scriptId,
        title: versions[0]?.title ?? scriptId,
        runs: versions.reduce((sum, { runs }) => sum + runs, 0),
        versions: versions.map(({ version, runs }) => ({ version, runs })),
      }
    })
    .toSorted((a, b) => b.runs - a.runs || a.scriptId.localeCompare(b.scriptId))
}

async function readSteps(
  tx: Tx,
  base: RawBuilder<unknown>,
  known: ScriptSteps,
  minGroup: number,
): Promise<MeasuredStep[]> {
  const { rows: steps } = await sql<TimesRow & { node_id: string; step: string | null; runs: number }>`
    ${base} select node_id, max(step) as step, (count(*) filter (where place is not null))::int as runs, ${TIMES}
    from stays group by node_id`.execute(tx)
  const { rows: ways } = await sql<{ node_id: string; next_id: string; runs: number }>`
    ${base} select node_id, next_id, count(*)::int as runs from path where next_id is not null
    group by node_id, next_id order by runs desc, next_id`.execute(tx)
  const { rows: left } = await sql<{ node_id: string; outcome: string | null; runs: number }>`
    ${base} select path.node_id, call.outcome, count(*)::int as runs
    from path join runs on runs.id = path.run_id left join calls call on call.id = runs.call_id and call.org_id = runs.org_id
    where ${IS_LEFT} group by path.node_id, call.outcome order by runs desc, call.outcome`.execute(tx)
  // The row without an id counts the runs that opened anything at the step.
  const { rows: opened } = await sql<{ node_id: string; id: string | null; words: string; runs: number }>`
    ${base} select node_id, id, max(words) as words, count(distinct run_id)::int as runs
    from opened where node_id is not null group by grouping sets ((node_id, id), (node_id)) order by runs desc, id`.execute(
    tx,
  )
  const at = <Row extends { readonly node_id: string }>(rows: readonly Row[], id: string): Row[] =>
    rows.filter((row) => row.node_id === id)
  return steps
    .map((row): MeasuredStep => {
      const isHidden = known.isAsked(row.node_id) && row.runs < minGroup
      return {
        nodeId: row.node_id,
        title: row.step || known.titleOf(row.node_id) || row.node_id,
        runs: row.runs,
        times: timesOf(row),
        left: at(left, row.node_id).map(({ outcome, runs }) => ({ outcome, runs })),
        opened: at(opened, row.node_id).flatMap(({ id, words, runs }) => (id === null ? [] : [{ id, words, runs }])),
        openedRuns: at(opened, row.node_id).find(({ id }) => id === null)?.runs ?? 0,
        ways: isHidden ? null : at(ways, row.node_id).map(({ next_id: nodeId, runs }) => ({ nodeId, runs })),
      }
    })
    .toSorted((one, other) => known.compare(one.nodeId, other.nodeId))
}
