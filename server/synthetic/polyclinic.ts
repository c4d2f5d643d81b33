import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { AppealClassifier } from '#shared/features/appeals/classifier.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import type { Clinic } from '#shared/features/clinics/clinic.ts'
import type { SlotDay } from '#shared/features/clinics/slot-day.ts'
import type { ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import type { PreventiveCareRules } from '#shared/features/preventive-care/eligibility.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import type { NewStaffDocument } from '#shared/features/staff/member-change.ts'
import type { Representative } from '#shared/features/staff/representative.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import type { LocalDate, WorkingCalendar } from '#shared/kernel/calendar.ts'
import type { ClinicId, OrgId, PersonId } from '#shared/kernel/ids.ts'
import type {
  AppealTextContent,
  CallTextContent,
  NameContent,
  NotComingReason,
  PlaceContent,
  PriorityGround,
} from './content.ts'

/** `full` = 115,000 attached adults, 67,400 of them ours (source 003); `small` = 3,400 and 2,000, for tests. */
export type PolyclinicSize = 'full' | 'small'

/** Dated reference data that the population obeys; `readReferenceData` reads it from `assets/`. */
export interface ReferenceData {
  readonly preventiveCareRules: PreventiveCareRules
  readonly workingCalendar: WorkingCalendar
  readonly classifier: AppealClassifier
  /** Approved scripts, for the runs of past calls; their node ids stand in the runs. */
  readonly scripts: readonly CallScript[]
  readonly articles: readonly KnowledgeArticle[]
  readonly priorityGrounds: readonly PriorityGround[]
  readonly notComingReasons: readonly NotComingReason[]
  readonly names: NameContent
  readonly places: PlaceContent
  readonly appealTexts: AppealTextContent
  readonly callTexts: CallTextContent
}

export interface PolyclinicOptions {
  /** Same seed, size, day and reference data → the same rows to the byte. */
  readonly seed: number
  readonly size: PolyclinicSize
  /** The day of the story: every instant lies before its beginning in Moscow, the year before it is filled with appeals. */
  readonly today: LocalDate
  readonly reference: ReferenceData
}

export interface SyntheticOrganisation {
  readonly id: OrgId
  readonly name: string
  /** Five digits (F002); our people carry it. */
  readonly insurerCode: string
  /** Letters before the year in registration numbers: `ОЖ-2026-000123`. */
  readonly journal: string
  readonly hotLine: string
}

/** A representative with the name to sign in by and the papers held, in order. Passwords are the loader's business. */
export type SyntheticUser = Omit<Representative, 'admissions'> & {
  readonly login: string
  readonly documents: readonly NewStaffDocument[]
}

/**
 * An adult of the clinic whom another insurer insures. Only what identifying an insurer and the clinic's denominators need: names,
 * telephones and health of people who are not ours have no place in our database.
 */
export interface OtherInsured {
  readonly id: PersonId
  readonly insurerCode: string
  readonly policyNumber: string
  readonly birthDate: LocalDate
  readonly sex: 'male' | 'female'
  readonly clinicId: ClinicId
  readonly unit: number
  readonly precinct: number
}

/**
 * Medical secrecy, kept apart from the person (152-ФЗ ст. 10, 323-ФЗ ст. 13): only roles with `person.health.look` may ever get it.
 * `diagnosis`: `code` is ICD-10 as the clinic sent it (0.5 % hold a Cyrillic letter); `healthGroup`: I, II, IIIa or IIIb after stage 1 on
 * `since`; `care`: what the support programme did: homeVisit, escort, rehabilitation, homeCheckUp, escortedCheckUp.
 */
export interface HealthFact {
  readonly id: string
  readonly personId: PersonId
  readonly clinicId: ClinicId
  readonly kind: 'diagnosis' | 'healthGroup' | 'care'
  readonly code: string
  readonly since: LocalDate
  /** Under dispensary observation for this diagnosis. */
  readonly dispensary: boolean
}

/** Rows of every kind, in the order in which they must be loaded. */
export interface PolyclinicRows {
  readonly organisation: SyntheticOrganisation
  readonly clinics: Clinic
  readonly slotDays: SlotDay
  readonly users: SyntheticUser
  readonly persons: InsuredPerson
  readonly otherInsured: OtherInsured
  readonly healthFacts: HealthFact
  readonly appeals: Appeal
  readonly complaintCases: ComplaintCase
  readonly informings: Informing
  readonly calls: Call
  readonly scriptRuns: ScriptRun
}
export type PolyclinicKind = keyof PolyclinicRows

/**
 * At most 1,000 rows of one kind. Persons, other insured and health facts come interleaved; everything that names a person comes after
 * the person. `done` of `total` counts work for a progress bar: `total` is the same in every batch and `done` reaches it in the last.
 */
export type PolyclinicBatch = {
  [Kind in PolyclinicKind]: {
    readonly kind: Kind
    readonly rows: readonly PolyclinicRows[Kind][]
    readonly done: number
    readonly total: number
  }
}[PolyclinicKind]

/** `generatePolyclinic` in `generate-polyclinic.ts`. */
export type GeneratePolyclinic = (options: PolyclinicOptions) => Generator<PolyclinicBatch>
