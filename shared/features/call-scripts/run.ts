import { z } from 'zod'
import { callId, personId, scriptRunId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'

export const scriptAnswer = z.object({
  nodeId: z.string().max(60),
  /** Option value or typed text. */
  value: typedText(4_000),
  /** The words that stood on the button, so that the log reads without the script. */
  label: z.string().max(400),
  /** Short name of the step, for the same reason. */
  step: z.string().max(120).optional(),
  at: z.string(),
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
  /** Result of the end node, or `cutOff` when the call ended before one. */
  result: z.string().max(60),
  startedAt: z.string(),
  endedAt: z.string(),
})
export type ScriptRun = Readonly<z.infer<typeof scriptRun>>
