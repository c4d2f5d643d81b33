import type { LocalDate } from '#shared/kernel/calendar.ts'
import type { PriorityGround } from './content.ts'
import { type Draws, drawsOf, lotteryOf, sampleOf } from './draws.ts'
import type { ReferenceData } from './polyclinic.ts'
import {
  AGE_BANDS,
  byAge,
  CHRONIC,
  CHRONIC_AGES,
  type Condition,
  DIABETES_ODDS,
  LOW_MOBILITY,
  type PolyclinicCounts,
} from './shares.ts'

export const DAY_MS = 86_400_000

/** Planted faults of the registry, each in the same number of our people (DOMAIN §10, «dirty data»). */
export const DIRTY_KINDS = [
  'policyCheckDigit',
  'policyOtherDate',
  'oldStylePolicy',
  'temporaryPolicy',
  'noPatronymic',
  'moved',
  'dead',
  'insurerChanged',
  'namesake',
  'yoTwin',
] as const
export type DirtyKind = (typeof DIRTY_KINDS)[number]

/** What the support programme does for somebody chosen by exact count. */
export interface Support {
  readonly programme: 'discharge' | 'lowMobility' | 'priority'
  readonly priorityGround: string | null
  readonly care: readonly string[]
  /** Discharge only: whether the representative reached the person and booked a visit. */
  readonly contact: 'booked' | 'reached' | 'notReached' | null
}

/**
 * Everything that counts must come out exactly for is decided here for the whole clinic before the first person is written: age, sex, insurer, chronic
 * conditions, programmes, planted faults. About 2 MB for the full size; the rest of a person is drawn while streaming.
 */
export interface Frame {
  readonly attached: number
  /** Days since 1970-01-01; negative before. */
  readonly birthDay: Int32Array
  readonly woman: Uint8Array
  /** 0 = ours, otherwise the index in `places.otherInsurers` plus 1. */
  readonly insurer: Uint8Array
  /** Bit set over the keys of `CHRONIC`, ours only. */
  readonly conditions: Uint8Array
  readonly lowMobility: Uint8Array
  readonly support: ReadonlyMap<number, Support>
  readonly dirty: ReadonlyMap<number, DirtyKind>
  /** Twin or namesake → the earlier person whose name and birth date it bears. */
  readonly copyOf: ReadonlyMap<number, number>
}

export const CONDITIONS = Object.keys(CHRONIC) as Condition[]
export function hasCondition(mask: number, condition: Condition): boolean {
  return (mask & (1 << CONDITIONS.indexOf(condition))) !== 0
}
const HEART_AND_VESSELS: readonly Condition[] = ['ischaemia', 'fibrillation', 'heartFailure', 'cerebrovascular']
export function hasHeartDisease(mask: number): boolean {
  return HEART_AND_VESSELS.some((condition) => hasCondition(mask, condition))
}

export function frameOf(seed: number, counts: PolyclinicCounts, today: LocalDate, reference: ReferenceData): Frame {
  const attached = counts.attached
  const todayDay = Date.parse(today) / DAY_MS
  const birthDay = new Int32Array(attached)
  const woman = new Uint8Array(attached)
  drawBirths(drawsOf(seed, 'birth'), today, birthDay, woman)
  const insurer = new Uint8Array(attached)
  drawInsurers(drawsOf(seed, 'insurer'), counts.ours, reference, insurer)

  const ours: number[] = []
  for (let i = 0; i < attached; i += 1) if (insurer[i] === 0) ours.push(i)
  const ageOf = (index: number): number => Math.floor((todayDay - (birthDay[index] ?? 0)) / 365.2425)
  const conditions = new Uint8Array(attached)
  const lowMobility = new Uint8Array(attached)
  const health = drawsOf(seed, 'health')
  const chronic = chronicByAge()
  for (const index of ours) {
    conditions[index] = drawConditions(health, byAge(ageOf(index), CHRONIC_AGES, chronic))
    const share = byAge(ageOf(index), LOW_MOBILITY.below, LOW_MOBILITY.shares)
    lowMobility[index] = health.chance(share) ? 1 : 0
  }
  const support = drawSupport(drawsOf(seed, 'support'), counts, reference.priorityGrounds, {
    ours,
    ageOf,
    conditions,
    lowMobility,
    yearOf: (index) => new Date((birthDay[index] ?? 0) * DAY_MS).getUTCFullYear(),
  })
  const { dirty, copyOf } = drawDirt(
    drawsOf(seed, 'dirt'),
    counts,
    ours.filter((index) => !support.has(index)),
  )
  for (const [copy, original] of copyOf) {
    birthDay[copy] = birthDay[original] ?? 0
    woman[copy] = woman[original] ?? 0
  }
  return { attached, birthDay, woman, insurer, conditions, lowMobility, support, dirty, copyOf }
}

