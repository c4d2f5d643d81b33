import type { ScriptCondition } from '#shared/features/call-scripts/condition.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'

/** What one row asks about. */
export type Atom = 'fact' | 'answer' | 'identity' | 'age' | 'hour' | 'sex' | 'quota'

export interface ConditionRow {
  readonly isNot: boolean
  readonly atom: ScriptCondition
}

/** Rows and groups of rows, all or any of which must hold. */
export interface ConditionGroup {
  readonly isNot: boolean
  readonly join: 'all' | 'any'
  readonly parts: readonly ConditionPart[]
}
export type ConditionPart = ConditionRow | ConditionGroup

/** Most parts that one group of a condition may have. */
export const PARTS_MAX = 8

export function isGroup(part: ConditionPart): part is ConditionGroup {
  return 'parts' in part
}

/** Any condition as a group of rows and groups; two negations cancel each other. */
export function groupOf(condition: ScriptCondition): ConditionGroup {
  const part = partOf(condition)
  return isGroup(part) && !part.isNot ? part : { isNot: false, join: 'all', parts: [part] }
}

function partOf(condition: ScriptCondition): ConditionPart {
  if ('not' in condition) {
    const part = partOf(condition.not)
    return { ...part, isNot: !part.isNot }
  }
  if ('all' in condition) return { isNot: false, join: 'all', parts: condition.all.map(partOf) }
  if ('any' in condition) return { isNot: false, join: 'any', parts: condition.any.map(partOf) }
  return { isNot: false, atom: condition }
}

/** The condition of a group, as short as it can be written; undefined without rows. Groups in which nothing is left go. */
export function conditionOfGroup(group: ConditionGroup): ScriptCondition | undefined {
  const written = conditionOfPart({ ...group, isNot: false })
  if (written === undefined) return undefined
  const [only] = 'all' in written ? written.all : []
  const isShort = only !== undefined && 'all' in written && written.all.length === 1 && !hasGroup(only)
  return isShort ? only : written
}

function conditionOfPart(part: ConditionPart): ScriptCondition | undefined {
  const condition = isGroup(part) ? joined(part) : part.atom
  return condition !== undefined && part.isNot ? { not: condition } : condition
}

function joined({ join, parts }: ConditionGroup): ScriptCondition | undefined {
  const written = parts.map(conditionOfPart).filter((part) => part !== undefined)
  if (written.length === 0) return undefined
  return join === 'any' ? { any: written } : { all: written }
}

/** A group that stands alone keeps its frame, so that it does not melt into the one around it while it is written. */
function hasGroup(condition: ScriptCondition): boolean {
  return 'all' in condition || 'any' in condition || ('not' in condition && hasGroup(condition.not))
}

export function atomOf(atom: ScriptCondition): Atom {
  if ('quantity' in atom) return atom.quantity === 'person.age' ? 'age' : 'hour'
  if ('answer' in atom) return 'answer'
  if ('identity' in atom) return 'identity'
  if ('sex' in atom) return 'sex'
  return 'quota' in atom ? 'quota' : 'fact'
}

/** A row as it begins, about something else than before. */
export function newAtom(about: Atom, content: ScriptContent, own: string): ScriptCondition {
  switch (about) {
    case 'answer': {
      const asked = content.nodes.find((node) => node.id !== own && (node.options ?? []).length > 0)
      return answerAtom(asked?.id ?? '', content)
    }
    case 'identity':
      return { identity: 'checked' }
    case 'age':
      return { quantity: 'person.age', from: 18 }
    case 'hour':
      return { quantity: 'call.hour', from: 9 }
    case 'sex':
      return { sex: 'female' }
    case 'quota':
      return { quota: content.quotas?.[0]?.id ?? '' }
    default:
      return { fact: 'personKnown' }
  }
}

/** A row about the answer to a step; it begins with its first answer, for it must name one. */
export function answerAtom(answer: string, content: ScriptContent): ScriptCondition {
  const asked = content.nodes.find((node) => node.id === answer)
  return { answer, anyOf: [asked?.options?.[0]?.value ?? 'done'] }
}
