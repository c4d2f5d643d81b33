import { atomsOf } from './condition.ts'
import { conditionsOf, exploreWalks } from './explore.ts'
import { type IdentityLevel, isAtLeast } from './identity.ts'
import { type LinkedNode, type LinkedScript, linkScript, scriptsWithin } from './link.ts'
import type { RequiredPhrase, ScriptFault } from './lint-fault.ts'
import type { CallScript } from './script.ts'
import { fieldsIn, levelOfField } from './speak.ts'

/**
 * What is wrong with the walks through a script whose graph is sound: steps that no walk comes to, ends that are reached without the
 * words that must be said, secrets told before the person was made sure of. Inner scripts are looked into.
 */
export function lintWalks(
  script: CallScript,
  library: readonly CallScript[],
  phrases: readonly RequiredPhrase[],
): ScriptFault[] {
  const linked = linkScript(script, library)
  if (!linked.ok) return [{ code: linked.error.code, at: linked.error.nodeId }]
  const asked = lintConditions(script, library, linked.value)
  return asked.length > 0 ? asked : lintEveryWalk(script, linked.value, phrases)
}

/** Conditions that name a step, an answer or a quota that there is not. */
function lintConditions(script: CallScript, library: readonly CallScript[], linked: LinkedScript): ScriptFault[] {
  const inner = scriptsWithin(script, library)
  const own = [...linked.nodes.values()].filter((node) => isOwn(node, script))
  return own.flatMap((node): ScriptFault[] => {
    return conditionsOf(node)
      .flatMap((condition) => atomsOf(condition, linked.quotas))
      .flatMap((atom): ScriptFault[] => {
        if ('quota' in atom)
          return linked.quotas.has(atom.quota) ? [] : [{ code: 'unknownQuota', at: node.id, detail: atom.quota }]
        if (!('answer' in atom)) return []
        const known = valuesOf(linked.nodes.get(atom.answer), inner)
        const strange = atom.anyOf.find((value) => !known.includes(value))
        return strange === undefined ? [] : [{ code: 'unknownEarlier', at: node.id, detail: strange }]
      })
  })
}

/** The values that an answer to a step can have; a step that takes words has none that could be asked about. */
function valuesOf(node: LinkedNode | undefined, inner: readonly CallScript[]): readonly string[] {
  if (node === undefined) return []
  if (node.options !== undefined) return node.options.map((option) => option.value)
  if (node.kind === 'form') return ['done', 'skipped']
  const results = inner.find((item) => item.id === node.script)?.nodes.map((item) => item.result)
  return (results ?? []).filter((result) => result !== undefined)
}

function lintEveryWalk(script: CallScript, linked: LinkedScript, phrases: readonly RequiredPhrase[]): ScriptFault[] {
  const rules = phrases.filter((rule) => rule.purpose === script.purpose)
  const everywhere = rules.filter((rule) => rule.on === 'everyPath')
  const reached = new Set<string>()
  const saidSomewhere = new Set<RequiredPhrase>()
  const tooEarly = new Map<string, IdentityLevel>()
  const silentEnds = new Map<RequiredPhrase, string>()
  const bitsOf = (node: LinkedNode): number =>
    everywhere.reduce((bits, rule, index) => (isSaidIn(node, rule) ? bits | (1 << index) : bits), 0)
  const isSure = exploreWalks(linked, bitsOf, ({ node, identity, said }) => {
    reached.add(node.id)
    for (const rule of rules) if (isSaidIn(node, rule)) saidSomewhere.add(rule)
    const needed = levelNeeded(node, linked)
    if (!isAtLeast(identity, needed)) tooEarly.set(node.id, needed)
    if (node.kind !== 'end' || node.returnsTo !== undefined) return
    const heard = said | bitsOf(node)
    for (const [index, rule] of everywhere.entries())
      if ((heard & (1 << index)) === 0 && !silentEnds.has(rule)) silentEnds.set(rule, node.id)
  })
  if (!isSure) return [{ code: 'tooBranched', at: null }]
  const unreached = [...linked.nodes.values()].filter((node) => isOwn(node, script) && !reached.has(node.id))
  return [
    ...unreached.map((node): ScriptFault => ({ code: 'unreachable', at: node.id })),
    ...[...tooEarly].map(([at, detail]): ScriptFault => ({ code: 'secretTooEarly', at, detail })),
    ...[...silentEnds].map(([rule, at]): ScriptFault => ({ code: 'phraseMissing', at, detail: rule.phrase })),
    ...rules
      .filter((rule) => rule.on === 'somewhere' && !saidSomewhere.has(rule))
      .map((rule): ScriptFault => ({ code: 'phraseMissing', at: null, detail: rule.phrase })),
  ]
}

/** Who must have been made sure of before a step is read: what the step says of itself, or the most telling of its fields. */
export function levelNeeded(node: LinkedNode, script: Pick<LinkedScript, 'fields'>): IdentityLevel {
  const told = fieldsIn(node.text ?? '').map((name) => levelOfField(script.fields[name]?.from ?? name))
  return [node.needs ?? 'anyone', ...told].reduce((one, other) => (isAtLeast(one, other) ? one : other))
}

function isSaidIn(node: LinkedNode, rule: RequiredPhrase): boolean {
  return (node.text ?? '').toLowerCase().includes(rule.phrase.toLowerCase())
}

/** A step of the script itself, not of one that it runs inside. */
function isOwn(node: LinkedNode, script: CallScript): boolean {
  return script.nodes.some((item) => item.id === node.id)
}
