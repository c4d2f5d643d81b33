import { z } from 'zod'
import { callId, personId, scriptRunId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'

/** Longest id of a step of a linked script, the steps that call inner scripts included. */
const STEP_ID_MAX = 120

/**
 * One stay at a step, in the order in which the steps were looked at. Times are milliseconds from the beginning of the run by the clock of
 * the desk, never falling. Older desks send none.
 */
export const stepVisit = z.object({
  nodeId: z.string().max(STEP_ID_MAX),
  /** Short name of the step, so that the run reads without its script. */
  step: z.string().max(120),
  /** Where the step stands on the path of the run, from 0; null when the path as it ended does not pass it. */
  place: z.number().int().min(0).nullable(),
  enteredMs: z.number().int().min(0),
  /** Null when nobody knows how long it stood there: the desk was killed at it. */
  leftMs: z.number().int().min(0).nullable(),
})
export type StepVisit = Readonly<z.infer<typeof stepVisit>>

/** Most stays that are kept of one run. */
export const VISITS_MAX = 600

export const scriptAnswer = z.object({
  nodeId: z.string().max(60),
  /** Option value or typed text. */
  value: typedText(4_000),
  /** The words that stood on the button, so that the log reads without the script. */
  label: z.string().max(400),
  /** Short name of the step, for the same reason. */
  step: z.string().max(120).optional(),
  at: z.string(),
  /** For an objection or a question that was opened: the step that stood on the screen. */
  during: z.string().max(STEP_ID_MAX).optional(),
})
export type ScriptAnswer = Readonly<z.infer<typeof scriptAnswer>>

/** One walk through a script during a call. Answers are kept in the order of the path taken. */
export const scriptRun = z.object({
  id: scriptRunId,
  scriptId: z.string().max(60),
  scriptVersion: z.number().int(),
  /** Versions of the scripts that this one ran inside itself. */
  parts: z
    .array(z.object({ scriptId: z.string().max(60), version: z.number().int() }))
    .max(10)
    .optional(),
  callId: callId.nullable(),
  personId: personId.nullable(),
  userId,
  answers: z.array(scriptAnswer).max(300),
  visits: z.array(stepVisit).max(VISITS_MAX).optional(),
  /** Result of the end node, or `cutOff` when the call ended before one. */
  result: z.string().max(60),
  startedAt: z.string(),
  endedAt: z.string(),
})
export type ScriptRun = Readonly<z.infer<typeof scriptRun>>
