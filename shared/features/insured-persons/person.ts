import { z } from 'zod'
import { type LocalDate, localDate } from '../../kernel/calendar.ts'
import { clinicId, personId } from '../../kernel/ids.ts'
import { phoneNumber } from '../../kernel/phone.ts'
import { policy } from '../../kernel/policy-number.ts'

/**
 * Marks that change how a person is spoken to and in what order people are invited (DOMAIN §7, 003). No diagnosis is among them:
 * diagnoses are a record of their own that levels 1 and 2 never receive.
 */
export const personMark = z.enum([
  'highCardiovascularRisk',
  'comorbid',
  'priorityRight',
  'lowMobility',
  'dischargeSupport',
  'dispensaryObservation',
])
export type PersonMark = z.infer<typeof personMark>

/** Who told the contact data (REQUIREMENTS P12, DOMAIN §7: also through relatives and neighbours). */
export const contactSource = z.enum(['person', 'relative', 'neighbour', 'clinic', 'call', 'document'])

export const personPhone = z.object({
  number: phoneNumber,
  kind: z.enum(['mobile', 'home', 'work']),
  /** False once a call showed that the number is not this person's. */
  valid: z.boolean(),
  /** First and last day on which the number is the person's; left out where nobody named one. */
  validFrom: localDate.optional(),
  validTo: localDate.optional(),
  /** Who told the number, or told last that it is right or wrong; left out of what the registry brought. */
  source: contactSource.optional(),
})
export type PersonPhone = Readonly<z.infer<typeof personPhone>>

export const consentState = z.enum(['none', 'given', 'withdrawn'])

/** Ways of telling a person something: `inPerson` at the post, `home` by a visit to the address. */
export const REACH_WAYS = ['call', 'sms', 'messenger', 'email', 'post', 'inPerson', 'home'] as const
export const reachWay = z.enum(REACH_WAYS)
export type ReachWay = z.infer<typeof reachWay>

/** Where a person stands in the preventive care of a year (REQUIREMENTS P6). */
export const preventionState = z.enum([
  'notInvited',
  'invited',
  'booked',
  'stage1Done',
  'sentToStage2',
  'stage2Done',
  'refused',
  'noShow',
])
export type PreventionState = z.infer<typeof preventionState>

export const prevention = z.object({
  year: z.number().int(),
  /** What is due this year by the rules in force, `none` when nothing is. */
  due: z.enum(['checkUp', 'preventiveExamination', 'none']),
  /** Quarter of the clinic's plan; null when not planned. */
  quarter: z.number().int().min(1).max(4).nullable(),
  state: preventionState,
  stage1On: localDate.nullable(),
  stage2On: localDate.nullable(),
  /** Code 1–20 of the reasons for not coming (DOMAIN §6), when refused or not come. */
  reason: z.number().int().min(1).max(20).nullable(),
})

/** застрахованное лицо. About 800 bytes of JSON; 67,400 of them make the registry of a clinic. */
export const insuredPerson = z.object({
  id: personId,
  surname: z.string().max(80),
  givenName: z.string().max(80),
  /** Null when the person has none (`НЕТ` in exchange files). */
  patronymic: z.string().max(80).nullable(),
  birthDate: localDate,
  sex: z.enum(['male', 'female']),
  policy,
  /** Eleven digits, or null when unknown. */
  snils: z
    .string()
    .regex(/^\d{11}$/)
    .nullable(),
  phones: z.array(personPhone).max(6),
  email: z.string().max(120).nullable(),
  /** How the person asked to be told, the best way first; left out while nobody asked. */
  preferredWays: z.array(reachWay).max(REACH_WAYS.length).optional(),
  address: z.object({
    street: z.string().max(120),
    house: z.string().max(20),
    building: z.string().max(10).nullable(),
    flat: z.string().max(10).nullable(),
  }),
  clinicId,
  /** Number of the clinic's unit (подразделение), 1-based. */
  unit: z.number().int().min(1),
  /** Therapeutic precinct (участок). */
  precinct: z.number().int().min(1),
  /** Five digits of the insurer (F002). */
  insurerCode: z.string().regex(/^\d{5}$/),
  status: z.enum(['attached', 'moved', 'dead', 'insurerChanged']),
  marks: z.array(personMark),
  /** Ground of the priority right, when the mark is there: a code of the reference data. */
  priorityGround: z.string().max(40).nullable(),
  prevention,
  consents: z.object({
    informing: consentState,
    sms: consentState,
    support: consentState,
    /** Processing of personal data beyond what the insurance itself requires (152-ФЗ); left out while nobody asked. */
    personalData: consentState.optional(),
  }),
})
export type InsuredPerson = Readonly<z.infer<typeof insuredPerson>>

/** Whether the number may be offered for calling on a day: it is the person's, and the day lies within its time. */
export function isPhoneInForce(phone: PersonPhone, today: LocalDate): boolean {
  const { valid, validFrom = today, validTo = today } = phone
  return valid && validFrom <= today && validTo >= today
}

/** «Смирнова Анна Петровна». */
export function fullName(person: Pick<InsuredPerson, 'surname' | 'givenName' | 'patronymic'>): string {
  return [person.surname, person.givenName, person.patronymic].filter(Boolean).join(' ')
}

/** True when the caller should be told about preventive care: due this year and not passed (REQUIREMENTS C6). */
export function isDueAndNotPassed(person: Pick<InsuredPerson, 'prevention' | 'status'>): boolean {
  if (person.status !== 'attached' || person.prevention.due === 'none') return false
  return ['notInvited', 'invited', 'booked', 'noShow'].includes(person.prevention.state)
}

/** True when preventive care may be offered to the person: due, and the consent to informing was not taken back (REQUIREMENTS P12). */
export function mayBeInvited(person: Pick<InsuredPerson, 'prevention' | 'status' | 'consents'>): boolean {
  return isDueAndNotPassed(person) && person.consents.informing !== 'withdrawn'
}
