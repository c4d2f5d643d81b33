import type { LocalDate } from '../../kernel/calendar.ts'
import type { LegalTerm } from '../../kernel/legal-term.ts'
import { wordsOf } from '../../kernel/word-match.ts'
import { openRequests } from './case-terms.ts'
import type { AnswerText, ComplaintCase, NoticeKind, NoticeText } from './complaint-case.ts'

/** What the answer is checked against. */
export interface ProofFacts {
  readonly theCase: ComplaintCase
  readonly number: string
  readonly applicantName: string
  readonly isAnonymous: boolean
  /** Codes of confirmed defects in the acts of this case. */
  readonly defectCodes: readonly string[]
  readonly answerTerm: LegalTerm | null
  readonly today: LocalDate
}

export type ProofField = 'recipient' | 'address' | 'subject' | 'findings' | 'conclusion' | 'body' | 'case'

/** `stops`: the answer cannot be put forward. `look`: worth a second reading. The reason stands in the catalogue under `proof.<code>`. */
export interface ProofNote {
  readonly field: ProofField
  readonly weight: 'stops' | 'look'
  readonly code:
    | 'empty'
    | 'addressNeeded'
    | 'emailNeeded'
    | 'placeholder'
    | 'foreignNumber'
    | 'futureDate'
    | 'notDecided'
    | 'saysJustified'
    | 'saysNotJustified'
    | 'defectsButNotJustified'
    | 'justifiedWithoutGrounds'
    | 'requestsOpen'
    | 'anonymous'
    | 'otherRecipient'
    | 'late'
    | 'consequenceMissing'
    | 'otherTerm'
    | 'otherAddressee'
  readonly args: Readonly<Record<string, string>>
}

const TEXT_FIELDS = ['recipient', 'subject', 'findings', 'conclusion'] as const
const PLACEHOLDER = /\{\{?[^}]*\}?\}|\[[^\]\n]{0,40}\]|_{3,}|\.{5,}|…{2,}|\?\?\?|XX+|ХХ+/u
const NUMBER = /[А-ЯA-Z]{1,4}-\d{4}-\d{6,}/gu
const DATE = /\b(\d{2})\.(\d{2})\.(\d{4})\b/gu
const NOT_JUSTIFIED =
  /(не\s*обоснован|необоснованн|не\s+подтвердил|не\s+выявлен|нарушени[йя]\s+не\s+(установлен|найден))/iu
const JUSTIFIED =
  /(жалоб[аыу][^.]{0,60}[^не]\s(признана\s+)?обоснованн|(?<!не\s)подтвердил|нарушения\s+(выявлен|установлен))/iu
const WHAT_FOLLOWS = /(предписан|направлен|удержан|штраф|возврат|верн|записан|провед|рекоменд|привлеч|устран|принят)/iu

/**
 * Reads an answer before it is put forward and names what is empty or contradicts the case, each beside its field (REQUIREMENTS E3). The
 * reading is of plain words and may miss a clever contradiction; what it stops is always wrong by the facts.
 */
export function proofAnswer(text: AnswerText, facts: ProofFacts): readonly ProofNote[] {
  const notes: ProofNote[] = []
  const note = (
    field: ProofField,
    weight: ProofNote['weight'],
    code: ProofNote['code'],
    args: ProofNote['args'] = {},
  ): void => void notes.push({ field, weight, code, args })

  for (const field of TEXT_FIELDS) {
    proofWords(field, text[field], facts, note)
    for (const { on, shown } of datesIn(text[field]))
      if (on > facts.today) note(field, 'look', 'futureDate', { date: shown })
  }
  proofAddress(text, note)
  proofDecision(text, facts, note)
  if (openRequests(facts.theCase).length > 0) note('case', 'stops', 'requestsOpen')
  if (facts.isAnonymous) note('recipient', 'stops', 'anonymous')
  else if (text.recipient.trim() !== '' && !sharesWord(text.recipient, facts.applicantName))
    note('recipient', 'look', 'otherRecipient', { name: facts.applicantName })
  if (facts.answerTerm !== null && facts.answerTerm.due < facts.today)
    note('case', 'look', 'late', { due: facts.answerTerm.due })
  return notes
}

