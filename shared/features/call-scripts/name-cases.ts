import { incline } from 'lvovich'
import type { SpokenField } from './script.ts'

type RussianCase = NonNullable<SpokenField['inCase']>
type NamePart = 'first' | 'middle' | 'last'

/** Raw values that are parts of a person's name and therefore have cases. */
const NAME_PARTS: Readonly<Record<string, NamePart>> = {
  'person.givenName': 'first',
  'person.patronymic': 'middle',
  'person.surname': 'last',
}

/** True when a raw value can be put into a case. */
export function hasCases(source: string): boolean {
  return NAME_PARTS[source] !== undefined
}

/**
 * A part of a Russian name in a case, by the rules of `lvovich`. Without the sex the ending decides; a foreign name that has no cases
 * stays as it is, and so does a compound one where a wrong ending would hurt.
 */
export function inCase(source: string, name: string, wanted: RussianCase, sex: string | null | undefined): string {
  const part = NAME_PARTS[source]
  if (part === undefined || !/^[а-яё]+$/i.test(name)) return name
  const gender = sex === 'male' || sex === 'female' ? sex : null
  return incline({ [part]: name, gender }, wanted)[part] ?? name
}
