import type { CallScript } from './script.ts'
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
export interface RequiredPhrase {
  readonly purpose: CallScript['purpose']
  readonly phrase: string
  readonly on: 'everyPath' | 'somewhere'
}

/** The reference data that a script is held against. What is left out is not checked. */
export interface LintRules {
  readonly phrases: readonly RequiredPhrase[]
  readonly scales?: readonly SurveyScale[]
  /** Codes of the classifier that an appeal may have. */
  readonly themes?: ReadonlySet<string>
}
