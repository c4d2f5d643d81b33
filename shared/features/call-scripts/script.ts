import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { scriptCondition, scriptFact, scriptQuota } from './condition.ts'
import { identityLevel } from './identity.ts'

/**
 * What an answer stands for in the desk's forms and records, so that the representative confirms instead of typing it again. The
 * words are those of the slices that take them: appeals, preventive care, telephony.
 */
export const scriptMeaning = z.object({
  kind: z.enum(['complaint', 'application', 'consultation', 'proposal', 'gratitude']).optional(),
  themeCode: z.string().max(60).optional(),
  appealForm: z.enum(['oral', 'written']).optional(),
  appealResult: z.enum(['answeredAtOnce', 'takenIntoWork', 'handedOver']).optional(),
  reviewLine: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  informing: z
    .enum(['agreed', 'booked', 'willThink', 'refused', 'alreadyPassed', 'notReached', 'impossible'])
    .optional(),
  /** Stage of informing where it is another than the invitation to what is due (DOMAIN §5). */
  informingStage: z.enum(['103', '104', '301', '302']).optional(),
  /** Reason code 1–20 for not coming (DOMAIN §6). */
  reason: z.number().int().min(1).max(20).optional(),
  /** `willThink`: days until the next call. */
  repeatInDays: z.number().int().min(1).max(365).optional(),
  outcome: z
    .enum(['resolved', 'handedOver', 'callBackPromised', 'wrongPerson', 'refusedToTalk', 'wrongNumber'])
    .optional(),
})
export type ScriptMeaning = Readonly<z.infer<typeof scriptMeaning>>

export const scriptOption = z.object({
  /** Stored as the answer; stable over versions. */
  value: z.string(),
  label: z.string(),
  /** Next node; absent = the node's `next`. */
  next: z.string().optional(),
  means: scriptMeaning.optional(),
  /** The level reached when this is answered: `matched` after the date of birth was compared. */
  identity: identityLevel.optional(),
  /** Code of the answer on the scale of the step (DOMAIN §6). */
  code: z.string().max(10).optional(),
  /** `several`: cannot be given together with another answer. */
  alone: z.boolean().optional(),
})

/** A question of a survey: its number in the form, and the scale whose codes its answers have; without a scale words are kept. */
export const surveyItem = z.object({ item: z.string().max(20), scale: z.string().max(40).optional() })

/** What the typed words of an `ask` step, or the option of a `choice`, go into: the text of the appeal, its result, the note on informing. */
export const scriptTarget = z.enum(['appealText', 'resultText', 'informingNote'])
export type ScriptTarget = z.infer<typeof scriptTarget>

/**
 * One step. `say` is read aloud; `ask` takes free text; `choice` takes one option, `several` one or more; `form` opens a part of the
 * desk (the appeal form, the person search); `check` asks a condition and shows nothing; `script` runs another script from `entry`
 * and comes back to `next`; `end` closes the run with a result.
 */
export const scriptNode = z.object({
  id: z.string(),
  kind: z.enum(['say', 'ask', 'choice', 'several', 'form', 'check', 'script', 'end']),
  /** Short name of the step, for the trail of the player and for reading a run without its script. */
  title: z.string().optional(),
  /**
   * Words to say, with `{fields}` such as `{person.givenName}`, `{clinic.name}`, `{me.name}`. A part in square brackets is left
   * out when a field in it is not known.
   */
  text: z.string().optional(),
  /** Note for the representative, not to be read aloud. */
  hint: z.string().optional(),
  next: z.string().optional(),
  options: z.array(scriptOption).optional(),
  /** `check`: the fact asked, or the earlier answer compared, and where to go. */
  fact: scriptFact.optional(),
  earlier: z.object({ node: z.string(), values: z.array(z.string()).min(1) }).optional(),
  /** `check`: the condition, where one fact or one earlier answer does not tell enough. */
  when: scriptCondition.optional(),
  whenTrue: z.string().optional(),
  whenFalse: z.string().optional(),
  /** `form`: what opens. */
  form: z.enum(['findPerson', 'registerAppeal', 'informingResult', 'callBack', 'handOver']).optional(),
  /** The step is passed over to `next` when this holds. A representative who jumps to it sees it all the same. */
  skipIf: scriptCondition.optional(),
  /** Who must have been made sure of before this may be said; fields that tell about a person raise it by themselves. */
  needs: identityLevel.optional(),
  /** `form`: the level reached when it is completed. */
  identity: identityLevel.optional(),
  survey: surveyItem.optional(),
  /** `ask`, `several`: cannot be left empty. */
  required: z.boolean().optional(),
  /** `ask`, `choice`: where the answer goes, so that nothing is typed twice. */
  fills: scriptTarget.optional(),
  /** `script`: which one, and at which of its steps it begins (absent = its `start`). */
  script: z.string().optional(),
  entry: z.string().optional(),
  /** `end`: result of the run. */
  result: z.string().optional(),
  /** `end`, `form`: as in an option; holds once the step is passed. */
  means: scriptMeaning.optional(),
  /** Words by which the step is found when the representative types. */
  topics: z.array(z.string()).optional(),
})
export type ScriptNode = Readonly<z.infer<typeof scriptNode>>
export type ScriptOption = Readonly<z.infer<typeof scriptOption>>

