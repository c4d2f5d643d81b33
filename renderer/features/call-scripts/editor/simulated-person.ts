import type { Translate } from '#renderer/i18n/catalogue.ts'
import type { TextsOf } from '#renderer/i18n/catalogues.ts'
import type { DeskDrafts, DeskWrites } from '#renderer/sync/desk-data.ts'
import type { ScriptFacts } from '#shared/features/call-scripts/condition.ts'
import { dayPart, type RawValues } from '#shared/features/call-scripts/speak.ts'
import { ok } from '#shared/kernel/result.ts'

/** A person who does not exist, as far as a script can tell people apart. */
export interface SimulatedPerson {
  readonly isKnown: boolean
  readonly isInbound: boolean
  readonly isDue: boolean
  readonly isStageTwoDue: boolean
  readonly isLowMobility: boolean
  readonly hasPriority: boolean
  readonly hasSupport: boolean
  readonly sex: 'male' | 'female'
  /** Full years reached in the calendar year. */
  readonly age: number
  /** Local hour of the talk, 0–23. */
  readonly hour: number
}

const SOMEBODY: SimulatedPerson = {
  isKnown: true,
  isInbound: true,
  isDue: false,
  isStageTwoDue: false,
  isLowMobility: false,
  hasPriority: false,
  hasSupport: false,
  sex: 'female',
  age: 52,
  hour: 11,
}

/** People to begin with; their names stand in the catalogue. */
export const PEOPLE = {
  dueWoman: { ...SOMEBODY, isDue: true },
  stranger: { ...SOMEBODY, isKnown: false },
  youngMan: { ...SOMEBODY, sex: 'male', age: 24, hour: 19 },
  oldMan: { ...SOMEBODY, sex: 'male', age: 81, isLowMobility: true, hasPriority: true, isInbound: false, isDue: true },
  afterStageOne: { ...SOMEBODY, isInbound: false, isStageTwoDue: true, hasSupport: true, age: 63 },
} as const satisfies Record<string, SimulatedPerson>

export function factsOf(person: SimulatedPerson): ScriptFacts {
  const { isKnown } = person
  return {
    personKnown: isKnown,
    inbound: person.isInbound,
    online: true,
    complaint: false,
    checkUpDue: isKnown && person.isDue,
    stageTwoDue: isKnown && person.isStageTwoDue,
    lowMobility: isKnown && person.isLowMobility,
    priorityRight: isKnown && person.hasPriority,
    supportConsent: isKnown && person.hasSupport,
    ...(isKnown ? { sex: person.sex } : {}),
    quantities: { 'call.hour': person.hour, ...(isKnown ? { 'person.age': person.age } : {}) },
  }
}

/** What a script may say of them. */
export function valuesOf(person: SimulatedPerson, t: Translate<TextsOf<'scriptEditor'>>): RawValues {
  const common = {
    'day.part': dayPart(person.hour),
    'me.name': t('person.me'),
    'org.name': t('person.org'),
    'org.phone': t('person.phone'),
  }
  if (!person.isKnown) return common
  return {
    ...common,
    'person.surname': t(`person.surname.${person.sex}`),
    'person.givenName': t(`person.given.${person.sex}`),
    'person.patronymic': t(`person.patronymic.${person.sex}`),
    'person.sex': person.sex,
    'clinic.name': t('person.clinic'),
    'clinic.phone': t('person.phone'),
    'clinic.address': t('person.address'),
    'plan.due': person.isDue ? 'checkUp' : null,
    'plan.quarter': person.isDue ? 'q4' : null,
  }
}

/** Drafts of a talk that is not one: they live as long as it. */
export function unkeptDrafts(): DeskDrafts {
  const kept = new Map<string, unknown>()
  return {
    load: async <T>(key: string) => (kept.get(key) ?? null) as T | null,
    save: async (key, value) => void kept.set(key, value),
    drop: async (key) => void kept.delete(key),
    keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    settled: async () => undefined,
  }
}

/** A simulated talk is recorded nowhere: reports and the fund must never see it. */
export const simulatedWrites: Pick<DeskWrites, 'dispatch'> = {
  dispatch: async () => ok({ commandId: '', number: null }),
}
