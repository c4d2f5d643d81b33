import type { ScriptNode } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'

/** Steps of the script that is written at (REQUIREMENTS S10: one of three hundred stays fluid). */
export const STEPS = 300

/**
 * A sound script as large ones are: stretches of four steps (words, a question with three answers that part and join again), every
 * fifth with a fork that asks what was answered before or what is known of the person.
 */
export function largeScript(): ScriptContent {
  const nodes: ScriptNode[] = [
    { id: 'n0', kind: 'say', title: 'Начало', text: 'Здравствуйте, разговор записывается.', next: 'n1' },
  ]
  for (let at = 1; at < STEPS - 1; at += 1) {
    const id = `n${at}`
    const next = `n${at + 1}`
    const title = `Шаг ${at}`
    const text = `Реплика номер ${at} этого разговора.`
    const isLast = at >= STEPS - 4
    if (!isLast && at % 4 === 2)
      nodes.push({
        id,
        kind: 'choice',
        title,
        text,
        options: ['a', 'b', 'c'].map((value, index) => ({
          value,
          label: value,
          next: `n${at + 1 + Math.min(index, 2)}`,
        })),
      })
    else if (!isLast && at % 20 === 16)
      nodes.push({
        id,
        kind: 'check',
        when: at % 40 === 16 ? { fact: 'personKnown' } : { answer: `n${at - 2}`, anyOf: ['a'] },
        whenTrue: next,
        whenFalse: `n${at + 2}`,
      })
    else nodes.push({ id, kind: at % 4 === 0 ? 'ask' : 'say', title, text, next })
  }
  nodes.push({ id: `n${STEPS - 1}`, kind: 'end', title: 'Конец', result: 'done' })
  return {
    id: 'large',
    title: 'Большой сценарий',
    purpose: 'inboundConsultation',
    start: 'n0',
    nodes,
    fields: {},
    objections: [],
    questions: [],
  }
}
