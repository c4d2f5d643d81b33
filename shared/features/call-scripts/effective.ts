import type { LocalDate } from '../../kernel/calendar.ts'
import type { CallScript } from './script.ts'

/** One version of each script: of those in force on a day the one that came into effect last, of two from the same day the higher version. */
export function newestInForce(scripts: readonly CallScript[], day: LocalDate): CallScript[] {
  const newest = new Map<string, CallScript>()
  for (const script of scripts) {
    if (!isInForce(script, day)) continue
    const known = newest.get(script.id)
    if (known === undefined || byEffect(script, known) < 0) newest.set(script.id, script)
  }
  return [...newest.values()]
}

/**
 * The script of a purpose that is in force on a day: the latest that has come into effect, of two from the same day the higher
 * version. Null when there is none yet (REQUIREMENTS C4).
 */
export function scriptInForce(
  scripts: readonly CallScript[],
  purpose: CallScript['purpose'],
  day: LocalDate,
): CallScript | null {
  const ofPurpose = newestInForce(scripts, day).filter((script) => script.purpose === purpose)
  return ofPurpose.toSorted(byEffect)[0] ?? null
}

function isInForce(script: CallScript, day: LocalDate): boolean {
  return script.effectiveFrom <= day && day <= (script.effectiveTo ?? day)
}

/** Those that came into effect last stand first. */
function byEffect(one: CallScript, other: CallScript): number {
  return other.effectiveFrom.localeCompare(one.effectiveFrom) || other.version - one.version
}
