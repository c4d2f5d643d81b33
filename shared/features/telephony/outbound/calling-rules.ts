import { z } from 'zod'
import { type LocalDate, localDate } from '../../../kernel/calendar.ts'

/** Whole hours of the day, the second one excluded. */
const hours = z.object({ from: z.number().int().min(0).max(23), to: z.number().int().min(1).max(24) })

/** How people may be called, as dated reference data of the organisation (REQUIREMENTS C10). */
export const callingRules = z
  .array(
    z.object({
      validFrom: localDate,
      /** Last day, included; null while it is in force. */
      validTo: localDate.nullable(),
      source: z.string(),
      /** By the person's own time. */
      workdays: hours,
      daysOff: hours,
      attemptsPerDay: z.number().int().min(1),
      /** Attempts without a talk after which the telephone is given up. */
      attemptsMax: z.number().int().min(1),
      /** Seconds between who was dialled last and the next one, in which the representative may still stop it. */
      progressiveSeconds: z.number().int().min(3).max(120),
      /** Minutes until the same number may be tried again, by what came of it. */
      retryMinutes: z.object({
        busy: z.number().int().min(1),
        noAnswer: z.number().int().min(1),
        cutOff: z.number().int().min(1),
        answeringMachine: z.number().int().min(1),
        failed: z.number().int().min(1),
      }),
    }),
  )
  .min(1)
export type CallingRules = Readonly<z.infer<typeof callingRules>[number]>

export const phoneZones = z
  .array(
    z.object({
      validFrom: localDate,
      validTo: localDate.nullable(),
      source: z.string(),
      /** Minutes east of UTC, and the area codes (three digits after +7) of places that live by it. */
      zones: z.array(z.object({ minutes: z.number().int(), codes: z.array(z.string().regex(/^\d{3}$/)) })),
    }),
  )
  .min(1)
export type PhoneZones = Readonly<z.infer<typeof phoneZones>[number]>

/** The edition in force on a day; the newest for a day that none covers. */
export function inForceOn<Dated extends { readonly validFrom: LocalDate; readonly validTo: LocalDate | null }>(
  editions: readonly Dated[],
  day: LocalDate,
): Dated {
  const found = editions.find((it) => it.validFrom <= day && (it.validTo === null || day <= it.validTo))
  const edition = found ?? editions.at(-1)
  if (edition === undefined) throw new Error('Invariant broken: reference data without an edition')
  return edition
}

/** Minutes east of UTC where a fixed Russian number stands; null for mobile and unknown numbers. */
export function zoneOfNumber(number: string, { zones }: PhoneZones): number | null {
  const code = /^\+7(\d{3})\d{7}$/.exec(number)?.[1]
  return zones.find(({ codes }) => codes.some((it) => it === code))?.minutes ?? null
}
