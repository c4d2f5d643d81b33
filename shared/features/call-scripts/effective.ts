import type { LocalDate } from '../../kernel/calendar.ts'
import type { CallScript } from './script.ts'

/**
 * The script of a purpose that is in force on a day: the latest that has come into effect, of two from the same day the higher
 * version. Null when there is none yet (REQUIREMENTS C4).
 */
export function scriptInForce(
  scripts: readonly CallScript[],
  purpose: CallScript['purpose'],
  day: LocalDate,
): CallScript | null {
  const inForce = scripts
    .filter((script) => script.purpose === purpose && script.effectiveFrom <= day && day <= (script.effectiveTo ?? day))
    .toSorted((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom) || b.version - a.version)
  return inForce[0] ?? null
}
