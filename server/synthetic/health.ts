import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import type { ClinicId, PersonId } from '#shared/kernel/ids.ts'
import { CONDITIONS, hasCondition } from './conditions.ts'
import { type Draws, type Lottery, lotteryOf } from './draws.ts'
import type { HealthFact } from './polyclinic.ts'
import { type Condition, HEALTH_GROUPS } from './shares.ts'

/** ICD-10 codes of a condition by frequency; cancer differs by sex. */
const CODES: Readonly<Record<Condition, Lottery<string>>> = {
  hypertension: lotteryOf([
    ['I10', 62],
    ['I11.9', 28],
    ['I11.0', 5],
    ['I12.9', 3],
    ['I13.9', 2],
  ]),
  ischaemia: lotteryOf([
    ['I20.8', 34],
    ['I25.1', 30],
    ['I25.2', 16],
    ['I25.8', 12],
    ['I20.1', 8],
  ]),
  fibrillation: lotteryOf([
    ['I48.0', 45],
    ['I48.1', 25],
    ['I48.2', 20],
    ['I48.9', 10],
  ]),
  heartFailure: lotteryOf([
    ['I50.0', 75],
    ['I50.9', 25],
  ]),
  cerebrovascular: lotteryOf([
    ['I67.8', 45],
    ['I67.2', 25],
    ['I69.3', 18],
    ['I65.2', 12],
  ]),
  diabetes: lotteryOf([
    ['E11.9', 60],
    ['E11.7', 20],
    ['E11.4', 12],
    ['E11.2', 8],
  ]),
  lung: lotteryOf([
    ['J44.8', 60],
    ['J44.9', 25],
    ['J44.1', 15],
  ]),
  cancer: lotteryOf([
    ['C44.3', 30],
    ['C18.7', 20],
    ['C34.1', 15],
    ['C64', 12],
    ['C16.2', 12],
    ['C73', 11],
  ]),
}
const CANCER_OF_WOMEN = lotteryOf([
  ['C50.4', 60],
  ['C54.1', 25],
  ['C53.8', 15],
] as const)
const CANCER_OF_MEN = lotteryOf([['C61', 1]] as const)
const GROUPS = { healthy: lotteryOf(HEALTH_GROUPS.healthy), chronic: lotteryOf(HEALTH_GROUPS.chronic) }

const CYRILLIC: Readonly<Record<string, string>> = { C: 'С', E: 'Е' }
/** Share of codes that a clinic typed with a Cyrillic letter (letters that look alike only). */
const CYRILLIC_SHARE = 0.005
const DISPENSARY_SHARE = 0.72

export interface Patient {
  readonly id: PersonId
  readonly clinicId: ClinicId
  readonly sex: 'male' | 'female'
  readonly age: number
  readonly conditions: number
  readonly isSupported: boolean
}

/** A `HealthFact` before it is given an id. */
export type HealthFactDraft = Omit<HealthFact, 'id' | 'personId' | 'clinicId'>

/** Diagnoses of a person, each known for up to fifteen years. People in the support programme are under observation for all of them. */
export function drawDiagnoses(draws: Draws, patient: Patient, today: LocalDate): HealthFactDraft[] {
  const facts: HealthFactDraft[] = []
  for (const condition of CONDITIONS) {
    if (!hasCondition(patient.conditions, condition)) continue
    const code = codeOf(draws, condition, patient.sex)
    const letter = CYRILLIC[code.slice(0, 1)]
    const isMistyped = draws.chance(CYRILLIC_SHARE)
    const years = Math.min(15, Math.max(1, patient.age - 17))
    facts.push({
      kind: 'diagnosis',
      code: isMistyped && letter !== undefined ? letter + code.slice(1) : code,
      since: addDays(today, -draws.between(20, years * 365)),
      dispensary: draws.chance(DISPENSARY_SHARE) || patient.isSupported,
    })
  }
  return facts
}

function codeOf(draws: Draws, condition: Condition, sex: 'male' | 'female'): string {
  if (condition === 'cancer' && draws.chance(0.55))
    return (sex === 'female' ? CANCER_OF_WOMEN : CANCER_OF_MEN).draw(draws)
  return CODES[condition].draw(draws)
}

/** Health group after stage 1 of the check-up. */
export function drawHealthGroup(draws: Draws, conditions: number, stage1On: LocalDate): HealthFactDraft {
  const code = (conditions === 0 ? GROUPS.healthy : GROUPS.chronic).draw(draws)
  return { kind: 'healthGroup', code, since: stage1On, dispensary: false }
}
