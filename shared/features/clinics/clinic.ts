import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { clinicId } from '../../kernel/ids.ts'
import { phoneNumber } from '../../kernel/phone.ts'

/** Opening hours of one weekday, 1 = Monday; `from`/`to` are local `HH:MM`. A day without an entry is closed. */
export const openingHours = z.object({
  weekday: z.number().int().min(1).max(7),
  from: z.string().regex(/^\d{2}:\d{2}$/),
  to: z.string().regex(/^\d{2}:\d{2}$/),
})

export const clinicUnit = z.object({
  number: z.number().int().min(1),
  name: z.string(),
  address: z.string(),
  phone: phoneNumber,
  hours: z.array(openingHours),
  rooms: z.array(
    z.object({
      number: z.string(),
      purpose: z.string(),
      examination: z.string().nullable(),
      /** 2 where the examination belongs to stage 2 only. */
      stage: z.literal(2).optional(),
      /** Whom the examination is for, by the age reached in the year; for everybody when left out. */
      who: z
        .object({
          sex: z.enum(['male', 'female']).nullable(),
          ageFrom: z.number().int().min(0),
          ageTo: z.number().int().max(130),
        })
        .optional(),
    }),
  ),
})
export type ClinicUnit = Readonly<z.infer<typeof clinicUnit>>

/** медицинская организация with what a representative looks up while talking (REQUIREMENTS P10). */
export const clinic = z.object({
  id: clinicId,
  /** Six digits of the register (F003). */
  registerCode: z.string().regex(/^\d{6}$/),
  name: z.string(),
  shortName: z.string(),
  units: z.array(clinicUnit).min(1),
  /** Person in charge of preventive care who answers representatives. */
  responsible: z.object({ name: z.string(), position: z.string(), phone: phoneNumber }),
  /** People the clinic can take for stage 1 on a weekday, an evening and a Saturday. */
  capacity: z.object({ weekday: z.number().int(), evening: z.number().int(), weekend: z.number().int() }),
  specialDays: z.array(z.object({ on: localDate, what: z.string() })),
  /** Trips of the mobile team (выездная бригада); left out when the clinic has named none. */
  mobileTrips: z
    .array(z.object({ on: localDate, from: z.string(), to: z.string(), where: z.string(), what: z.string() }))
    .optional(),
  /** Transport of people to the clinic: where it goes and when it leaves, local `HH:MM`. */
  transport: z
    .array(
      z.object({ route: z.string(), weekdays: z.array(z.number().int().min(1).max(7)), leavesAt: z.array(z.string()) }),
    )
    .optional(),
})
export type Clinic = Readonly<z.infer<typeof clinic>>
