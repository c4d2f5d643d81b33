import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { clinicId, personId } from '../../kernel/ids.ts'

/**
 * Steps of the effect of informing within a year (REQUIREMENTS S6): to whom a check-up or an examination is due · of them those who were told
 * about it in person · of those told the ones for whom a visit was booked on the day of the first telling or later, also when nobody came
 * to it · of those told the ones who came then, by the clinic's data or by the mark of who arranged the visit.
 */
export const funnelStep = z.enum(['due', 'informed', 'booked', 'came'])
export type FunnelStep = z.infer<typeof funnelStep>

/** Ages reached in the year. */
export const ageBand = z.enum(['18-39', '40-64', '65+'])
export type AgeBand = z.infer<typeof ageBand>

/** Ways of informing by the dictionary in use at an insurer (DOMAIN §5). */
export const informedWay = z.string().regex(/^\d{2}$/)

/** Counts of one group. `due` is null for a way: nobody is due by telephone. */
export const funnelRow = z.object({
  by: z.enum(['all', 'clinic', 'age', 'way']),
  key: z.string(),
  due: z.number().int().nullable(),
  informed: z.number().int(),
  booked: z.number().int(),
  came: z.number().int(),
})
export type FunnelRow = z.infer<typeof funnelRow>

const year = z.coerce.number().int().min(2016).max(2100)

/** `GET /api/reports/informing`. */
export const funnelQuery = z.object({ year })
export const funnelAnswer = z.object({ year: z.number().int(), rows: z.array(funnelRow) })
export type FunnelAnswer = z.infer<typeof funnelAnswer>

/** `GET /api/reports/informing/persons`: the people whom a number counts. */
export const funnelPersonsQuery = z.object({
  year,
  step: funnelStep,
  clinicId: clinicId.optional(),
  age: ageBand.optional(),
  way: informedWay.optional(),
  /** `next` of the page before. */
  after: personId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type FunnelPersonsQuery = z.infer<typeof funnelPersonsQuery>

export const funnelPerson = z.object({
  personId,
  name: z.string(),
  birthDate: localDate,
  clinicId: clinicId.nullable(),
  state: z.string(),
  /** First time this year; null when not told. */
  informedAt: z.string().nullable(),
  /** Ways by which told, in the order of the dictionary. */
  ways: z.array(z.string()),
  /** Day of the last visit that was booked, come to or not; null when none was. */
  visitOn: localDate.nullable(),
  cameOn: localDate.nullable(),
})
export type FunnelPerson = z.infer<typeof funnelPerson>

export const funnelPersonsAnswer = z.object({
  items: z.array(funnelPerson),
  next: personId.nullable(),
  total: z.number().int(),
})

/** `POST /api/reports/exports`: a file is about to be made of a report; entered into the audit before there is one. */
export const reportExport = z.object({
  report: z.enum(['structure', 'informing', 'defects']),
  /** What the file is about: two days, or a year. */
  from: localDate,
  to: localDate,
  rows: z.number().int().min(0),
})
export type ReportExport = z.infer<typeof reportExport>

/** Share in percent with one decimal, as the sources say it (20.3 / 74.3 / 63.2 %); null of nobody. */
export function sharePercent(part: number, whole: number | null): number | null {
  return whole === null || whole === 0 ? null : Math.round((1000 * part) / whole) / 10
}
