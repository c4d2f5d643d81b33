import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { callId, personId, scriptRunId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'
import type { LinkedScript } from './link.ts'
import { derivePath, optionsOf, type RunState, type ScriptFacts } from './path.ts'

export const surveyAnswer = z.object({
  /** Number of the question in the form. */
  item: z.string().max(20),
  /** Scale that the codes belong to; null where words are kept. */
  scale: z.string().max(40).nullable(),
  codes: z.array(z.string().max(10)).max(24),
  text: typedText(4_000),
})
export type SurveyAnswer = Readonly<z.infer<typeof surveyAnswer>>

/** What a person answered to the questions of a survey in one talk; it stands under the id of the script run (REQUIREMENTS C8). */
export const surveyResponse = z.object({
  id: scriptRunId,
  scriptId: z.string().max(60),
  scriptVersion: z.number().int(),
  callId: callId.nullable(),
  /** Null where the survey was answered without a name. */
  personId: personId.nullable(),
  userId,
  /** Day of the talk, by the desk's own calendar. */
  on: localDate,
  answers: z.array(surveyAnswer).min(1).max(100),
  /** False when the talk broke off before the last question. */
  isComplete: z.boolean(),
})
export type SurveyResponse = Readonly<z.infer<typeof surveyResponse>>

/**
 * The answers of a run that belong to a form, in the order of the path; words typed and not confirmed count, for the call may have
 * broken off. Empty for a script that asks no question of a survey.
 */
export function surveyAnswers(script: LinkedScript, state: RunState, facts: ScriptFacts): SurveyAnswer[] {
  return derivePath(script, state, facts).steps.flatMap(({ node, answer }): SurveyAnswer[] => {
    const { survey } = node
    if (survey === undefined) return []
    const scale = survey.scale ?? null
    if (node.kind === 'ask') {
      const text = (state.typed[node.id] ?? answer?.value ?? '').trim()
      return text === '' ? [] : [{ item: survey.item, scale, codes: [], text }]
    }
    const chosen = answer === null ? [] : optionsOf(node, answer.value)
    if (chosen.length === 0) return []
    const codes = chosen.map((option) => option.code ?? option.value)
    return [{ item: survey.item, scale, codes, text: '' }]
  })
}
