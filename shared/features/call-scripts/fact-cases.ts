import {
  atomsOf,
  type ConditionSite,
  holds,
  type ScriptCondition,
  type ScriptFacts,
  type ScriptQuota,
} from './condition.ts'

/** Ways in which the facts of one condition may stand, at most. */
const CASES_MAX = 4_096

type FactValue = boolean | number | string | null
/** How facts stand, by their key; null = not known. */
export type Assumed = ReadonlyMap<string, FactValue>
/** Every value that a script can tell apart from another, by fact. */
export type FactDomains = ReadonlyMap<string, readonly FactValue[]>

/** The key of what an atom asks the context about, or null when it asks the walk itself. */
function keyOf(atom: ScriptCondition): string | null {
  if ('fact' in atom) return `fact ${atom.fact}`
  if ('quantity' in atom) return `quantity ${atom.quantity}`
  if ('quota' in atom) return `quota ${atom.quota}`
  return 'sex' in atom ? 'sex' : null
}

/** What the conditions of a script can tell apart: of a number the values at and beside every bound. */
export function factDomains(
  conditions: readonly ScriptCondition[],
  quotas: ReadonlyMap<string, ScriptQuota>,
): FactDomains {
  const domains = new Map<string, Set<FactValue>>()
  for (const atom of conditions.flatMap((condition) => atomsOf(condition, quotas))) {
    const key = keyOf(atom)
    if (key === null) continue
    const values = domains.get(key) ?? new Set<FactValue>()
    domains.set(key, values)
    if ('quantity' in atom) {
      values.add(null)
      for (const bound of [atom.from, atom.to])
        for (const by of bound === undefined ? [] : [-1, 0, 1]) values.add((bound ?? 0) + by)
    } else if ('sex' in atom) for (const sex of [null, 'male', 'female']) values.add(sex)
    else for (const is of [false, true]) values.add(is)
  }
  return new Map([...domains].map(([key, values]) => [key, [...values]]))
}

/** Every way in which the facts of a condition can stand, those assumed already left as they are; null when there are too many. */
export function assumptionsOf(
  condition: ScriptCondition,
  quotas: ReadonlyMap<string, ScriptQuota>,
  domains: FactDomains,
  assumed: Assumed,
): readonly Assumed[] | null {
  let cases: Assumed[] = [assumed]
  for (const key of new Set(atomsOf(condition, quotas).map(keyOf))) {
    if (key === null || assumed.has(key)) continue
    const values = domains.get(key) ?? []
    if (cases.length * values.length > CASES_MAX) return null
    cases = cases.flatMap((known) => values.map((value) => new Map([...known, [key, value]])))
  }
  return cases
}

export function outcomeUnder(
  condition: ScriptCondition,
  quotas: ReadonlyMap<string, ScriptQuota>,
  assumed: Assumed,
  walk: Pick<ConditionSite, 'answers' | 'identity'>,
): boolean {
  return holds(condition, { facts: factsOf(assumed, quotas), quotas, answers: walk.answers, identity: walk.identity })
}

function factsOf(assumed: Assumed, quotas: ReadonlyMap<string, ScriptQuota>): ScriptFacts {
  const facts: Record<string, unknown> = {}
  const quantities: Record<string, number> = {}
  const quotaCounts: Record<string, number> = {}
  for (const [key, value] of assumed) {
    const [kind, name] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
    if (kind === 'quantity' && typeof value === 'number') quantities[name] = value
    else if (kind === 'quota' && value === true) quotaCounts[name] = quotas.get(name)?.limit ?? 0
    else if (kind === 'fact') facts[name] = value
    else if (key === 'sex' && value !== null) facts['sex'] = value
  }
  return { ...facts, quantities, quotaCounts }
}
