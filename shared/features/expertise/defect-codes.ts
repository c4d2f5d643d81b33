import { z } from 'zod'
import { type LocalDate, localDate } from '../../kernel/calendar.ts'

/** A coefficient of the order, 0 to 3, with two decimals at most. */
const coefficient = z.number().min(0).max(3)

export const defectCode = z.object({
  /** As in the order, e.g. `3.2.1`. */
  code: z.string().regex(/^[1-3]\.\d{1,2}(\.\d)?$/),
  /** Кно: share of the tariff that is not paid. */
  nonPayment: coefficient,
  /** Кшт: multiple of the per-capita norm that is fined. */
  fine: coefficient,
  name: z.string(),
})
export type DefectCode = Readonly<z.infer<typeof defectCode>>

/** Grounds for refusing payment as dated reference data (`assets/reference/defect-codes.ru.json`, DOMAIN §3). */
export const defectCodeTable = z.object({
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  /** What several defects of one case of care cost: the one that costs most, not their sum. */
  severalDefects: z.literal('greatest'),
  codes: z.array(defectCode),
  /** Codes to examine first for a theme of the appeal classifier; a row counts for everything below it. */
  firstByTheme: z.record(z.string(), z.array(z.string())),
})
export const defectCodeTables = z.array(defectCodeTable)
export type DefectCodeTable = Readonly<z.infer<typeof defectCodeTable>>

/** The table in force when the care was given, or null. */
export function defectTableOn(tables: readonly DefectCodeTable[], on: LocalDate): DefectCodeTable | null {
  return tables.find((table) => table.validFrom <= on && (table.validTo === null || table.validTo >= on)) ?? null
}

/** Codes to look at first for a complaint with this theme; empty when the book names none. */
export function firstCodesFor(table: DefectCodeTable, themeCode: string): readonly string[] {
  const above = Object.keys(table.firstByTheme)
    .filter((code) => themeCode === code || themeCode.startsWith(`${code}.`))
    .sort((a, b) => b.length - a.length)[0]
  return above === undefined ? [] : (table.firstByTheme[above] ?? [])
}

export interface Charge {
  /** Kopecks that the insurer does not pay: tariff × Кно. */
  readonly nonPayment: number
  /** Kopecks of the fine: per-capita norm × Кшт. */
  readonly fine: number
  /** The defect that decides; null without defects. */
  readonly decidedBy: string | null
}

/**
 * What the defects of one case of care cost. Money is whole kopecks; half a kopeck goes up. Of several defects the one that costs most
 * counts.
 */
export function chargeOf(
  defects: readonly Pick<DefectCode, 'code' | 'nonPayment' | 'fine'>[],
  tariff: number,
  norm: number,
): Charge {
  return defects
    .map((defect) => ({
      nonPayment: portion(tariff, defect.nonPayment),
      fine: portion(norm, defect.fine),
      decidedBy: defect.code,
    }))
    .reduce<Charge>((most, one) => (costOf(one) > costOf(most) || most.decidedBy === null ? one : most), {
      nonPayment: 0,
      fine: 0,
      decidedBy: null,
    })
}

function costOf(charge: Charge): number {
  return charge.nonPayment + charge.fine
}

/** Coefficients are taken as hundredths: 0.3 × 12 345 in binary fractions would fall under the half kopeck. */
function portion(kopecks: number, share: number): number {
  return Math.floor((kopecks * Math.round(share * 100) + 50) / 100)
}
