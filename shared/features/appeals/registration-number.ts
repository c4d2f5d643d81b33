import { z } from 'zod'

/** A number of the single electronic journal: `<journal>-<year>-<serial>`, e.g. `ОЖ-2026-000123`. The serial is unique within journal and year (rule NUM1). */
export const registrationNumber = z.string().regex(/^[А-ЯA-Z]{1,4}-\d{4}-\d{6,}$/)

export interface NumberedPlace {
  readonly journal: string
  readonly year: number
  readonly serial: number
}

export function formatRegistrationNumber(place: NumberedPlace): string {
  return `${place.journal}-${place.year}-${String(place.serial).padStart(6, '0')}`
}

/** The parts of a number, or null when the text is not one. */
export function parseRegistrationNumber(text: string): NumberedPlace | null {
  const match = /^([А-ЯA-Z]{1,4})-(\d{4})-(\d{6,})$/.exec(text)
  return match ? { journal: match[1] ?? '', year: Number(match[2]), serial: Number(match[3]) } : null
}
