import type { CallOutcome, CallResult } from '../call.ts'
import { type CallingRules, type PhoneZones, zoneOfNumber } from './calling-rules.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** One call of ours to a person. Instants are ISO 8601, UTC. */
export interface DialAttempt {
  readonly number: string
  readonly offeredAt: string
  readonly endedAt: string
  readonly result: CallResult
  /** Null until it is wrapped up. */
  readonly outcome: CallOutcome | null
}

/** What dialling a person depends on. */
export interface Dialled {
  /** Numbers in force on this day. */
  readonly phones: readonly { readonly number: string; readonly kind: 'mobile' | 'home' | 'work' }[]
  readonly asksNotToCall: boolean
  readonly isConsentWithdrawn: boolean
  /** Calls of ours to this person, by anybody, in any order. */
  readonly attempts: readonly DialAttempt[]
}

/** Why a person is not dialled any more, whatever the time. */
export type DialBar = 'doNotCall' | 'consentWithdrawn' | 'noNumber' | 'refused' | 'attemptsUsed'

export type DialDecision =
  | { readonly kind: 'dial'; readonly numbers: readonly string[] }
  | { readonly kind: 'wait'; readonly until: string; readonly why: 'quietHours' | 'retry' | 'attemptsToday' }
  | { readonly kind: 'never'; readonly why: DialBar }

export interface DialSurroundings {
  readonly rules: CallingRules
  readonly zones: PhoneZones
  /** Minutes east of UTC of the organisation. */
  readonly organisationMinutes: number
  /** Whether the day (`YYYY-MM-DD`) is one on which people do not work. */
  readonly isDayOff: (day: string) => boolean
}

const REFUSED: ReadonlySet<CallOutcome> = new Set(['refusedToTalk', 'wrongPerson'])
const NOT_A_TALK: ReadonlySet<CallOutcome> = new Set(['cutOff', 'answeringMachine', 'wrongNumber', 'noAnswer', 'busy'])
const KIND_ORDER = ['mobile', 'home', 'work']
/** After these another number of the person is tried at once. [OUT4] */
const LINE_FAULTS = new Set(['busy', 'cutOff', 'failed'])

/** Whether a person may be dialled at an instant, by which numbers in order, or why not. [OUT1]–[OUT6] */
export function mayDial(person: Dialled, around: DialSurroundings, nowMs: number): DialDecision {
  const barred = dialBar(person, around.rules)
  if (barred !== null) return { kind: 'never', why: barred }
  const zones = zonesOf(person, around)
  const series = seriesOf(person.attempts)
  const today = series.filter(({ offeredAt }) =>
    zones.some((zone) => dayIn(Date.parse(offeredAt), zone) === dayIn(nowMs, zone)),
  )
  if (today.length >= around.rules.attemptsPerDay) {
    const tomorrow = Math.max(...zones.map((zone) => startOfDay(nowMs, zone) + DAY_MS))
    return { kind: 'wait', until: instant(dayTime(tomorrow, zones, around)), why: 'attemptsToday' }
  }
  const daytime = dayTime(nowMs, zones, around)
  if (daytime > nowMs) return { kind: 'wait', until: instant(daytime), why: 'quietHours' }
  const numbers = numbersInOrder(person)
  const free = numbers.filter((number) => waitsUntil(number, series, around.rules) <= nowMs)
  if (free.length > 0) return { kind: 'dial', numbers: free }
  const until = Math.min(...numbers.map((number) => waitsUntil(number, series, around.rules)))
  return { kind: 'wait', until: instant(dayTime(until, zones, around)), why: 'retry' }
}

/** What forbids calls to the person whatever the time; null when nothing does. The server asks this before it gives a lease. [OUT9] */
export function dialBar(person: Dialled, rules: Pick<CallingRules, 'attemptsMax'>): DialBar | null {
  if (person.isConsentWithdrawn) return 'consentWithdrawn'
  if (person.asksNotToCall) return 'doNotCall'
  if (numbersInOrder(person).length === 0) return 'noNumber'
  const series = seriesOf(person.attempts)
  if (series.some(({ outcome }) => outcome !== null && REFUSED.has(outcome))) return 'refused'
  return series.length >= rules.attemptsMax ? 'attemptsUsed' : null
}

