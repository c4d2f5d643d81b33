import { ageOn, type LocalDate } from '#shared/kernel/calendar.ts'
import { currentLanguage } from './i18n.ts'
import { todayHere, wallClock } from './today.ts'

const LOCALES = { ru: 'ru-RU', en: 'en-GB' } as const

type Locale = (typeof LOCALES)[keyof typeof LOCALES]

// Making a formatter costs a thousand times what using it does: a timeline of dates would hold up the card of the one who calls.
const dateFormats = new Map<string, Intl.DateTimeFormat>()
const countFormats = new Map<Locale, Intl.NumberFormat>()

/** @param value its UTC fields are shown */
function format(options: Intl.DateTimeFormatOptions, value: Date): string {
  const locale = LOCALES[currentLanguage()]
  const key = `${locale} ${Object.entries(options).join(' ')}`
  const made = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  dateFormats.set(key, made)
  return made.format(value)
}

/** A calendar date, `14.03.1957` / `14/03/1957`. */
export function formatDate(date: LocalDate): string {
  return format({ day: '2-digit', month: '2-digit', year: 'numeric' }, new Date(`${date}T00:00:00Z`))
}

/** Time of day of an instant by the organisation's clock, `14:32`. */
export function formatTime(instant: string): string {
  return format({ hour: '2-digit', minute: '2-digit' }, wallClock(Date.parse(instant)))
}

/** Day and time of an instant; the day is left out when it is today, the year when it is this year. */
export function formatMoment(instant: string, nowMs: number): string {
  const [day, today] = [todayHere(Date.parse(instant)), todayHere(nowMs)]
  if (day === today) return formatTime(instant)
  const isThisYear = day.slice(0, 4) === today.slice(0, 4)
  return format(
    {
      day: 'numeric',
      month: 'short',
      ...(isThisYear ? { hour: '2-digit', minute: '2-digit' } : { year: 'numeric' }),
    },
    wallClock(Date.parse(instant)),
  )
}

/** Minutes and seconds of a span, `4:07`; hours only when there are any, `1:04:07`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const tail = String(rest).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
}

/** A whole number with the thousands of the language set apart. */
export function formatCount(count: number): string {
  const locale = LOCALES[currentLanguage()]
  const made = countFormats.get(locale) ?? new Intl.NumberFormat(locale)
  countFormats.set(locale, made)
  return made.format(count)
}

/** Full years today, by the organisation's calendar. */
export function ageNow(birthDate: LocalDate, nowMs: number): number {
  return ageOn(birthDate, todayHere(nowMs))
}