function drawBirths(draws: Draws, today: LocalDate, birthDay: Int32Array, woman: Uint8Array): void {
  const bands = lotteryOf(AGE_BANDS.map((band) => [band, band.share] as const))
  const [year, rest] = [Number(today.slice(0, 4)), today.slice(4)]
  const birthdays = new Map<number, number>()
  for (let i = 0; i < birthDay.length; i += 1) {
    const band = bands.draw(draws)
    // The very old thin out towards the end of their wide band; other bands are narrow enough to be even.
    const within = band.to - band.from > 5 ? draws.unit() ** 2.5 : draws.unit()
    const age = band.from + Math.floor(within * (band.to - band.from + 1))
    let birthday = birthdays.get(age)
    if (birthday === undefined) {
      birthday = Date.parse(`${year - age}${rest === '-02-29' ? '-02-28' : rest}`) / DAY_MS
      birthdays.set(age, birthday)
    }
    birthDay[i] = birthday - draws.between(0, 364)
    woman[i] = draws.chance(band.women) ? 1 : 0
  }
}

/** Deals the insurers out so that every quota is met exactly and the order is random. */
function drawInsurers(draws: Draws, ours: number, reference: ReferenceData, insurer: Uint8Array): void {
  const others = insurer.length - ours
  const weights = reference.places.otherInsurers.map((other) => other.weight)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const quotas = [ours, ...weights.map((weight) => Math.floor((others * weight) / total))]
  quotas[1] = (quotas[1] ?? 0) + others - quotas.slice(1).reduce((sum, quota) => sum + quota, 0)
  for (let i = 0; i < insurer.length; i += 1) {
    let at = draws.between(1, insurer.length - i)
    let choice = 0
    while (at > (quotas[choice] ?? 0)) {
      at -= quotas[choice] ?? 0
      choice += 1
    }
    quotas[choice] = (quotas[choice] ?? 1) - 1
    insurer[i] = choice
  }
}

type ChronicShares = Readonly<Record<Condition, number>> & { readonly diabetesWithHeart: number }

/**
 * Shares by column of age. The odds of diabetes are higher with a heart or vessel disease, lower without, so that the share in the whole column stays as
 * given: p solves q·f(p) + (1 − q)·p = share, where f multiplies the odds.
 */
function chronicByAge(): ChronicShares[] {
  const raised = (p: number): number => (DIABETES_ODDS * p) / (1 - p + DIABETES_ODDS * p)
  return CHRONIC.hypertension.map((_, column) => {
    const share = (condition: Condition): number => (CHRONIC[condition][column] ?? 0) / 100
    const shares = Object.fromEntries(CONDITIONS.map((condition) => [condition, share(condition)]))
    const withHeart = 1 - HEART_AND_VESSELS.reduce((none, condition) => none * (1 - share(condition)), 1)
    let [low, high] = [0, share('diabetes')]
    for (let step = 0; step < 40; step += 1) {
      const middle = (low + high) / 2
      if (withHeart * raised(middle) + (1 - withHeart) * middle < share('diabetes')) low = middle
      else high = middle
    }
    return { ...shares, diabetes: low, diabetesWithHeart: raised(low) } as ChronicShares
  })
}

function drawConditions(draws: Draws, shares: ChronicShares): number {
  let mask = 0
  for (const [bit, condition] of CONDITIONS.entries()) {
    const share = condition === 'diabetes' && hasHeartDisease(mask) ? shares.diabetesWithHeart : shares[condition]
    if (draws.chance(share)) mask |= 1 << bit
  }
  return mask
}

interface Candidates {
  readonly ours: readonly number[]
  readonly ageOf: (index: number) => number
  readonly yearOf: (index: number) => number
  readonly conditions: Uint8Array
  readonly lowMobility: Uint8Array
}

/** Chooses the people of the three programmes; nobody is in two, but eleven of low mobility have a priority right (source 003). */
function drawSupport(
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

function drawDirt(draws: Draws, counts: PolyclinicCounts, clean: readonly number[]) {
  const each = counts.dirtyOfEachKind
  const pairs = 2 * each
  const chosen = sampleOf(draws, clean, DIRTY_KINDS.length * each + pairs)
  const dirty = new Map<number, DirtyKind>()
  const copyOf = new Map<number, number>()
  const originals = chosen.splice(0, pairs)
  for (const [order, index] of chosen.entries()) {
    const kind = DIRTY_KINDS[Math.floor(order / each)]
    if (kind === undefined) break
    if (kind !== 'namesake' && kind !== 'yoTwin') {
      dirty.set(index, kind)
      continue
    }
    const other = originals.pop() ?? index
    // The original must have been written when its copy is.
    const [original, copy] = other < index ? [other, index] : [index, other]
    dirty.set(copy, kind)
    copyOf.set(copy, original)
  }
  return { dirty, copyOf }
}
