import fc from 'fast-check'
import { aPerson } from '#shared/builders/a-person.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

/** Names with everything that JSON escapes, and with texts that look like keys. */
const nasty = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom(
    'Смирнова',
    'Римская-Корсакова',
    '","surname":"Иванов',
    '\\',
    '"',
    'a\\"',
    '}],{',
    '","version":7,"data":{',
  ),
)
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
/** Persons whose texts hold whatever can stand in them. */
export const anyPerson: fc.Arbitrary<InsuredPerson> = fc
  .record({
    surname: nasty,
    givenName: nasty,
    patronymic: fc.option(nasty),
    birthDate: fc
      .date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    snils: fc.option(digits(11)),
    email: fc.option(nasty),
    phones: fc.array(
      digits(10).map((it) => ({ number: `+7${it}`, kind: 'mobile' as const, valid: true })),
      { maxLength: 3 },
    ),
    number: fc.oneof(digits(16), digits(9), nasty),
    address: fc.record({ street: nasty, house: nasty, building: fc.option(nasty), flat: fc.option(nasty) }),
  })
  .map(({ number, ...fields }) => {
    const base = aPerson()
    return { ...base, ...fields, policy: { ...base.policy, number } }
  })
