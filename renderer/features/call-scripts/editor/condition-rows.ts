import type { ScriptCondition } from '#shared/features/call-scripts/condition.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'

/** What one row asks about. */
export type Atom = 'fact' | 'answer' | 'identity' | 'age' | 'hour' | 'sex' | 'quota'

export interface ConditionRows {
  readonly join: 'all' | 'any'
  readonly rows: readonly { readonly isNot: boolean; readonly atom: ScriptCondition }[]
}

/** A condition as rows, or null when it is nested deeper than rows can show. */
export function rowsOf(condition: ScriptCondition): ConditionRows | null {
  const join = 'any' in condition ? 'any' : 'all'
  const parts = 'any' in condition ? condition.any : 'all' in condition ? condition.all : [condition]
  const rows = parts.map((part) => ('not' in part ? { isNot: true, atom: part.not } : { isNot: false, atom: part }))
  return rows.every(({ atom }) => !('all' in atom || 'any' in atom || 'not' in atom)) ? { join, rows } : null
}

/** The condition of rows, as short as it can be written; undefined without rows. */
export function conditionOfRows({ join, rows }: ConditionRows): ScriptCondition | undefined {
  const parts = rows.map(({ isNot, atom }): ScriptCondition => (isNot ? { not: atom } : atom))
  const [first] = parts
  if (first === undefined || parts.length === 1) return first
  return join === 'any' ? { any: parts } : { all: parts }
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
