import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'

/** What of a step the report needs. */
interface KnownStep {
  readonly script_id: string
  readonly node_id: string
  readonly place: number
  readonly title: string | null
  readonly inner: string | null
  readonly asks: boolean
  readonly result: string | null
}

/** The steps of scripts by the ids that runs give them; a step inside another script is called `step of the call/step`. */
export interface ScriptSteps {
  titleOf(nodeId: string): string | null
  /** The words of an end with this result. */
  titleOfResult(result: string): string | null
  /** Whether a survey asks there. */
  isAsked(nodeId: string): boolean
  /** Order in which the script is written; steps that it has no more come last. */
  compare(one: string, other: string): number
}

/** Steps of the newest version of every script, and of this one in the version asked for. */
export async function readScriptSteps(
  tx: Tx,
  orgId: string,
  scriptId: string,
  version: number | undefined,
): Promise<ScriptSteps> {
  const { rows } = await sql<KnownStep>`
    with chosen as (
      select distinct on (data->>'id') data->>'id' as script_id, data->'nodes' as nodes
      from call_scripts where org_id = ${orgId} and data is not null
      order by data->>'id', (data->>'id' = ${scriptId} and (data->>'version')::int = ${version ?? 0}) desc,
        (data->>'version')::int desc)
    select script_id, node->>'id' as node_id, place::int as place, node->>'title' as title, node->>'script' as inner,
      node->'survey' is not null as asks, case node->>'kind' when 'end' then node->>'result' end as result
    from chosen, jsonb_array_elements(nodes) with ordinality as listed (node, place)`.execute(tx)
  const byId = new Map(rows.map((row) => [`${row.script_id} ${row.node_id}`, row]))
  const own = rows.filter((row) => row.script_id === scriptId)

  /** The step and those that lead into its script, outermost first. */
  function chainOf(nodeId: string): readonly (KnownStep | undefined)[] {
    let script: string | null = scriptId
    return nodeId.split('/').map((part) => {
      const step: KnownStep | undefined = byId.get(`${script} ${part}`)
      script = step?.inner ?? null
      return step
    })
  }
  const lastOf = (nodeId: string): KnownStep | undefined => chainOf(nodeId).at(-1)

  return {
    titleOf: (nodeId) => lastOf(nodeId)?.title ?? null,
    titleOfResult: (result) => own.find((row) => row.result === result)?.title ?? null,
    isAsked: (nodeId) => lastOf(nodeId)?.asks ?? false,
    compare(one, other) {
      const [left, right] = [chainOf(one), chainOf(other)]
      for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
        const difference = (left[at]?.place ?? Infinity) - (right[at]?.place ?? Infinity)
        if (Number.isFinite(difference) && difference !== 0) return difference
        if (left[at] !== right[at]) return left[at] === undefined ? 1 : -1
      }
      return one < other ? -1 : 1
    },
  }
}
