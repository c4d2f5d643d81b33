import { atomsOf, type ScriptCondition, severalValues } from './condition.ts'
import { type Assumed, assumptionsOf, type FactDomains, factDomains, outcomeUnder } from './fact-cases.ts'
import { higherLevel, type IdentityLevel } from './identity.ts'
import type { LinkedNode, LinkedScript } from './link.ts'
import { conditionOf, levelOf } from './path.ts'

/** Walks that are looked at before a script is called too branched: far more than a talk of an hour has. */
const STATES_MAX = 200_000

/** One moment of a walk, with everything of the walk so far that can still matter. */
export interface WalkMoment {
  readonly node: LinkedNode
  readonly identity: IdentityLevel
  /** Which of the watched words have been said before this step, one bit each. */
  readonly said: number
}

/**
 * Looks at every walk through a linked script without a jump: every answer, every way in which facts may stand when they are asked.
 * Facts may change while a step is on the screen; those asked one after the other between two steps stand as they were.
 * Walks that have become alike (same step, same answers that are still asked about, same level, same words said) are followed once,
 * so that the verdict is that of trying them all. `says` gives the watched words of a step as bits. The script has no loops.
 *
 * @returns false when there are too many walks to be sure
 */
export function exploreWalks(
  script: LinkedScript,
  says: (node: LinkedNode) => number,
  onMoment: (moment: WalkMoment) => void,
): boolean {
  const watched = watchedAnswers(script)
  const domains = factDomains([...script.nodes.values()].flatMap(conditionsOf), script.quotas)
  const seen = new Set<string>()
  const open: Moment[] = []
  const enter = (id: string, from: Omit<Moment, 'id'>): void => {
    const asked = watched.after(id)
    const kept = [...from.answers].filter(([answered]) => asked.has(answered))
    const answers = new Map(kept.map(([answered, value]) => [answered, watched.like(answered, value)]))
    const key = JSON.stringify([id, from.identity, from.said, [...answers].sort(), [...from.assumed].sort()])
    if (seen.has(key)) return
    seen.add(key)
    open.push({ ...from, id, answers })
  }
  enter(script.start, { identity: script.begins, said: 0, answers: new Map(), assumed: NOTHING })
  for (let moment = open.pop(); moment !== undefined; moment = open.pop()) {
    if (seen.size > STATES_MAX) return false
    const node = script.nodes.get(moment.id)
    if (node === undefined) continue
    const ways = waysOn(script, domains, node, moment, watched.wanted)
    if (ways === null) return false
    if (ways.isSeen) onMoment({ node, identity: moment.identity, said: moment.said })
    for (const way of ways.list) {
      const answers =
        way.value === undefined ? moment.answers : new Map([...moment.answers, [way.about ?? node.id, way.value]])
      const identity = higherLevel(moment.identity, way.identity)
      const said = way.isPassedOver ? moment.said : moment.said | says(node)
      enter(way.next, { identity, said, answers, assumed: way.assumed ?? NOTHING })
    }
  }
  return true
}

const NOTHING: Assumed = new Map()

interface Moment {
  readonly id: string
  readonly identity: IdentityLevel
  readonly said: number
  readonly answers: ReadonlyMap<string, string>
  /** How the facts stand that were asked since the last step on the screen. */
  readonly assumed: Assumed
}

interface Way {
  readonly next: string
  /** Answer to be remembered, and the step it belongs to when that is another one. */
  readonly value?: string
  readonly about?: string
  readonly identity?: IdentityLevel | undefined
  readonly isPassedOver?: boolean
  readonly assumed?: Assumed
}

interface Ways {
  readonly list: readonly Way[]
  /** False when every walk that comes here passes the step over. */
  readonly isSeen: boolean
}

/** Every way on from a step; null when its condition has too many cases. */
function waysOn(
  script: LinkedScript,
  domains: FactDomains,
  node: LinkedNode,
  moment: Moment,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): Ways | null {
  const to = (target: string | undefined, rest: Omit<Way, 'next'> = {}): Way => ({ next: target ?? '', ...rest })
  const { assumed } = moment
  const casesOf = (condition: ScriptCondition): { readonly assumed: Assumed; readonly outcome: boolean }[] | null =>
    assumptionsOf(condition, script.quotas, domains, assumed)?.map((facts) => ({
      assumed: facts,
      outcome: outcomeUnder(condition, script.quotas, facts, moment),
    })) ?? null
  if (node.kind === 'check') {
    const cases = casesOf(conditionOf(node))
    if (cases === null) return null
    const list = cases.map((it) => to(it.outcome ? node.whenTrue : node.whenFalse, { assumed: it.assumed }))
    return { list, isSeen: true }
  }
  if (node.kind === 'script') return { list: [to(node.next, { assumed })], isSeen: true }
  if (node.kind === 'end') {
    if (node.returnsTo === undefined || node.callSite === undefined) return { list: [], isSeen: true }
    return { list: [to(node.returnsTo, { value: node.result ?? '', about: node.callSite, assumed })], isSeen: true }
  }
  const skips = node.skipIf === undefined ? [] : casesOf(node.skipIf)
  if (skips === null) return null
  const list = skips.filter((it) => it.outcome).map((it) => to(node.next, { isPassedOver: true, assumed: it.assumed }))
  const isSeen = skips.length === 0 || skips.some((it) => !it.outcome)
  return { list: isSeen ? [...list, ...answersOf(node, wanted.get(node.id), to)] : list, isSeen }
}