/** Whether somebody was talked with, as it was wrapped up; a machine, a wrong number and a line cut at once are none. */
export function isTalk({ result, outcome }: Pick<DialAttempt, 'result' | 'outcome'>): boolean {
  return result === 'answered' && outcome !== null && !NOT_A_TALK.has(outcome)
}

/** The attempts since the last talk, oldest first; a refusal is a talk that stays in the series. [OUT2] [OUT6] */
function seriesOf(attempts: readonly DialAttempt[]): readonly DialAttempt[] {
  const ordered = [...attempts].sort((a, b) => a.offeredAt.localeCompare(b.offeredAt))
  const talk = ordered.findLastIndex((it) => isTalk(it) && !(it.outcome !== null && REFUSED.has(it.outcome)))
  return ordered.slice(talk + 1)
}

function numbersInOrder({ phones, attempts }: Dialled): readonly string[] {
  const lastOf = (number: string): string =>
    attempts
      .filter((it) => it.number === number)
      .map(({ offeredAt }) => offeredAt)
      .sort()
      .at(-1) ?? ''
  const isWrong = (number: string): boolean =>
    attempts.some((it) => it.number === number && it.outcome === 'wrongNumber')
  return [...phones]
    .filter(({ number }, index) => !isWrong(number) && phones.findIndex((it) => it.number === number) === index)
    .sort(
      (a, b) =>
        lastOf(a.number).localeCompare(lastOf(b.number)) ||
        KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
        a.number.localeCompare(b.number),
    )
    .map(({ number }) => number)
}

/** When a number may be tried again, milliseconds; 0 for at once. [OUT4] */
function waitsUntil(number: string, series: readonly DialAttempt[], { retryMinutes }: CallingRules): number {
  const last = series.at(-1)
  if (last === undefined) return 0
  const why = whyUnreached(last)
  const own = series.findLast((it) => it.number === number)
  const blocking = last.number !== number && LINE_FAULTS.has(why) ? own : last
  if (blocking === undefined) return 0
  return Date.parse(blocking.endedAt) + retryMinutes[whyUnreached(blocking)] * MINUTE_MS
}

function whyUnreached({ outcome, result }: DialAttempt): keyof CallingRules['retryMinutes'] {
  if (outcome === 'answeringMachine' || outcome === 'cutOff' || outcome === 'busy') return outcome
  if (result === 'busy' || result === 'failed') return result
  return 'noAnswer'
}

/** Zones of the person's fixed numbers; the organisation's when there is none. [OUT3] */
function zonesOf({ phones }: Dialled, { zones, organisationMinutes }: DialSurroundings): readonly number[] {
  const found = phones.flatMap(({ number }) => zoneOfNumber(number, zones) ?? [])
  return found.length === 0 ? [organisationMinutes] : [...new Set(found)]
}

/** The first moment from `fromMs` on at which it is day for the person in every zone. [OUT3] */
function dayTime(fromMs: number, zones: readonly number[], around: DialSurroundings): number {
  let at = fromMs
  // Each step goes to the next opening in some zone: within a week there is one in all, or the hours never meet.
  for (let step = 0; step < 7 * zones.length * 2; step += 1) {
    const next = Math.max(...zones.map((zone) => openFrom(at, zone, around)))
    if (next === at) return at
    at = next
  }
  return at
}

function openFrom(atMs: number, zone: number, { rules, isDayOff }: DialSurroundings): number {
  const start = startOfDay(atMs, zone)
  const hoursOf = (dayMs: number) => (isDayOff(dayIn(dayMs, zone)) ? rules.daysOff : rules.workdays)
  const { from, to } = hoursOf(atMs)
  if (atMs < start + from * 60 * MINUTE_MS) return start + from * 60 * MINUTE_MS
  if (atMs < start + to * 60 * MINUTE_MS) return atMs
  return start + DAY_MS + hoursOf(start + DAY_MS).from * 60 * MINUTE_MS
}

function startOfDay(atMs: number, zone: number): number {
  const local = atMs + zone * MINUTE_MS
  return local - (((local % DAY_MS) + DAY_MS) % DAY_MS) - zone * MINUTE_MS
}

function dayIn(atMs: number, zone: number): string {
  return instant(atMs + zone * MINUTE_MS).slice(0, 10)
}

function instant(ms: number): string {
  return new Date(ms).toISOString()
}