/** An objection and the answer to it (DOMAIN §9), offered beside every step of the scripts that use them. */
export const objection = z.object({
  id: z.string(),
  said: z.string(),
  answer: z.string(),
  words: z.array(z.string()).optional(),
})
export type Objection = Readonly<z.infer<typeof objection>>

/** A typical question and its answer, found by typing. */
export const typicalQuestion = z.object({
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  words: z.array(z.string()).optional(),
  /** Theme of the appeal that this question stands for. */
  themeCode: z.string().optional(),
  /** Act that the answer rests on, shown beside it. */
  source: z.string().optional(),
  /** Day of the act or of its edition that was read for the answer. */
  sourceDate: localDate.optional(),
  /** From the day after, the answer is marked as to be checked before it is given. */
  obsoleteAfter: localDate.optional(),
})
export type TypicalQuestion = Readonly<z.infer<typeof typicalQuestion>>

/**
 * How a field is spoken. The desk supplies raw values (`checkUp`, `q4`, a name); `from` says which one (absent = the field's own
 * name), `values` turns codes into words of the script's language, `missing` is said when the desk does not know; a field that is
 * empty when missing may always be left out. Kept inside the script so that a pinned version speaks as approved.
 */
export const spokenField = z.object({
  from: z.string().optional(),
  missing: z.string(),
  values: z.record(z.string(), z.string()).optional(),
  /** A part of the person's name in this case: «передам Анне Петровне». */
  inCase: z.enum(['genitive', 'dative', 'accusative', 'instrumental', 'prepositional']).optional(),
})
export type SpokenField = Readonly<z.infer<typeof spokenField>>

export const scriptPurpose = z.enum([
  'inboundConsultation',
  'complaintIntake',
  'checkUpInvitation',
  'noShowSurvey',
  'stageTwoReminder',
  'cardioSupport',
  'checkUpSatisfaction',
  'homeVisit',
  'qualitySurvey',
  'hospitalSurvey',
])
export type ScriptPurpose = z.infer<typeof scriptPurpose>

/** A call script: versioned, approved, effective from a date; a run keeps the version it began with (REQUIREMENTS C4). */
export const callScript = z.object({
  id: z.string(),
  version: z.number().int().min(1),
  title: z.string(),
  purpose: scriptPurpose,
  effectiveFrom: localDate,
  /** Last day in force; absent = until a newer version. */
  effectiveTo: localDate.optional(),
  /** Who wrote the version; somebody else approves it. */
  author: z.string().max(200).optional(),
  approvedBy: z.string(),
  approvedOn: localDate,
  /** For a script that only others run: who was made sure of before it begins. */
  begins: identityLevel.optional(),
  start: z.string(),
  nodes: z.array(scriptNode),
  fields: z.record(z.string(), spokenField),
  quotas: z.array(scriptQuota).max(50).optional(),
  objections: z.array(objection),
  questions: z.array(typicalQuestion),
})
export type CallScript = Readonly<z.infer<typeof callScript>>
