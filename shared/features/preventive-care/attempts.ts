import { addDays, type LocalDate } from '../../kernel/calendar.ts'
import type { Informing } from './informing.ts'
import type { InformingPlan } from './informing-plan.ts'

/** What this year's talks with a person came to, as far as planning needs it. */
export interface AttemptFacts {
  readonly personId: string
  /** Attempts without an answer since the last talk. */
  readonly unanswered: number
  readonly attemptsToday: number
  readonly lastOn: LocalDate
  readonly lastResult: Informing['result']
  /** Not before this day; null when the result closes the matter. */
  readonly nextOn: LocalDate | null
}

/** Invitations and reminders to stages 1 and 2 and to the examination; surveys and dispensary visits are other matters. */
const INVITING = new Set<string>(['101', '102', '103', '104', '201', '202'])

/**
 * Sums up the informings of a year per person (REQUIREMENTS P5, P6). Order of arrival does not matter: late results of a desk that was
 * offline fall into their place by the moment they happened.
 * @param dayOf the local day of an instant
 */
export function attemptFacts(
  informings: readonly Informing[],
  today: LocalDate,
  plan: InformingPlan,
  dayOf: (instant: string) => LocalDate,
): Map<string, AttemptFacts> {
  const year = today.slice(0, 4)
  const byPerson = new Map<string, Informing[]>()
  for (const informing of informings) {
    if (!INVITING.has(informing.stage) || dayOf(informing.at).slice(0, 4) !== year) continue
    const list = byPerson.get(informing.personId)
    if (list) list.push(informing)
    else byPerson.set(informing.personId, [informing])
  }
  const facts = new Map<string, AttemptFacts>()
  for (const [personId, list] of byPerson) {
    list.sort((a, b) => (a.at < b.at ? -1 : 1))
    const last = list[list.length - 1] as Informing
    let unanswered = 0
    for (const { result } of list) unanswered = result === 'notReached' ? unanswered + 1 : 0
    facts.set(personId, {
      personId,
      unanswered,
      attemptsToday: list.filter((it) => dayOf(it.at) === today).length,
      lastOn: dayOf(last.at),
      lastResult: last.result,
      nextOn: nextAttemptOn(last, dayOf(last.at), plan),
    })
  }
  return facts
}

/** The first day of the next attempt after this result, or null when there is none to plan. */
export function nextAttemptOn(
  result: Pick<Informing, 'result' | 'repeatOn'>,
  day: LocalDate,
  plan: InformingPlan,
): LocalDate | null {
  switch (result.result) {
    case 'notReached':
      return addDays(day, plan.retryAfterDays)
    case 'willThink':
      return result.repeatOn ?? addDays(day, plan.thinkDays)
    case 'agreed':
      return addDays(day, plan.remindAfterDays)
    case 'alreadyPassed':
      return addDays(day, plan.passedCheckDays)
    case 'booked':
    case 'refused':
    case 'impossible':
      return null
  }
}

/** Why nobody calls now: the year's series is used up, or the day. */
export type AttemptStop = 'series' | 'day'

/** What forbids one more attempt on this day (REQUIREMENTS P5); null when nothing does. People who come up themselves are told all the same. */
export function attemptStop(facts: AttemptFacts | undefined, plan: InformingPlan): AttemptStop | null {
  if (facts === undefined) return null
  if (facts.unanswered >= plan.attemptsMax) return 'series'
  return facts.attemptsToday >= plan.attemptsPerDay ? 'day' : null
}

/** Whether one more attempt may be made on this day: neither the year's series nor the day is used up. */
export function mayAttempt(facts: AttemptFacts | undefined, plan: InformingPlan): boolean {
  return attemptStop(facts, plan) === null
}
