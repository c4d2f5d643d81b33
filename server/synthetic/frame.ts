import type { LocalDate } from '#shared/kernel/calendar.ts'
import { CONDITIONS, HEART_AND_VESSELS, hasHeartDisease } from './conditions.ts'
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
import { drawSupport, type Support } from './support.ts'

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