/** What a letter besides the answer is checked against. */
export interface NoticeProofFacts extends Pick<ProofFacts, 'number' | 'applicantName' | 'isAnonymous' | 'today'> {
  readonly kind: NoticeKind
  /** Term of the answer with the extension, which the letter must not contradict; null for other letters. */
  readonly answerTerm: LegalTerm | null
  /** To whom the case is forwarded; null for other letters. */
  readonly forwardedTo: string | null
  /** Until when the letter must go. */
  readonly sendBy: LocalDate | null
}

/** Reads a letter about a longer term or about forwarding before it is put forward (REQUIREMENTS E3). */
export function proofNotice(text: NoticeText, facts: NoticeProofFacts): readonly ProofNote[] {
  const notes: ProofNote[] = []
  const note: Note = (field, weight, code, args = {}) => void notes.push({ field, weight, code, args })
  proofWords('recipient', text.recipient, facts, note)
  proofWords('body', text.body, facts, note)
  for (const { on, shown } of datesIn(text.body)) {
    if (on <= facts.today) continue
    const due = facts.answerTerm?.due ?? null
    if (due === null) note('body', 'look', 'futureDate', { date: shown })
    else if (on !== due) note('body', 'stops', 'otherTerm', { date: shown, due })
  }
  proofAddress(text, note)
  const isToApplicant = facts.kind !== 'forwarding'
  const expected = isToApplicant ? facts.applicantName : (facts.forwardedTo ?? '')
  if (isToApplicant && facts.isAnonymous) note('recipient', 'stops', 'anonymous')
  else if (text.recipient.trim() !== '' && !sharesWord(text.recipient, expected))
    note('recipient', 'look', isToApplicant ? 'otherRecipient' : 'otherAddressee', { name: expected })
  if (facts.sendBy !== null && facts.sendBy < facts.today) note('case', 'look', 'late', { due: facts.sendBy })
  return notes
}

type Note = (field: ProofField, weight: ProofNote['weight'], code: ProofNote['code'], args?: ProofNote['args']) => void

function proofWords(field: ProofField, words: string, facts: Pick<ProofFacts, 'number'>, note: Note): void {
  if (words.trim() === '') note(field, 'stops', 'empty')
  const placeholder = PLACEHOLDER.exec(words)
  if (placeholder) note(field, 'stops', 'placeholder', { found: placeholder[0] })
  for (const [number] of words.matchAll(NUMBER))
    if (number !== facts.number) note(field, 'stops', 'foreignNumber', { number, own: facts.number })
}

function datesIn(words: string): { readonly on: LocalDate; readonly shown: string }[] {
  return [...words.matchAll(DATE)].map((match) => ({ on: `${match[3]}-${match[2]}-${match[1]}`, shown: match[0] }))
}

function proofAddress(text: Pick<AnswerText, 'way' | 'address'>, note: Note): void {
  const address = text.address.trim()
  if (text.way === 'post' && address.length < 8) note('address', 'stops', 'addressNeeded')
  if (text.way === 'email' && !/^\S+@\S+\.\S+$/.test(address)) note('address', 'stops', 'emailNeeded')
}

function proofDecision(text: AnswerText, { theCase, defectCodes }: ProofFacts, note: Note): void {
  const { decision } = theCase
  if (decision === null) {
    note('case', 'stops', 'notDecided')
    return
  }
  const says = text.conclusion
  if (decision.justified && NOT_JUSTIFIED.test(says)) note('conclusion', 'stops', 'saysNotJustified')
  if (!decision.justified && JUSTIFIED.test(says) && !NOT_JUSTIFIED.test(says))
    note('conclusion', 'stops', 'saysJustified')
  if (!decision.justified && defectCodes.length > 0)
    note('case', 'stops', 'defectsButNotJustified', { codes: defectCodes.join(', ') })
  if (decision.justified && defectCodes.length === 0 && theCase.requests.length === 0)
    note('case', 'look', 'justifiedWithoutGrounds')
  if (decision.justified && says.trim() !== '' && !WHAT_FOLLOWS.test(says))
    note('conclusion', 'look', 'consequenceMissing')
}

/** Whether a name of one stands in the other: case endings differ, so the beginnings of words are compared. */
function sharesWord(a: string, b: string): boolean {
  const stems = (text: string): string[] =>
    wordsOf(text)
      .filter((word) => word.length >= 4)
      .map((word) => word.slice(0, Math.max(4, word.length - 2)))
  const known = stems(b)
  return (
    known.length === 0 ||
    stems(a).some((stem) => known.some((other) => other.startsWith(stem) || stem.startsWith(other)))
  )
}
