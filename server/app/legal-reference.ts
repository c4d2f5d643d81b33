import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { LegalReference } from '#shared/features/complaints/case-terms.ts'
import { type DefectCodeTable, defectCodeTables } from '#shared/features/expertise/defect-codes.ts'
import { legalTermRules } from '#shared/kernel/legal-term.ts'
import { workingCalendarFile, workingCalendarOf } from '#shared/kernel/working-calendar.ts'

const FOLDER = join(import.meta.dirname, '../../assets/reference')

export interface LegalData extends LegalReference {
  readonly defectCodes: readonly DefectCodeTable[]
}

/** Terms, calendar and defect codes in force, from the reference data. @throws ZodError for a file that does not fit its schema */
export function readLegalReference(): LegalData {
  const read = <T>(name: string, schema: z.ZodType<T>): T =>
    schema.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')))
  return {
    rules: read('legal-terms.ru.json', legalTermRules),
    calendar: workingCalendarOf(read('working-calendar.ru.json', workingCalendarFile)),
    defectCodes: read('defect-codes.ru.json', defectCodeTables),
  }
}
