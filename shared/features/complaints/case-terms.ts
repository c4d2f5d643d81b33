import type { LocalDate } from '../../kernel/calendar.ts'
import { countTerm, type LegalTerm, type LegalTermRule, ruleInForce } from '../../kernel/legal-term.ts'
import type { DatedCalendar } from '../../kernel/working-calendar.ts'
import { noticesOpen } from './case-notices.ts'
import { isCaseOpen } from './case-states.ts'
import type { ComplaintCase, RecordsRequest } from './complaint-case.ts'

/** Dated reference data that terms are counted by. */
export interface LegalReference {
  readonly rules: readonly LegalTermRule[]
  readonly calendar: DatedCalendar
}

/** The facts of a case that its terms depend on. */
export type TermFacts = Pick<
  ComplaintCase,
  'state' | 'form' | 'receivedOn' | 'registeredOn' | 'extension' | 'requests' | 'answer' | 'forwarding'
>

/** Until when the answer must be given; null for oral appeals, for which the law sets no term. */
export function answerTerm(facts: TermFacts, reference: LegalReference): LegalTerm | null {
  if (facts.form === 'oral') return null
  const rule = ruleInForce(reference.rules, 'answer', facts.registeredOn)
  if (rule === null) return null
  const pauses = facts.requests.flatMap((request) => waitOf(request))
  return countTerm(rule, facts.registeredOn, reference.calendar, {
    pauses,
    extendedBy: facts.extension?.days ?? null,
  })
}

/** A time of waiting for the clinic, for the reasoning: it does not stop the answer, and people ask. */
function waitOf(request: RecordsRequest): { from: LocalDate; to: LocalDate }[] {
  return request.settledOn === null ? [] : [{ from: request.sentOn, to: request.settledOn }]
}

/** Until when the clinic must send what was asked for. */
export function requestTerm(request: RecordsRequest, reference: LegalReference): LegalTerm | null {
  const rule = ruleInForce(reference.rules, 'clinicRecords', request.sentOn)
  return rule === null ? null : countTerm(rule, request.sentOn, reference.calendar, { pauses: request.pauses })
}

/** A date of a case with what it is about. */
export interface CaseTerm {
  readonly about: 'registration' | 'forwarding' | 'answer' | 'records'
  readonly term: LegalTerm
  /** Day on which it was kept; null while it runs. */
  readonly metOn: LocalDate | null
  /** The request, for `records`. */
  readonly requestId: RecordsRequest['id'] | null
}

/** Every term of a case, those that run first, the nearest first. */
export function termsOfCase(facts: TermFacts, reference: LegalReference): readonly CaseTerm[] {
  const terms: CaseTerm[] = []
  const add = (about: CaseTerm['about'], term: LegalTerm | null, metOn: LocalDate | null): void => {
    if (term !== null) terms.push({ about, term, metOn, requestId: null })
  }
  if (facts.form === 'written') {
    const count = (code: string, from: LocalDate): LegalTerm | null => {
      const rule = ruleInForce(reference.rules, code, from)
      return rule === null ? null : countTerm(rule, from, reference.calendar)
    }
    add('registration', count('register', facts.receivedOn), facts.registeredOn)
    add('answer', answerTerm(facts, reference), facts.answer?.sentOn ?? facts.forwarding?.on ?? null)
    if (facts.state === 'registered' || facts.forwarding !== null)
      add('forwarding', count('forward', facts.registeredOn), facts.forwarding?.on ?? null)
  }
  for (const request of facts.requests) {
    const term = requestTerm(request, reference)
    if (term !== null) terms.push({ about: 'records', term, metOn: request.settledOn, requestId: request.id })
  }
  return terms.sort(
    (a, b) => Number(a.metOn !== null) - Number(b.metOn !== null) || a.term.due.localeCompare(b.term.due),
  )
}

