import type { SheetData } from 'write-excel-file/universal'
import type { ReportExport } from '#shared/features/reports/informing-effect.ts'
import type { Days } from '#shared/kernel/compared-period.ts'

/** A sheet: its name, the names of the columns, rows of texts and numbers. */
export interface ReportSheet {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** Excel cuts longer names off and refuses these characters. */
const SHEET_NAME_MAX = 31
const NOT_IN_SHEET_NAMES = /[\\/?*[\]:]/g

/**
 * Text that no spreadsheet takes for a formula, also when the sheet is saved as CSV later: what begins as one gets an apostrophe before it.
 */
export function plainCell(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
}

/** Cells of a sheet: a bold head, then texts as texts and numbers as numbers, so that nothing is ever evaluated. */
export function cellsOf({ columns, rows }: ReportSheet): SheetData {
  return [
    columns.map((column) => ({ value: plainCell(column), type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) =>
      row.map((value) =>
        value === null
          ? null
          : typeof value === 'number'
            ? { value, type: Number }
            : { value: plainCell(value), type: String },
      ),
    ),
  ]
}

/** The file of a report. */
export async function workbookOf(sheets: readonly ReportSheet[]): Promise<Blob> {
  // Loaded when the first file is made: most shifts make none.
  const { default: writeExcelFile } = await import('write-excel-file/universal')
  return writeExcelFile(
    sheets.map((sheet) => ({
      data: cellsOf(sheet),
      sheet: sheet.name.replace(NOT_IN_SHEET_NAMES, ' ').slice(0, SHEET_NAME_MAX),
      columns: sheet.columns.map((_, index) => ({ width: index === 0 ? 60 : 16 })),
    })),
  ).toBlob()
}

export function exportOf(report: ReportExport['report'], days: Days, sheets: readonly ReportSheet[]): ReportExport {
  return { report, ...days, rows: sheets.reduce((sum, { rows }) => sum + rows.length, 0) }
}
