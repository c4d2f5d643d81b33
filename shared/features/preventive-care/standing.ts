import type { LocalDate } from '../../kernel/calendar.ts'
import { type AttemptFacts, mayAttempt } from './attempts.ts'
import { type DueReason, dueFor, type PreventiveCareRules } from './eligibility.ts'
import type { InformingPlan } from './informing-plan.ts'

/** What planning reads of a person's record. The record itself belongs to another slice; it fits this shape. */
export interface PlannedPerson {
  readonly id: string
  readonly birthDate: LocalDate
  readonly sex: 'male' | 'female'
  readonly precinct: number
  readonly status: 'attached' | 'moved' | 'dead' | 'insurerChanged'
  readonly marks: readonly string[]
  readonly priorityGround: string | null
  readonly prevention: {
    readonly year: number
    readonly quarter: number | null
    readonly state:
      | 'notInvited'
      | 'invited'
      | 'booked'
      | 'stage1Done'
      | 'sentToStage2'
      | 'stage2Done'
      | 'refused'
      | 'noShow'
    readonly stage1On: LocalDate | null
    readonly stage2On: LocalDate | null
    readonly reason: number | null
  }
  readonly consents: { readonly informing: 'none' | 'given' | 'withdrawn' }
}

/** What the desk knows besides the record: talks, a visit, who is working with the person. */
export interface PersonFacts {
  readonly attempts?: AttemptFacts | undefined
  readonly visit?:
    | { readonly state: 'requested' | 'booked' | 'came' | 'noShow'; readonly on: LocalDate | null }
    | undefined
  /** Whose work the person is now (rule LEASE1). */
  readonly holder?: 'me' | 'other' | undefined
}

/**
 * Where a person stands for the representative today. `toInform` is the work: everything else says why this person is not it.
 * `later` waits for a day, `exhausted` has used up the attempts or cannot be reached, `gone` has left the clinic or the insurer.
 */
export const STANDINGS = [
  'toInform',
  'mine',
  'inWork',
  'later',
  'visitAhead',
  'refused',
  'exhausted',
  'noConsent',
  'passed',
  'notDue',
  'gone',
] as const
export type Standing = (typeof STANDINGS)[number]

export interface WhyStanding {
  readonly key:
    | DueReason['key']
    | 'preventiveCare.why.stage2'
    | 'preventiveCare.why.passed'
    | 'preventiveCare.why.gone'
    | 'preventiveCare.why.quarterAhead'
    | 'preventiveCare.why.waitsUntil'
    | 'preventiveCare.why.exhausted'
    | 'preventiveCare.why.impossible'
    | 'preventiveCare.why.refused'
    | 'preventiveCare.why.noConsent'
    | 'preventiveCare.why.visitAhead'
    | 'preventiveCare.why.visitAsked'
    | 'preventiveCare.why.came'
    | 'preventiveCare.why.heldByOther'
  readonly args: Readonly<Record<string, string | number>>
}

export interface PersonStanding {
  readonly standing: Standing
  /** What the person is invited to; null when nothing is due. */
  readonly what: 'checkUp' | 'preventiveExamination' | 'stage2' | null
  readonly why: WhyStanding
}

/**
 * Why a person is or is not to be informed today (REQUIREMENTS P1, P4, P6). The first reason that holds is given: leaving the clinic
 * before age, age before what the clinic reported, that before consent, consent before talks and visits, those before who works with the person.
 */