function answersOf(
  node: LinkedNode,
  wanted: ReadonlySet<string> | undefined,
  to: (target: string | undefined, rest?: Omit<Way, 'next'>) => Way,
): readonly Way[] {
  switch (node.kind) {
    case 'choice':
      return (node.options ?? []).map((option) =>
        to(option.next ?? node.next, { value: option.value, identity: option.identity }),
      )
    case 'several':
      return severalCases(node, wanted ?? new Set()).map((value) => to(node.next, { value }))
    case 'form':
      return ['done', 'skipped'].map((value) => to(node.next, { value, identity: levelOf(node, value) }))
    default:
      return [to(node.next)]
  }
}

/** Answers to a step with several of them, one for each set of the values that somebody asks about later. */
function severalCases(node: LinkedNode, wanted: ReadonlySet<string>): string[] {
  const options = node.options ?? []
  const together = options.filter((option) => option.alone !== true).map((option) => option.value)
  const asked = together.filter((value) => wanted.has(value))
  const other = together.find((value) => !wanted.has(value))
  const sets = subsets(asked).map((set) => (set.length > 0 ? set : other === undefined ? [] : [other]))
  const given = sets.filter((set) => set.length > 0 || node.required !== true).map((set) => set.join(','))
  return [...new Set([...given, ...options.filter((option) => option.alone === true).map((option) => option.value)])]
}

function subsets(values: readonly string[]): string[][] {
  const [value, ...others] = values
  if (value === undefined) return [[]]
  return subsets(others).flatMap((set) => [set, [value, ...set]])
}

interface WatchedAnswers {
  /** By step the values that some condition names. */
  readonly wanted: ReadonlyMap<string, ReadonlySet<string>>
  /** The steps whose answers are still asked about at a step or after it. */
  readonly after: (id: string) => ReadonlySet<string>
  /** One answer for all that no condition can tell apart. */
  readonly like: (id: string, value: string) => string
}

/** Which answers conditions ask about. */
function watchedAnswers(script: LinkedScript): WatchedAnswers {
  const wanted = new Map<string, Set<string>>()
  const sets = new Map<string, (readonly string[])[]>()
  const asksOf = (node: LinkedNode): string[] => {
    const atoms = conditionsOf(node).flatMap((condition) => atomsOf(condition, script.quotas))
    for (const atom of atoms) {
      if (!('answer' in atom)) continue
      const values = wanted.get(atom.answer) ?? new Set<string>()
      for (const value of atom.anyOf) values.add(value)
      wanted.set(atom.answer, values)
      sets.set(atom.answer, [...(sets.get(atom.answer) ?? []), atom.anyOf])
    }
    return atoms.flatMap((atom) => ('answer' in atom ? [atom.answer] : []))
  }
  const own = new Map([...script.nodes].map(([id, node]) => [id, asksOf(node)]))
  const known = new Map<string, ReadonlySet<string>>()
  const after = (id: string): ReadonlySet<string> => {
    const found = known.get(id)
    if (found !== undefined) return found
    const node = script.nodes.get(id)
    const targets = node === undefined ? [] : linkedTargetsOf(node)
    const asked = new Set([...(own.get(id) ?? []), ...targets.flatMap((target) => [...after(target)])])
    known.set(id, asked)
    return asked
  }
  const likes = new Map<string, string>()
  const like = (id: string, value: string): string => {
    const given = severalValues(value)
    const told = (sets.get(id) ?? []).map((set) => given.some((one) => set.includes(one)))
    const key = JSON.stringify([id, told])
    const first = likes.get(key) ?? value
    likes.set(key, first)
    return first
  }
  return { wanted, after, like }
}

function linkedTargetsOf(node: LinkedNode): string[] {
  const options = (node.options ?? []).map((option) => option.next)
  return [node.next, node.whenTrue, node.whenFalse, node.returnsTo, ...options].filter((id) => id !== undefined)
}

/** Every condition that a step asks. */
export function conditionsOf(node: LinkedNode): ScriptCondition[] {
  return [...(node.kind === 'check' ? [conditionOf(node)] : []), ...(node.skipIf ? [node.skipIf] : [])]
}
