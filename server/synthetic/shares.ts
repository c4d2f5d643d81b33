/** Shares of the recipe of the synthetic population (DOMAIN §10). They describe made-up people; no decision of the product reads them. */

/** Ages in full years on the day of the story: share of the attached adults and share of women among them. */
export const AGE_BANDS = [
  { from: 18, to: 19, share: 2.6, women: 0.49 },
  { from: 20, to: 24, share: 6.0, women: 0.49 },
  { from: 25, to: 29, share: 6.5, women: 0.49 },
  { from: 30, to: 34, share: 9.5, women: 0.5 },
  { from: 35, to: 39, share: 11.0, women: 0.51 },
  { from: 40, to: 44, share: 10.2, women: 0.52 },
  { from: 45, to: 49, share: 9.2, women: 0.52 },
  { from: 50, to: 54, share: 8.2, women: 0.53 },
  { from: 55, to: 59, share: 7.4, women: 0.55 },
  { from: 60, to: 64, share: 8.4, women: 0.58 },
  { from: 65, to: 69, share: 7.6, women: 0.61 },
  { from: 70, to: 74, share: 6.0, women: 0.64 },
  { from: 75, to: 79, share: 3.4, women: 0.68 },
  { from: 80, to: 84, share: 2.2, women: 0.72 },
  { from: 85, to: 89, share: 1.3, women: 0.76 },
  { from: 90, to: 99, share: 0.5, women: 0.8 },
] as const

/** Counts that hold exactly; those of `full` stand in source 003. */
export interface PolyclinicCounts {
  readonly attached: number
  readonly ours: number
  readonly discharge: number
  /** Of the supported after discharge: booked to a doctor, reached by telephone, visited at home, escorted, in rehabilitation. */
  readonly dischargeBooked: number
  readonly dischargeReached: number
  readonly dischargeHome: number
  readonly dischargeEscorted: number
  readonly dischargeRehabilitation: number
  /** Supported people of low mobility to whom preventive care is due: at home, escorted to the clinic. */
  readonly lowMobilityHome: number
  readonly lowMobilityEscorted: number
  readonly priority: number
  readonly priorityLowMobility: number
  readonly appeals: number
  readonly gratitudes: number
  readonly calls: number
  /** Persons of each kind of dirty data. */
  readonly dirtyOfEachKind: number
}

export const COUNTS: Readonly<Record<'full' | 'small', PolyclinicCounts>> = {
  full: {
    attached: 115_000,
    ours: 67_400,
    discharge: 1_212,
    dischargeBooked: 302,
    dischargeReached: 1_188,
    dischargeHome: 43,
    dischargeEscorted: 6,
    dischargeRehabilitation: 160,
    lowMobilityHome: 67,
    lowMobilityEscorted: 14,
    priority: 54,
    priorityLowMobility: 11,
    appeals: 5_617,
    gratitudes: 537,
    calls: 300,
    dirtyOfEachKind: 337,
  },
  small: {
    attached: 3_400,
    ours: 2_000,
    discharge: 36,
    dischargeBooked: 9,
    dischargeReached: 35,
    dischargeHome: 1,
    dischargeEscorted: 1,
    dischargeRehabilitation: 5,
    lowMobilityHome: 2,
    lowMobilityEscorted: 1,
    priority: 4,
    priorityLowMobility: 1,
    appeals: 167,
    gratitudes: 16,
    calls: 300,
    dirtyOfEachKind: 10,
  },
}

/** Value of a table by age, with the upper ages of its columns; the last column is open. */
export function byAge<T>(age: number, below: readonly number[], values: readonly T[]): T {
  const column = below.findIndex((limit) => age < limit)
  return values[column === -1 ? values.length - 1 : column] as T
}

export const LOW_MOBILITY = { below: [60, 75], shares: [0.001, 0.006, 0.05] } as const

/** Telephones by age under 60, 60–74, 75 and over. */
export const CONTACT = {
  below: [60, 75],
  mobile: [0.93, 0.84, 0.62],
  homeOnly: [0.04, 0.09, 0.25],
  homeToo: [0.06, 0.3, 0.45],
  workToo: [0.08, 0.02, 0],
  email: [0.55, 0.25, 0.08],
} as const
export const PHONE_INVALID = 0.06

/** Share of people who have one mobile number with wife or husband. */
export const PHONE_SHARED = 0.05

export const NO_PATRONYMIC = 0.015
export const FOREIGN_PATRONYMIC = 0.01
export const NO_SNILS = 0.015

export const CONSENT = { informing: 0.7, sms: 0.75, support: 0.08, withdrawn: 0.02 } as const

/** Columns of the chronic conditions: under 40, 40–49, 50–59, 60–69, 70 and over; shares in per cent. */
export const CHRONIC_AGES = [40, 50, 60, 70] as const
export const CHRONIC = {
  hypertension: [4, 16, 32, 47, 58],
  ischaemia: [0.2, 1.5, 6, 14, 26],
  fibrillation: [0, 0.3, 1, 3, 8],
  heartFailure: [0, 0.2, 0.8, 3, 9],
  cerebrovascular: [0.1, 0.5, 1.5, 4, 8],
  diabetes: [0.5, 3, 7, 12, 14],
  lung: [0.2, 1, 2, 4, 4],
  cancer: [0.5, 1.5, 3, 6, 8],
} as const
export type Condition = keyof typeof CHRONIC
/** Odds of diabetes among those with a cardiovascular disease against the others. */
export const DIABETES_ODDS = 1.8

/** Course of preventive care through the year, as shares of those to whom it is due. */
export const PREVENTION = {
  passed: 0.55,
  refused: 0.06,
  toStage2: 0.28,
  stage2In30Days: 0.6,
  stage2In90Days: 0.85,
} as const

/** Health groups after stage 1 for people without and with a recorded chronic condition; together I 22, II 14, IIIa 44, IIIb 20 per cent. */
export const HEALTH_GROUPS = {
  healthy: [
    ['I', 33],
    ['II', 21],
    ['IIIa', 19],
    ['IIIb', 27],
  ],
  chronic: [
    ['IIIa', 92],
    ['IIIb', 8],
  ],
} as const
