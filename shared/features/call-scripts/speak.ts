import { type IdentityLevel, isAtLeast } from './identity.ts'
import { inCase } from './name-cases.ts'
import type { SpokenField } from './script.ts'

const FIELDS = {
  'day.part': ['night', 'morning', 'day', 'evening'],
  'me.name': null,
  'org.name': null,
  'org.phone': null,
  'person.surname': null,
  'person.givenName': null,
  'person.patronymic': null,
  /** For polite forms: «Уважаемый», «Уважаемая». */
  'person.sex': ['male', 'female'],
  'clinic.name': null,
  'clinic.phone': null,
  'clinic.address': null,
  'plan.due': ['checkUp', 'preventiveExamination'],
  'plan.quarter': ['q1', 'q2', 'q3', 'q4'],
  'appeal.number': null,
} as const satisfies Readonly<Record<string, readonly string[] | null>>
export type RawField = keyof typeof FIELDS
export type RawCode = NonNullable<(typeof FIELDS)[RawField]>[number]

/** What the desk can tell a script about the call, with the codes of each; null = any text. Scripts give them words (`spokenField`). */
export const RAW_FIELDS: Readonly<Record<string, readonly string[] | null>> = FIELDS

export function isRawField(name: string): name is RawField {
  return RAW_FIELDS[name] !== undefined
}

const CODES: ReadonlySet<string> = new Set(Object.values(FIELDS).flatMap((codes): readonly string[] => codes ?? []))

export function isRawCode(code: string): code is RawCode {
  return CODES.has(code)
}

/**
 * Fields that tell something about a person: said only to who was made sure of (323-ФЗ ст. 13). To ask for somebody by name tells
 * nothing yet; the clinic, the plan and the sex of the card do.
 */
const FIELD_LEVELS: Readonly<Record<string, IdentityLevel>> = {
  'clinic.name': 'checked',
  'clinic.phone': 'checked',
  'clinic.address': 'checked',
  'plan.due': 'checked',
  'plan.quarter': 'checked',
  'person.sex': 'named',
}

/** Who must have been made sure of before a field may be said. */
export function levelOfField(source: string): IdentityLevel {
  return FIELD_LEVELS[source] ?? 'anyone'
}

/** Raw values by field name; null, absent or empty = not known. */
export type RawValues = Readonly<Record<string, string | null | undefined>>

/** The values that may be said to somebody of this level; the others count as not known, so that their neutral phrases are said. */
export function withoutSecrets(values: RawValues, level: IdentityLevel): RawValues {
  return Object.fromEntries(Object.entries(values).filter(([source]) => isAtLeast(level, levelOfField(source))))
}

/** A piece of a line as it is spoken. `field` is set for what was filled in; `isNeutral` when the desk did not know it. */
export interface SpokenPart {
  readonly text: string
  readonly field?: string
  readonly isNeutral?: boolean
}

/** Part of the day for a greeting, by the local hour 0–23. */
export function dayPart(hour: number): 'night' | 'morning' | 'day' | 'evening' {
  if (hour < 5) return 'night'
  if (hour < 12) return 'morning'
  return hour < 18 ? 'day' : 'evening'
}

/** Names of the fields that a line uses, in order. */
export function fieldsIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '')
}

/**
 * The line with its fields filled. A field that is not known is said by its neutral phrase and a part in square brackets that
 * needs it is left out, so that braces never reach the screen: an operator reads the line aloud as it stands.
 */
export function speak(
  text: string,
  fields: Readonly<Record<string, SpokenField>>,
  values: RawValues,
): readonly SpokenPart[] {
  const parts: SpokenPart[] = []
  for (const piece of text.split(/(\[[^[\]]*\])/)) {
    const isOptional = piece.startsWith('[') && piece.endsWith(']')
    const line = isOptional ? piece.slice(1, -1) : piece
    if (isOptional && fieldsIn(line).some((name) => isNeeded(name, fields, values))) continue
    for (const token of line.split(/(\{[^{}]*\})/)) append(parts, token, fields, values)
  }
  return parts.filter((part) => part.text !== '')
}

/** The same as one string. */
export function speakText(text: string, fields: Readonly<Record<string, SpokenField>>, values: RawValues): string {
  return speak(text, fields, values)
    .map((part) => part.text)
    .join('')
}

function isNeeded(name: string, fields: Readonly<Record<string, SpokenField>>, values: RawValues): boolean {
  return rawOrWords(name, fields, values) === null && fields[name]?.missing !== ''
}

function rawOrWords(name: string, fields: Readonly<Record<string, SpokenField>>, values: RawValues): string | null {
  const field = fields[name]
  const raw = values[field?.from ?? name]
  if (field === undefined || raw === null || raw === undefined || raw.trim() === '') return null
  if (field.values !== undefined) return field.values[raw] ?? null
  if (field.inCase === undefined) return raw.trim()
  return inCase(field.from ?? name, raw.trim(), field.inCase, values['person.sex'])
}

function append(
  parts: SpokenPart[],
  token: string,
  fields: Readonly<Record<string, SpokenField>>,
  values: RawValues,
): void {
  const name = token.startsWith('{') && token.endsWith('}') ? token.slice(1, -1) : null
  if (name === null) {
    const afterNothing = textSoFar(parts) === ''
    parts.push({ text: afterNothing ? startOfSentence(token.trimStart()) : token })
    return
  }
  const value = rawOrWords(name, fields, values)
  const said = value ?? fields[name]?.missing ?? ''
  if (said === '') {
    // «Анна {patronymic}, …» without a patronymic must not keep the space before the comma.
    const last = parts.at(-1)
    if (last !== undefined) parts[parts.length - 1] = { ...last, text: last.text.replace(/ $/, '') }
    return
  }
  const opensSentence = /(^|[.!?…])\s*$/.test(textSoFar(parts))
  parts.push({
    text: opensSentence ? startOfSentence(said) : said,
    field: name,
    ...(value === null ? { isNeutral: true } : {}),
  })
}

function textSoFar(parts: readonly SpokenPart[]): string {
  return parts.map((part) => part.text).join('')
}

function startOfSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
