import { hasHeartDisease } from './conditions.ts'
import type { PriorityGround } from './content.ts'
import { type Draws, lotteryOf, sampleOf } from './draws.ts'
import type { PolyclinicCounts } from './shares.ts'

/** What the support programme does for somebody chosen by exact count. */
export interface Support {
  readonly programme: 'discharge' | 'lowMobility' | 'priority'
  readonly priorityGround: string | null
  readonly care: readonly string[]
  /** Discharge only: whether the representative reached the person and booked a visit. */
  readonly contact: 'booked' | 'reached' | 'notReached' | null
}

export interface Candidates {
  readonly ours: readonly number[]
  readonly ageOf: (index: number) => number
  readonly yearOf: (index: number) => number
  readonly conditions: Uint8Array
  readonly lowMobility: Uint8Array
}

/** Chooses the people of the three programmes; nobody is in two, but eleven of low mobility have a priority right (source 003). */
export function drawSupport(
  draws: Draws,
  counts: PolyclinicCounts,
  grounds: readonly PriorityGround[],
  people: Candidates,
): Map<number, Support> {
  const support = new Map<number, Support>()
  const groundFor = (index: number): string => {
    const year = people.yearOf(index)
    const possible = grounds.filter((g) => (g.bornFrom ?? 0) <= year && year <= (g.bornUntil ?? 9999))
    return lotteryOf(possible.map((g) => [g.code, g.weight] as const)).draw(draws)
  }
  const needed = counts.lowMobilityHome + counts.lowMobilityEscorted
  let frail = people.ours.filter((index) => people.lowMobility[index] === 1 && people.ageOf(index) >= 50)
  if (frail.length < needed) frail = [...frail, ...people.ours.filter((i) => people.ageOf(i) >= 75).slice(0, needed)]
  for (const [order, index] of sampleOf(draws, [...new Set(frail)], needed).entries()) {
    people.lowMobility[index] = 1
    support.set(index, {
      programme: 'lowMobility',
      priorityGround: order < counts.priorityLowMobility ? groundFor(index) : null,
      care: [order % needed < counts.lowMobilityHome ? 'homeCheckUp' : 'escortedCheckUp'],
      contact: null,
    })
  }
  const free = people.ours.filter((index) => people.lowMobility[index] === 0)
  const byRight = counts.priority - counts.priorityLowMobility
  const old = sampleOf(
    draws,
    free.filter((index) => people.ageOf(index) >= 70),
    Math.round(byRight * 0.7),
  )
  const young = sampleOf(
    draws,
    free.filter((index) => people.ageOf(index) < 70),
    byRight - old.length,
  )
  for (const index of [...old, ...young])
    support.set(index, { programme: 'priority', priorityGround: groundFor(index), care: [], contact: null })

  const sick = free.filter((index) => !support.has(index) && hasHeartDisease(people.conditions[index] ?? 0))
  for (const [order, index] of sampleOf(draws, sick, counts.discharge).entries()) {
    const care: string[] = []
    if (order < counts.dischargeHome) care.push('homeVisit')
    else if (order < counts.dischargeHome + counts.dischargeEscorted) care.push('escort')
    // Rehabilitation runs from the far end of the list, so that it falls on others than the visits at home.
    if (order >= counts.discharge - counts.dischargeRehabilitation) care.push('rehabilitation')
    const contact =
      order < counts.dischargeBooked ? 'booked' : order < counts.dischargeReached ? 'reached' : 'notReached'
    support.set(index, { programme: 'discharge', priorityGround: null, care, contact })
  }
  return support
}
