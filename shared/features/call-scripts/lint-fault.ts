import { z } from 'zod'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { type CallScript, callScript } from './script.ts'
import type { SurveyScale } from './survey-scale.ts'

export type ScriptFaultCode =
  | 'noStart'
  | 'duplicateStep'
  | 'duplicateOption'
  | 'missingNext'
  | 'unknownTarget'
  | 'unreachable'
  | 'cycle'
  | 'noEnd'
  | 'noResult'
  | 'noOptions'
  | 'tooManyOptions'
  | 'optionLeadsAway'
  | 'noQuestionAsked'
  | 'noForm'
  | 'noText'
  | 'noTitle'
  | 'textTooLong'
  | 'skipNotHere'
  | 'unknownField'
  | 'unknownSource'
  | 'fieldWithoutWords'
  | 'caseWithoutName'
  | 'brokenBraces'
  | 'phraseMissing'
  | 'secretTooEarly'
  | 'secretInHelp'
  | 'unknownScript'
  | 'unknownEntry'
  | 'recursion'
  | 'unknownEarlier'
  | 'unknownQuota'
  | 'unknownTheme'
  | 'unknownScale'
  | 'codeNotOnScale'
  | 'duplicateHelp'
  | 'datesReversed'
  | 'tooBranched'

export interface ScriptFault {
  readonly code: ScriptFaultCode
  /** Step, objection, question or field the fault is in; null when it is in the script as a whole. */
  readonly at: string | null
  readonly detail?: string
}

/** Words that a script of some purpose must say: somewhere, or on every way from its start to an end. */
export const requiredPhrase = z.object({
  purpose: callScript.shape.purpose,
  phrase: z.string().min(2),
  on: z.enum(['everyPath', 'somewhere']),
})
export type RequiredPhrase = Readonly<z.infer<typeof requiredPhrase>>

/**
 * A fault as the API refuses it and as the desk says it: its place is the field (`nodes.<id>` for a step), its message names the step by
 * its title and what to do.
 */
export function faultRefusal(
  script: Pick<CallScript, 'nodes' | 'objections' | 'questions'>,
  fault: ScriptFault,
): Refusal {
  const { code, at, detail = '' } = fault
  const node = script.nodes.find(({ id }) => id === at)
  const help = [...script.objections, ...script.questions].find(({ id }) => id === at)
  const place = node?.title ?? (help === undefined ? at : 'said' in help ? help.said : help.question)
  const isStep = node !== undefined || help === undefined
  return refuse(`scriptFault.${code}`, at === null ? undefined : `${isStep ? 'nodes' : 'help'}.${at}`, {
    place: place ?? '',
    detail,
  })
}

/** The reference data that a script is held against. What is left out is not checked. */
export interface LintRules {
  readonly phrases: readonly RequiredPhrase[]
  readonly scales?: readonly SurveyScale[]
  /** Codes of the classifier that an appeal may have. */
  readonly themes?: ReadonlySet<string>
}
