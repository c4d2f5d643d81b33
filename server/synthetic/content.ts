import { z } from 'zod'
import { clinic, clinicUnit } from '#shared/features/clinics/clinic.ts'
import { phoneNumber } from '#shared/kernel/phone.ts'

export const groundsFile = z.object({
  grounds: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      bornFrom: z.number().int().nullable(),
      bornUntil: z.number().int().nullable(),
      weight: z.number().positive(),
    }),
  ),
})

export const reasonsFile = z.object({
  reasons: z.array(z.object({ code: z.number().int().min(1).max(20), name: z.string(), clinicSide: z.boolean() })),
})

const namesByYear = z.array(z.object({ bornUntil: z.number().int(), names: z.array(z.string()).min(1) }))
export const nameContent = z.object({
  /** `own`: people of these surnames often bear the given names under `own`. */
  surnameGroups: z.array(z.object({ share: z.number(), surnames: z.array(z.string()), own: z.boolean().optional() })),
  men: namesByYear,
  women: namesByYear,
  own: z.object({ men: z.array(z.string()), women: z.array(z.string()), sonOf: z.string(), daughterOf: z.string() }),
  /** Father's name → patronymic of a son and of a daughter. */
  patronymics: z.record(z.string(), z.tuple([z.string(), z.string()])),
})
export type NameContent = z.infer<typeof nameContent>

const hours = z.tuple([z.string(), z.string()])
export const placeContent = z.object({
  organisation: z.object({
    name: z.string(),
    insurerCode: z.string(),
    journal: z.string(),
    hotLine: phoneNumber,
  }),
  otherInsurers: z.array(z.object({ code: z.string(), name: z.string(), weight: z.number() })),
  streets: z.array(z.object({ name: z.string(), unit: z.number().int() })),
  clinic: z.object({
    registerCode: z.string(),
    name: z.string(),
    shortName: z.string(),
    responsible: z.object({ name: z.string(), position: z.string(), phone: phoneNumber }),
    capacity: z.object({ weekday: z.number(), evening: z.number(), weekend: z.number() }),
    units: z.array(
      z.object({
        number: z.number().int(),
        name: z.string(),
        address: z.string(),
        phone: phoneNumber,
        open: hours,
        saturday: hours.nullable(),
        sunday: hours.nullable(),
      }),
    ),
    rooms: clinicUnit.shape.rooms,
    roomsOfOtherUnits: z.array(z.string()),
    specialDays: z.array(
      z.object({
        afterDays: z.number().int(),
        /** Moved on to the next such day, Monday 1 to Sunday 7, where the text names one. */
        weekday: z.number().int().min(1).max(7).optional(),
        what: z.string(),
      }),
    ),
    mobileTrips: z.array(
      z.object({ afterDays: z.number().int(), from: z.string(), to: z.string(), where: z.string(), what: z.string() }),
    ),
    transport: clinic.shape.transport.unwrap(),
  }),
  staff: z.array(
    z.object({
      role: z.enum(['L1', 'L2', 'L3', 'SV', 'AD']),
      login: z.string(),
      count: z.number().int(),
      extensionFrom: z.number().int().nullable(),
    }),
  ),
})
export type PlaceContent = z.infer<typeof placeContent>

export const appealTextContent = z.object({
  slots: z.record(z.string(), z.array(z.union([z.string(), z.record(z.string(), z.string())])).min(1)),
  themes: z.array(
    z.object({
      theme: z.string(),
      weight: z.number().positive(),
      /** A text with answers of its own, or one to which any of the theme's answers fits. */
      texts: z.array(z.union([z.string(), z.object({ text: z.string(), results: z.array(z.string()).min(1) })])).min(1),
      results: z.array(z.string()).min(1),
    }),
  ),
  handedOver: z.array(z.string()),
  inWork: z.array(z.string()),
  /** Who applies for somebody else, and whose words the text then is. */
  relatives: z.array(z.object({ text: z.string(), sex: z.enum(['male', 'female']) })).min(1),
  cutOff: z.array(z.string()),
})
export type AppealTextContent = z.infer<typeof appealTextContent>

export const callTextContent = z.object({
  /** What is typed into an `ask` step of a script, by the last part of the step's id. */
  asks: z.record(z.string(), z.array(z.string()).min(1)),
  /** For steps that have no words of their own above. */
  askFallback: z.array(z.string()).min(1),
  /** Notes at wrap-up. */
  notes: z.array(z.string()).min(1),
})
export type CallTextContent = z.infer<typeof callTextContent>

export type PriorityGround = z.infer<typeof groundsFile>['grounds'][number]
export type NotComingReason = z.infer<typeof reasonsFile>['reasons'][number]
