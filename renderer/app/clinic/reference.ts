import { assistanceKinds } from '#shared/features/clinics/assistance.ts'
import { consentTexts } from '#shared/features/insured-persons/consent.ts'
import { informingPlans, planOn } from '#shared/features/preventive-care/informing-plan.ts'
import type { LocalDate, WorkingCalendar } from '#shared/kernel/calendar.ts'
import { must } from '#shared/kernel/result.ts'
import kindsFile from '../../../assets/reference/assistance-kinds.ru.json'
import textsFile from '../../../assets/reference/consent-texts.ru.json'
import planFile from '../../../assets/reference/informing-plan.ru.json'
import calendarFile from '../../../assets/reference/working-calendar.ru.json'

/** Dated reference data of the work at the post, checked once when the desk starts. */
export const CONSENT_TEXTS = consentTexts.parse(textsFile)
export const ASSISTANCE_KINDS = assistanceKinds.parse(kindsFile).kinds
export const CALENDAR: WorkingCalendar = {
  holidays: new Set(calendarFile.flatMap((year) => year.holidays)),
  workingWeekends: new Set(calendarFile.flatMap((year) => year.workingWeekends)),
}
const PLANS = informingPlans.parse(planFile)

export function informingPlanOn(day: LocalDate) {
  return must(planOn(day, PLANS), 'informing plan in force')
}
