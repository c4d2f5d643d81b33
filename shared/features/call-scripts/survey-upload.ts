import { z } from 'zod'
import { type LocalDate, localDate } from '../../kernel/calendar.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'

/** One list of codes that the fund takes, and what it refuses (format and logical control of the upload, DOMAIN §6): dated reference data. */
const uploadList = z.object({
  scale: z.string(),
  /** Way of informing under which the answer is uploaded: 21 no-show survey, 22 satisfaction survey. */
  way: z.enum(['21', '22']),
  stages: z.object({ checkUp: z.string(), preventiveExamination: z.string(), dispensaryVisit: z.string() }),
  /** Of one person one answer in the period. */
  oncePerPeriod: z.boolean(),
  /** The only codes that may stand beside one another; every other stands alone. */
  together: z.array(z.string()),
  /** Codes of any list that may not be of the same person and day. */
  notOnOneDayWith: z.array(z.string()),
  /** Notes with which a code is refused, and the code that is meant. */
  refusedNotes: z.array(z.object({ code: z.string(), words: z.string(), instead: z.string() })),
})

export const uploadRules = z.object({
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  lists: z.array(uploadList),
})
export type UploadRules = Readonly<z.infer<typeof uploadRules>>

/** Answers of one person on one day from one list of codes. */
export interface UploadEntry {
  readonly key: string
  readonly personId: string
  readonly on: LocalDate
  readonly scale: string
  readonly codes: readonly string[]
  readonly note: string
}

/** The codes of a list, by the scale. */
export type KnownCodes = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Why codes cannot stand in one answer, or null. Refusals: `survey.codeUnknown` (not of this list), `survey.answersExclude` (the code
 * stands alone), `survey.noteContradicts` (the note says another code).
 */
export function combinationFault(
  entry: Pick<UploadEntry, 'scale' | 'codes' | 'note'>,
  rules: UploadRules,
  known: KnownCodes,
): Refusal | null {
  const list = rules.lists.find((item) => item.scale === entry.scale)
  const unknown = entry.codes.find((code) => known.get(entry.scale)?.has(code) === false)
  if (unknown !== undefined) return refuse('survey.codeUnknown', 'answers', { code: unknown })
  if (list === undefined) return null
  const alone = entry.codes.find((code) => !list.together.includes(code))
  if (alone !== undefined && new Set(entry.codes).size > 1)
    return refuse('survey.answersExclude', 'answers', { code: alone })
  const note = entry.note.toLowerCase()
  const contradicted = list.refusedNotes.find((it) => entry.codes.includes(it.code) && note.includes(it.words))
  if (contradicted === undefined) return null
  return refuse('survey.noteContradicts', 'answers', { code: contradicted.code, instead: contradicted.instead })
}

/**
 * Every entry that the fund would refuse, with the reason, by key. Beside the faults of single answers: `survey.dateInFuture`,
 * `survey.onceInPeriod` (a later answer of the same list, the same or another), `survey.notOnOneDay` (two lists on one day).
 */
export function uploadFaults(
  entries: readonly UploadEntry[],
  rules: UploadRules,
  known: KnownCodes,
  today: LocalDate,
): ReadonlyMap<string, Refusal> {
  const faults = new Map<string, Refusal>()
  const inOrder = entries.toSorted((a, b) => a.on.localeCompare(b.on) || a.key.localeCompare(b.key))
  const answered = new Map<string, LocalDate>()
  for (const entry of inOrder) {
    const fault =
      combinationFault(entry, rules, known) ??
      (entry.on > today ? refuse('survey.dateInFuture', 'on', { on: entry.on }) : null) ??
      repeatFault(entry, rules, answered) ??
      sameDayFault(entry, inOrder, rules)
    if (fault !== null) faults.set(entry.key, fault)
  }
  return faults
}

function repeatFault(entry: UploadEntry, rules: UploadRules, answered: Map<string, LocalDate>): Refusal | null {
  if (rules.lists.find((item) => item.scale === entry.scale)?.oncePerPeriod !== true) return null
  const key = `${entry.scale} ${entry.personId}`
  const earlier = answered.get(key)
  answered.set(key, earlier ?? entry.on)
  return earlier === undefined ? null : refuse('survey.onceInPeriod', 'answers', { on: earlier })
}

/** The answer of the stricter list is refused: it is the one that names the other. */
function sameDayFault(entry: UploadEntry, entries: readonly UploadEntry[], rules: UploadRules): Refusal | null {
  const shunned = rules.lists.find((item) => item.scale === entry.scale)?.notOnOneDayWith ?? []
  const beside = entries
    .filter((it) => it.key !== entry.key && it.personId === entry.personId && it.on === entry.on)
    .flatMap((it) => (it.scale === entry.scale ? [] : it.codes))
    .find((code) => shunned.includes(code))
  return beside === undefined ? null : refuse('survey.notOnOneDay', 'answers', { code: beside })
}
