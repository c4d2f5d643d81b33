import type { IntakeHints } from '#renderer/features/appeals/appeal-intake.ts'
import { wallClock } from '#renderer/i18n/today.ts'
import { scriptInForce } from '#shared/features/call-scripts/effective.ts'
import type { ScriptFacts } from '#shared/features/call-scripts/path.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import { dayPart, type RawValues } from '#shared/features/call-scripts/speak.ts'
import type { RunSummary } from '#shared/features/call-scripts/summary.ts'
import type { Clinic } from '#shared/features/clinics/clinic.ts'
import type { Contact } from '#shared/features/insured-persons/contact.ts'
import { fullName, type InsuredPerson, mayBeInvited } from '#shared/features/insured-persons/person.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { ageReachedIn, type LocalDate } from '#shared/kernel/calendar.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { type CallSheet, whoOf } from './call-sheet.ts'

/** What the desk knows about a call, joined out of the slices; everything derived from it is pure. */
export interface CallKnowledge {
  readonly sheet: CallSheet
  readonly person: InsuredPerson | null
  readonly contact: Contact | null
  readonly clinic: Clinic | null
  readonly me: { readonly name: string; readonly orgName: string }
  readonly isOnline: boolean
}

/**
 * The script of a call: the newest of its purpose in force on `today`. People called because of preventive care are invited; whoever
 * calls in is consulted.
 */
export function scriptFor(
  scripts: readonly CallScript[],
  call: Pick<CallSheet, 'direction'>,
  person: InsuredPerson | null,
  today: LocalDate,
): CallScript | null {
  const isInvitation = call.direction === 'out' && person !== null && mayBeInvited(person)
  const purpose: CallScript['purpose'] = isInvitation ? 'checkUpInvitation' : 'inboundConsultation'
  return scriptInForce(scripts, purpose, today)
}

/** The script with the articles of the knowledge base among its typical questions; a run keeps them as it began (REQUIREMENTS C4). */
export function withArticles(script: CallScript, articles: readonly KnowledgeArticle[]): CallScript {
  const own = new Set(script.questions.map((item) => item.id))
  const added = articles
    .filter((article) => !own.has(article.id))
    .toSorted((a, b) => a.themeCode.localeCompare(b.themeCode, 'ru', { numeric: true }) || a.id.localeCompare(b.id))
    .map(({ id, question, answer, words, themeCode, source, sourceDate, obsoleteAfter }) => ({
      id,
      question,
      answer,
      words,
      themeCode,
      source,
      sourceDate,
      obsoleteAfter,
    }))
  return { ...script, questions: [...script.questions, ...added] }
}

/** What the checks of a script ask. Age is that reached in the calendar year, as preventive care counts it. */
export function factsFor(known: CallKnowledge, summary: Pick<RunSummary, 'means'> | null, nowMs: number): ScriptFacts {
  const { sheet, person } = known
  const now = wallClock(nowMs)
  return {
    personKnown: person !== null,
    checkUpDue: person !== null && mayBeInvited(person) && sheet.informed === null,
    inbound: sheet.direction === 'in',
    complaint: summary?.means.kind === 'complaint',
    online: known.isOnline,
    stageTwoDue: person?.prevention.state === 'sentToStage2',
    lowMobility: person?.marks.includes('lowMobility') ?? false,
    priorityRight: person?.marks.includes('priorityRight') ?? false,
    supportConsent: person?.consents.support === 'given',
    ...(person === null ? {} : { sex: person.sex }),
    quantities: {
      'call.hour': now.getUTCHours(),
      ...(person === null ? {} : { 'person.age': ageReachedIn(now.getUTCFullYear(), person.birthDate) }),
    },
  }
}

/** What a script may say; absent values are said by its neutral phrases. */
export function valuesFor(known: CallKnowledge, nowMs: number): RawValues {
  const { sheet, person, clinic, me } = known
  const unit = clinic?.units.find((it) => it.number === person?.unit)
  const quarter = person?.prevention.quarter
  return {
    'day.part': dayPart(wallClock(nowMs).getUTCHours()),
    'me.name': me.name,
    'org.name': me.orgName,
    'person.surname': person?.surname,
    'person.givenName': person?.givenName,
    'person.patronymic': person?.patronymic,
    'person.sex': person?.sex,
    'clinic.name': clinic?.shortName,
    'clinic.phone': unit === undefined ? null : formatPhone(unit.phone),
    'clinic.address': unit?.address,
    'plan.due': person === null || person.prevention.due === 'none' ? null : person.prevention.due,
    'plan.quarter': quarter === null || quarter === undefined ? null : `q${quarter}`,
    'appeal.number': sheet.appeals.at(-1)?.number,
  }
}

function dueSeenOf({ prevention }: InsuredPerson): NonNullable<IntakeHints['dueSeen']> {
  const { year, due, quarter, state } = prevention
  return { year, due, quarter, state }
}

/** What the form of the appeal need not ask. */
export function hintsFor(known: CallKnowledge, summary: RunSummary | null): IntakeHints {
  const { sheet, person, contact } = known
  const { contactId } = whoOf(sheet)
  const means = summary?.means ?? {}
  return {
    callId: sheet.callId,
    source: sheet.source,
    channel: sheet.source === 'fundContactCentre' ? 'fundForwarded' : 'phone',
    person: person === null ? null : { id: person.id, name: fullName(person) },
    contact: contact === null || contactId === null ? null : { id: contactId, name: contact.name },
    phone: sheet.remoteNumber === '' ? null : sheet.remoteNumber,
    // Complaints are about the clinic of attachment far more often than about another one.
    clinicId: means.kind === 'complaint' ? (person?.clinicId ?? null) : null,
    kind: means.kind ?? null,
    themeCode: summary?.themeCode ?? null,
    form: means.appealForm ?? null,
    result: means.appealResult ?? null,
    reviewLine: means.reviewLine ?? null,
    text: summary?.texts.appealText ?? '',
    resultText: summary?.texts.resultText ?? '',
    ...(person === null ? {} : { dueSeen: dueSeenOf(person) }),
  }
}
