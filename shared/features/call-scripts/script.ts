import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'

/** A question the walker answers itself from what is known about the call, e.g. `checkUpDue`; see `ScriptFacts`. */
export const scriptFact = z.enum(['personKnown', 'checkUpDue', 'inbound', 'complaint', 'online'])
export type ScriptFact = z.infer<typeof scriptFact>

export const scriptOption = z.object({
  /** Stored as the answer; stable over versions. */
  value: z.string(),
  label: z.string(),
  /** Next node; absent = the node's `next`. */
  next: z.string().optional(),
  /** Informing result or journal code that this answer stands for (DOMAIN §5, §6). */
  code: z.string().optional(),
})

/**
 * One step. `say` is read aloud; `ask` takes free text; `choice` takes one option; `form` opens a part of the desk (the appeal
 * form, the person search); `check` asks the facts and shows nothing; `end` closes the run with a result.
 */
export const scriptNode = z.object({
  id: z.string(),
  kind: z.enum(['say', 'ask', 'choice', 'form', 'check', 'end']),
  /** Words to say, with `{fields}` such as `{person.givenName}`, `{clinic.name}`, `{me.name}`. */
  text: z.string().optional(),
  /** Note for the representative, not to be read aloud. */
  hint: z.string().optional(),
  next: z.string().optional(),
  options: z.array(scriptOption).optional(),
  /** `check`: the fact asked and where to go. */
  fact: scriptFact.optional(),
  whenTrue: z.string().optional(),
  whenFalse: z.string().optional(),
  /** `form`: what opens. */
  form: z.enum(['findPerson', 'registerAppeal', 'informingResult', 'callBack', 'handOver']).optional(),
  required: z.boolean().optional(),
  /** `end`: result of the run. */
  result: z.string().optional(),
  /** Words by which the step is found when the representative types. */
  topics: z.array(z.string()).optional(),
})
export type ScriptNode = Readonly<z.infer<typeof scriptNode>>

/** An objection and the answer to it (DOMAIN §9), offered beside every step of the scripts that use them. */
export const objection = z.object({
  id: z.string(),
  said: z.string(),
  answer: z.string(),
  words: z.array(z.string()).optional(),
})
/** A typical question and its answer, found by typing. */
export const typicalQuestion = z.object({
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  words: z.array(z.string()).optional(),
})

/** A call script: versioned, approved, effective from a date; a run keeps the version it began with (REQUIREMENTS C4). */
export const callScript = z.object({
  id: z.string(),
  version: z.number().int().min(1),
  title: z.string(),
  purpose: z.enum(['inboundConsultation', 'complaintIntake', 'checkUpInvitation']),
  effectiveFrom: localDate,
  approvedBy: z.string(),
  approvedOn: localDate,
  start: z.string(),
  nodes: z.array(scriptNode),
  objections: z.array(objection),
  questions: z.array(typicalQuestion),
})
export type CallScript = Readonly<z.infer<typeof callScript>>
