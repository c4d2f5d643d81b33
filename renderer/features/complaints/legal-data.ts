import type { LegalReference } from '#shared/features/complaints/case-terms.ts'
import { letterTemplates } from '#shared/features/complaints/letter-template.ts'
import { legalTermRules } from '#shared/kernel/legal-term.ts'
import { workingCalendarFile, workingCalendarOf } from '#shared/kernel/working-calendar.ts'
import termsFile from '../../../assets/reference/legal-terms.ru.json'
import calendarFile from '../../../assets/reference/working-calendar.ru.json'
import templatesFile from '../../../assets/templates/templates.ru.json'

/** Terms and calendar that this version of the desk was built with; the server has the last word. */
export const LEGAL: LegalReference = {
  rules: legalTermRules.parse(termsFile),
  calendar: workingCalendarOf(workingCalendarFile.parse(calendarFile)),
}

export const TEMPLATES = letterTemplates.parse(templatesFile)
