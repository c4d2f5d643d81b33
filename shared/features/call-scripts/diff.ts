import { dequal } from 'dequal'
import type { ScriptNode } from './script.ts'
import type { ScriptContent } from './script-draft.ts'

/** A part of a step or of the script that differs; `before` and `after` as they are written, null where there is none. */
export interface ChangedPart {
  readonly part: string
  readonly before: string | null
  readonly after: string | null
}

export interface StepDifference {
  readonly id: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly title: string
  readonly parts: readonly ChangedPart[]
}

export interface ScriptDifference {
  /** Title, first step, fields, quotas, objections and questions. */
  readonly script: readonly ChangedPart[]
  readonly steps: readonly StepDifference[]
}

/** What differs between two versions of a script, step by step in the order of the later one; what was taken out stands last. */
export function diffScripts(before: ScriptContent, after: ScriptContent): ScriptDifference {
  const was = new Map(before.nodes.map((node) => [node.id, node]))
  const is = new Map(after.nodes.map((node) => [node.id, node]))
  const present = after.nodes.flatMap((node): StepDifference[] => {
    const old = was.get(node.id)
    if (old === undefined) return [{ id: node.id, kind: 'added', title: titleOf(node), parts: partsOf({}, node) }]
    const parts = dequal(old, node) ? [] : partsOf(old, node)
    return parts.length === 0 ? [] : [{ id: node.id, kind: 'changed', title: titleOf(node), parts }]
  })
  const removed = before.nodes
    .filter((node) => !is.has(node.id))
    .map((node): StepDifference => ({ id: node.id, kind: 'removed', title: titleOf(node), parts: partsOf(node, {}) }))
  const { nodes: _were, ...oldRest } = before
  const { nodes: _are, ...newRest } = after
  return { script: partsOf(oldRest, newRest), steps: [...present, ...removed] }
}

function titleOf(node: ScriptNode): string {
  return node.title ?? node.id
}

function partsOf(before: object, after: object): ChangedPart[] {
  const [old, fresh] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter((name) => name !== 'id')
  return names.flatMap((name) => {
    if (dequal(old[name], fresh[name])) return []
    if (name === 'options') return optionParts(old[name], fresh[name])
    if (name === 'objections' || name === 'questions') return listParts(name, old[name], fresh[name])
    return [{ part: name, before: written(old[name]), after: written(fresh[name]) }]
  })
}

/** Answers are compared one by one: a corrected word must not show nine answers as changed. */
function optionParts(before: unknown, after: unknown): ChangedPart[] {
  return byKey(before, after, 'value', (value) => `options.${value}`)
}

function listParts(name: string, before: unknown, after: unknown): ChangedPart[] {
  return byKey(before, after, 'id', (id) => `${name}.${id}`)
}

function byKey(before: unknown, after: unknown, key: string, named: (key: string) => string): ChangedPart[] {
  const keyed = (list: unknown): Map<string, object> =>
    new Map(((list ?? []) as object[]).map((item) => [String((item as Record<string, unknown>)[key]), item]))
  const [old, fresh] = [keyed(before), keyed(after)]
  const keys = [...new Set([...fresh.keys(), ...old.keys()])]
  const parts = keys.flatMap((one) =>
    dequal(old.get(one), fresh.get(one))
      ? []
      : [{ part: named(one), before: written(old.get(one)), after: written(fresh.get(one)) }],
  )
  return parts.length === 0 ? [{ part: named('order'), before: keysIn(old), after: keysIn(fresh) }] : parts
}

const keysIn = (items: ReadonlyMap<string, object>): string => [...items.keys()].join(', ')

function written(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, ' ')
}
