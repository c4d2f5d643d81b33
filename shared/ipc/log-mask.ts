/** A value that may stand in a log field. */
export type LogValue = string | number | boolean

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const NAME = /^[a-zA-Z][a-zA-Z0-9]{0,39}$/
const TOKEN = /^[A-Za-z0-9_.:/-]{1,64}$/
/** From seven digits on a number may be a telephone; dates of birth, СНИЛС (11) and policies (16) are longer. */
const PERSONAL_DIGITS = 7
const LONGEST_WORD = 40
const GREATEST_NUMBER = 10 ** (PERSONAL_DIGITS - 1)

/**
 * Keeps of the fields only what cannot be personal or secret, and counts the rest in `dropped`. A list of what is allowed, not of
 * what is forbidden: short tokens of Latin letters, digits and `_ . : / -`, without spaces. So Cyrillic, free text and addresses
 * of mail fall away by construction; so do digits in a row that could be a telephone, a policy or a date (separators do not
 * hide them) and long unbroken strings that could be keys. Record ids stay: they mean nothing outside the database.
 */
export function maskFields(fields: Readonly<Record<string, unknown>>): Record<string, LogValue> {
  const kept: Record<string, LogValue> = {}
  let dropped = 0
  for (const [name, value] of Object.entries(fields)) {
    if (NAME.test(name) && isHarmless(value)) kept[name] = value
    else dropped += 1
  }
  return dropped === 0 ? kept : { ...kept, dropped }
}

function isHarmless(value: unknown): value is LogValue {
  if (typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < GREATEST_NUMBER
  if (typeof value !== 'string') return false
  if (UUID.test(value)) return true
  return TOKEN.test(value) && !hasPersonalDigits(value) && longestWord(value) <= LONGEST_WORD
}

function hasPersonalDigits(text: string): boolean {
  const runs = text.replace(/(?<=\d)[_.:/-]+(?=\d)/g, '').match(/\d+/g) ?? []
  return runs.some((run) => run.length >= PERSONAL_DIGITS)
}

function longestWord(text: string): number {
  return Math.max(...text.split(/[.:/]/).map((word) => word.length))
}
