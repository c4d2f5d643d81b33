import { describe, expect, it } from 'vitest'
import { atomsOf } from './condition.ts'
import { conditionsOf } from './explore.ts'
import { type IdentityLevel, isAtLeast } from './identity.ts'
import { linkScript } from './link.ts'
import { lintScript, type RequiredPhrase } from './lint.ts'
import { levelNeeded } from './lint-walks.ts'
import type { CallScript } from './script.ts'
import { canGetLost, tryEveryWalk } from './testing/brute-force.ts'
import { randomScript } from './testing/random-script.ts'

const SCRIPTS = 10_000
const PHRASES: readonly RequiredPhrase[] = [
  { purpose: 'inboundConsultation', phrase: 'alpha', on: 'everyPath' },
  { purpose: 'inboundConsultation', phrase: 'beta', on: 'somewhere' },
]

/** What somebody finds who tries every walk and knows nothing of how the lint works. */
function foundByTrying(script: CallScript): string[] {
  if (canGetLost(script)) return ['lost']
  const linked = linkScript(script, [])
  if (!linked.ok) throw new Error(linked.error.code)
  const { nodes, quotas } = linked.value
  const strange = [...nodes.values()].some((node) =>
    conditionsOf(node)
      .flatMap((condition) => atomsOf(condition, quotas))
      .some((atom) => 'answer' in atom && atom.anyOf.includes('never')),
  )
  if (strange) return ['unknownEarlier']
  const found = new Set<string>()
  const { ends, shown } = tryEveryWalk(linked.value, (node, level) => {
    if (!isAtLeast(level as IdentityLevel, levelNeeded(node, linked.value))) found.add(`secretTooEarly ${node.id}`)
  })
  for (const node of nodes.values())
    if (node.kind !== 'check' && !shown.has(node.id)) found.add(`unreachable ${node.id}`)
  if (ends.some(({ said }) => !said.includes('alpha'))) found.add('phraseMissing alpha')
  const isBetaSaid = [...nodes.values()].some((node) => shown.has(node.id) && node.text?.includes('beta'))
  if (!isBetaSaid) found.add('phraseMissing beta')
  return [...found].sort()
}

function foundByLint(script: CallScript): string[] {
  const faults = lintScript(script, [], { phrases: PHRASES })
  const isCheck = (id: string | null): boolean => script.nodes.find((node) => node.id === id)?.kind === 'check'
  const lost = ['missingNext', 'unknownTarget', 'cycle', 'noEnd', 'noStart']
  if (faults.some((fault) => lost.includes(fault.code))) return ['lost']
  if (faults.some((fault) => fault.code === 'unreachable') && canGetLost(script)) return ['lost']
  if (faults.some((fault) => fault.code === 'unknownEarlier')) return ['unknownEarlier']
  // A check is never on the screen, so that trying cannot tell whether it was come to.
  const told = faults
    .filter((fault) => !(fault.code === 'unreachable' && isCheck(fault.at)))
    .map((fault) => `${fault.code} ${fault.code === 'phraseMissing' ? fault.detail : fault.at}`)
  return [...new Set(told)].sort()
}

describe('the verdict of the lint', () => {
  it(`[S10] is that of trying every walk, on ${SCRIPTS} random scripts`, () => {
    const kinds = new Map<string, number>()
    for (let seed = 1; seed <= SCRIPTS; seed += 1) {
      const script = randomScript(seed)
      const tried = foundByTrying(script)
      expect(foundByLint(script), `seed ${seed}`).toEqual(tried)
      for (const kind of tried.length === 0 ? ['sound'] : tried.map((fault) => fault.split(' ')[0] ?? ''))
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
    // Each verdict came up often enough to mean something.
    for (const kind of ['sound', 'lost', 'unknownEarlier', 'unreachable', 'secretTooEarly', 'phraseMissing'])
      expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(50)
  }, 240_000)
})
