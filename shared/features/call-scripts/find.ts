import { type MatchField, matchField, matchQuery, matchScore } from '../../kernel/word-match.ts'
import type { LinkedScript } from './link.ts'

export interface ScriptHit {
  readonly kind: 'step' | 'question' | 'objection'
  readonly id: string
  readonly title: string
}

interface Entry extends ScriptHit {
  readonly fields: readonly MatchField[]
}

/** Everything in a script that can be found by typing, prepared once per script. */
export type ScriptFinder = readonly Entry[]

/** Steps with topics, typical questions and objections of a linked script (REQUIREMENTS C4, «jump to a topic by typing»). */
export function makeFinder(script: LinkedScript): ScriptFinder {
  const steps = [...script.nodes.values()]
    .filter((node) => node.topics !== undefined && node.title !== undefined)
    .map((node): Entry => {
      const fields = [matchField(node.title ?? '', 3), ...(node.topics ?? []).map((topic) => matchField(topic, 3))]
      return { kind: 'step', id: node.id, title: node.title ?? '', fields }
    })
  const questions = script.questions.map((item): Entry => {
    const fields = [matchField(item.question, 5), ...matchFields(item.words, 4), matchField(item.answer, 1)]
    return { kind: 'question', id: item.id, title: item.question, fields }
  })
  const objections = script.objections.map((item): Entry => {
    const fields = [matchField(item.said, 5), ...matchFields(item.words, 4), matchField(item.answer, 1)]
    return { kind: 'objection', id: item.id, title: item.said, fields }
  })
  return [...questions, ...objections, ...steps]
}

function matchFields(texts: readonly string[] | undefined, weight: number): MatchField[] {
  return (texts ?? []).map((text) => matchField(text, weight))
}

/** Best hits first; nothing typed gives everything in the script's own order. */
export function findInScript(finder: ScriptFinder, typed: string, limit: number): ScriptHit[] {
  const query = matchQuery(typed)
  return finder
    .map((entry) => ({ entry, score: matchScore(query, entry.fields) }))
    .filter((item) => item.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ entry }) => ({ kind: entry.kind, id: entry.id, title: entry.title }))
}