export function standingOf(
  person: PlannedPerson,
  facts: PersonFacts,
  today: LocalDate,
  rules: PreventiveCareRules,
  plan: InformingPlan,
): PersonStanding {
  const year = Number(today.slice(0, 4))
  const say = (
    standing: Standing,
    what: PersonStanding['what'],
    key: WhyStanding['key'],
    args: WhyStanding['args'] = {},
  ): PersonStanding => ({ standing, what, why: { key, args } })
  if (person.status !== 'attached') return say('gone', null, 'preventiveCare.why.gone', { status: person.status })
  const due = dueFor(person, year, rules)
  if (due.due === 'none') return say('notDue', null, due.why.key, due.why.args)
  // What the record says about another year says nothing about this one.
  const isThisYear = person.prevention.year === year
  const state = isThisYear ? person.prevention.state : 'notInvited'
  const passedOn = isThisYear ? (person.prevention.stage2On ?? person.prevention.stage1On) : null
  if (state === 'stage1Done' || state === 'stage2Done')
    return say('passed', null, 'preventiveCare.why.passed', passedOn === null ? {} : { date: passedOn })
  const what = state === 'sentToStage2' ? 'stage2' : due.due
  const quarter = isThisYear ? person.prevention.quarter : null
  if (what !== 'stage2' && quarter !== null && quarter > quarterOf(today))
    return say('later', what, 'preventiveCare.why.quarterAhead', { quarter })
  if (person.consents.informing === 'withdrawn') return say('noConsent', what, 'preventiveCare.why.noConsent')
  const visit = visitStanding(facts, state, today)
  if (visit !== null) return { ...visit, what }
  const talk = talkStanding(facts.attempts, state, today, plan)
  if (talk !== null) return { ...talk, what }
  if (facts.holder === 'other') return say('inWork', what, 'preventiveCare.why.heldByOther')
  // Whom one holds oneself is still to be informed, and for the same reason.
  const standing = facts.holder === 'me' ? 'mine' : 'toInform'
  return what === 'stage2'
    ? say(standing, what, 'preventiveCare.why.stage2', passedOn === null ? {} : { date: passedOn })
    : say(standing, what, due.why.key, due.why.args)
}

type Said = Omit<PersonStanding, 'what'>

/** A visit that lies ahead or took place ends the work. One that failed, or lies behind and was never answered for, begins it again. */
function visitStanding(
  { visit, attempts }: PersonFacts,
  state: PlannedPerson['prevention']['state'],
  today: LocalDate,
): Said | null {
  if (visit === undefined) {
    const saidBooked =
      attempts === undefined ? state === 'booked' : attempts.lastResult === 'booked' && state !== 'noShow'
    return saidBooked ? { standing: 'visitAhead', why: { key: 'preventiveCare.why.visitAsked', args: {} } } : null
  }
  if (visit.state === 'came') return { standing: 'visitAhead', why: { key: 'preventiveCare.why.came', args: {} } }
  if (visit.state === 'requested')
    return { standing: 'visitAhead', why: { key: 'preventiveCare.why.visitAsked', args: {} } }
  if (visit.state === 'booked' && visit.on !== null && visit.on >= today)
    return { standing: 'visitAhead', why: { key: 'preventiveCare.why.visitAhead', args: { date: visit.on } } }
  return null
}

function talkStanding(
  attempts: AttemptFacts | undefined,
  state: PlannedPerson['prevention']['state'],
  today: LocalDate,
  plan: InformingPlan,
): Said | null {
  const said = (standing: Standing, key: WhyStanding['key'], args: WhyStanding['args'] = {}): Said => ({
    standing,
    why: { key, args },
  })
  if (attempts === undefined) return state === 'refused' ? said('refused', 'preventiveCare.why.refused') : null
  if (attempts.lastResult === 'refused') return said('refused', 'preventiveCare.why.refused')
  if (attempts.lastResult === 'impossible') return said('exhausted', 'preventiveCare.why.impossible')
  if (attempts.unanswered >= plan.attemptsMax)
    return said('exhausted', 'preventiveCare.why.exhausted', { count: attempts.unanswered })
  if (attempts.nextOn !== null && attempts.nextOn > today)
    return said('later', 'preventiveCare.why.waitsUntil', { date: attempts.nextOn })
  return mayAttempt(attempts, plan) ? null : said('later', 'preventiveCare.why.waitsUntil', { date: today })
}

function quarterOf(day: LocalDate): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3)
}

/** Stage of informing that is recorded for what is due: an invitation first, then reminders (DOMAIN §5). */
export function stageOf(
  what: 'checkUp' | 'preventiveExamination' | 'stage2',
  wasInformed: boolean,
): '101' | '102' | '103' | '104' | '201' | '202' {
  if (what === 'stage2') return wasInformed ? '104' : '103'
  if (what === 'preventiveExamination') return wasInformed ? '202' : '201'
  return wasInformed ? '102' : '101'
}
