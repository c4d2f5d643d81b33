import { formatCount } from '#renderer/i18n/formats.ts'
import { currentLanguage } from '#renderer/i18n/i18n.ts'
import { type DefectCodeTable, defectCodeTables, defectTableOn } from '#shared/features/expertise/defect-codes.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import codesFile from '../../../assets/reference/defect-codes.ru.json'

const TABLES = defectCodeTables.parse(codesFile)

/** Codes of the order in force on a day; the server checks them again. */
export const DEFECTS = {
  on: (day: LocalDate): DefectCodeTable | null => defectTableOn(TABLES, day),
}

/** Roubles and kopecks, `1 234,50 ₽`. */
export function formatKopecks(kopecks: number): string {
  const mark = currentLanguage() === 'ru' ? ',' : '.'
  return `${formatCount(Math.floor(kopecks / 100))}${mark}${String(kopecks % 100).padStart(2, '0')}\u00a0₽`
}

/** Kopecks of an amount as typed, with comma or dot; null for what is no amount. */
export function parseRoubles(typed: string): number | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s\u00a0]/g, ''))
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null
}