/** Who has to move now, and what comes next. */
export interface NextStep {
  readonly who: 'you' | 'anyExpert' | 'clinic' | 'supervisor' | 'nobody'
  readonly what:
    | 'take'
    | 'decide'
    | 'remindClinic'
    | 'awaitClinic'
    | 'writeAnswer'
    | 'awaitApproval'
    | 'mendAnswer'
    | 'sendAnswer'
    | 'answerPerson'
    | 'writeNotice'
    | 'mendNotice'
    | 'awaitNotice'
    | 'sendNotice'
    | 'close'
    | 'done'
  /** The date that presses; null without one. `actBy` is the last working day before it. */
  readonly due: LocalDate | null
  readonly actBy: LocalDate | null
}

/** What is next in a case and who is awaited (issue: burning first, with what is next). */
export function nextStep(facts: ComplaintCase, reference: LegalReference, today: LocalDate): NextStep {
  const answer = answerTerm(facts, reference)
  const by = (who: NextStep['who'], what: NextStep['what'], term: LegalTerm | null = answer): NextStep => ({
    who,
    what,
    due: term?.due ?? null,
    actBy: term?.actBy ?? null,
  })
  const notice = noticeStep(facts)
  if (notice !== null && facts.state === 'forwarded') return by(...notice, forwardingTerm(facts, reference))
  if (facts.state === 'answered' || facts.state === 'forwarded') return by('you', 'close', null)
  if (!isCaseOpen(facts.state)) return by('nobody', 'done', null)
  if (facts.assignedTo === null) return by('anyExpert', 'take')
  if (facts.state === 'registered') return by('you', 'take')
  // The applicant is told of a longer term before the first one is over. While the supervisor reads that letter, the work goes on.
  if (notice !== null && notice[1] !== 'awaitNotice')
    return by(...notice, answerTerm({ ...facts, extension: null }, reference))
  if (facts.answer?.approval === 'approved') return by('you', 'sendAnswer')
  if (facts.answer?.approval === 'asked') return by('supervisor', 'awaitApproval')
  const open = openRequests(facts)
    .map((request) => requestTerm(request, reference))
    .filter((term) => term !== null)
    .sort((a, b) => a.due.localeCompare(b.due))[0]
  if (open !== undefined) return open.due < today ? by('you', 'remindClinic', open) : by('clinic', 'awaitClinic', open)
  if (facts.answer?.approval === 'returned') return by('you', 'mendAnswer')
  if (facts.form === 'oral') return by('you', 'answerPerson')
  return by('you', facts.decision === null ? 'decide' : 'writeAnswer')
}

/** Whose move the first letter is that a case still owes; null when it owes none. */
function noticeStep(facts: ComplaintCase): [NextStep['who'], NextStep['what']] | null {
  const steps = noticesOpen(facts).map((kind) => facts.notices?.[kind]?.approval ?? null)
  if (steps.includes(null)) return ['you', 'writeNotice']
  if (steps.includes('returned')) return ['you', 'mendNotice']
  if (steps.includes('approved')) return ['you', 'sendNotice']
  return steps.length === 0 ? null : ['supervisor', 'awaitNotice']
}

function forwardingTerm(facts: TermFacts, { rules, calendar }: LegalReference): LegalTerm | null {
  const rule = ruleInForce(rules, 'forward', facts.registeredOn)
  return rule === null ? null : countTerm(rule, facts.registeredOn, calendar)
}

export function openRequests(facts: Pick<ComplaintCase, 'requests'>): readonly RecordsRequest[] {
  return facts.requests.filter((request) => request.outcome === null)
}

/** Order of the list: what burns first, then by the nearest date, without a date last, closed at the end. */
export function compareUrgency(a: NextStep, b: NextStep): number {
  const isDone = (step: NextStep): number => Number(step.what === 'done')
  return isDone(a) - isDone(b) || (a.actBy ?? '9999').localeCompare(b.actBy ?? '9999')
}
