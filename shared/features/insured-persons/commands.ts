import { z } from 'zod'
import { addDays, localDate } from '../../kernel/calendar.ts'
import { defineCommand, type FieldEdit } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { consentId, personId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { type Consent, type ConsentKind, consent, withdrawalCause } from './consent.ts'
import { type Contact, contact } from './contact.ts'
import { type ContactChange, type ContactCorrection, contactChange } from './contact-change.ts'
import type { InsuredPerson, PersonPhone } from './person.ts'

const createContactArgs = contact.pick({ id: true, name: true, phone: true, note: true, clinicId: true })
export type CreateContactArgs = z.infer<typeof createContactArgs>

/** An unknown caller is kept as a contact (REQUIREMENTS C2). Every role that speaks with people may do it. */
export const createContact = defineCommand<CreateContactArgs>({
  name: 'insuredPersons.createContact',
  version: 1,
  args: createContactArgs,
  allow: (actor) => (actor.role === 'AD' ? refuse('rights.notAllowed') : null),
  touches: (args) => [{ kind: 'contact', id: args.id }],
  apply: (context, args) => {
    if (context.read('contact', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const created: Contact = { ...args, createdAt: context.occurredAt, createdBy: context.actor.userId }
    return ok([{ kind: 'contact', id: args.id, data: created }])
  },
})

const correctContactArgs = contactChange.pick({ id: true, personId: true, correction: true, source: true, note: true })
export type CorrectContactArgs = z.infer<typeof correctContactArgs>

/** Most telephones of one person. */
const PHONES_MAX = 6

/** Corrects contact data and keeps what they were, who said so and who wrote it (REQUIREMENTS P12). A number is never forgotten, only marked. */
export const correctContact = defineCommand<CorrectContactArgs>({
  name: 'insuredPersons.correctContact',
  version: 1,
  args: correctContactArgs,
  allow: (actor) => (actor.role === 'AD' ? refuse('rights.notAllowed') : null),
  touches: (args) => [
    { kind: 'contactChange', id: args.id },
    { kind: 'insuredPerson', id: args.personId },
  ],
  edits: (args) => editsOf(args),
  apply: (context, args) => {
    if (context.read('contactChange', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const person = context.read('insuredPerson', args.personId) as InsuredPerson | undefined
    if (person === undefined) return err(refuse('record.notFound', 'personId'))
    const corrected = correctedBy(person, args, context.occurredAt)
    if (!corrected.ok) return corrected
    const change: ContactChange = {
      ...args,
      before: corrected.value.before,
      by: context.actor.userId,
      at: context.occurredAt,
    }
    return ok([
      { kind: 'contactChange', id: args.id, data: change },
      { kind: 'insuredPerson', id: person.id, data: corrected.value.person },
    ])
  },
})

/** A new number takes nothing from anybody; everything else replaces what stood there. */
function editsOf({ personId: id, correction }: CorrectContactArgs): readonly FieldEdit[] {
  const person = { kind: 'insuredPerson', id } as const
  const edit = (field: string, argument: string, wanted: unknown, of: (data: InsuredPerson) => unknown) => [
    {
      ...person,
      field,
      argument: `correction.${argument}`,
      wanted,
      valueOf: (data: unknown) => of(data as InsuredPerson),
    },
  ]
  switch (correction.what) {
    case 'addPhone':
      return []
    case 'markPhone':
      return edit('phoneValid', 'valid', correction.valid, ({ phones }) => {
        const phone = phones.find((it) => it.number === correction.number)
        return phone === undefined ? null : phone.valid
      })
    case 'email':
      return edit('email', 'email', correction.email, ({ email }) => email)
    case 'ways':
      return edit('preferredWays', 'ways', correction.ways, ({ preferredWays }) => preferredWays ?? [])
    case 'address':
      return edit('address', 'address', correction.address, ({ address }) => address)
  }
}

function consentEdit(id: string, kind: ConsentKind, wanted: 'given' | 'withdrawn'): readonly FieldEdit[] {
  return [
    {
      kind: 'insuredPerson',
      id,
      field: `consents.${kind}`,
      argument: 'kind',
      wanted,
      valueOf: (data) => (data as InsuredPerson).consents[kind] ?? null,
    },
  ]
}

function correctedBy(
  person: InsuredPerson,
  { correction, source }: Pick<CorrectContactArgs, 'correction' | 'source'>,
  occurredAt: string,
) {
  switch (correction.what) {
    case 'addPhone': {
      const { what: _, ...told } = correction
      const { number, validFrom, validTo } = told
      if (person.phones.some((phone) => phone.number === number))
        return err(refuse('insuredPersons.phoneKnown', 'correction.number'))
      if (person.phones.length >= PHONES_MAX)
        return err(refuse('insuredPersons.phonesFull', 'correction.number', { max: PHONES_MAX }))
      if (validFrom !== undefined && validTo !== undefined && validTo < validFrom)
        return err(refuse('insuredPersons.phonePeriod', 'correction.validTo'))
      return ok({ before: '', person: { ...person, phones: [...person.phones, { ...told, valid: true, source }] } })
    }
    case 'markPhone': {
      const { number } = correction
      if (!person.phones.some((phone) => phone.number === number))
        return err(refuse('record.notFound', 'correction.number'))
      const phones = person.phones.map((phone) =>
        phone.number === number ? marked(phone, correction, source, occurredAt) : phone,
      )
      return ok({ before: number, person: { ...person, phones } })
    }
    case 'email':
      return ok({ before: person.email ?? '', person: { ...person, email: correction.email } })
    case 'ways': {
      const before = (person.preferredWays ?? []).join(' ')
      return ok({ before, person: { ...person, preferredWays: [...new Set(correction.ways)] } })
    }
    case 'address': {
      const { street, house, building, flat } = person.address
      const before = [street, house, building, flat].filter(Boolean).join(', ')
      return ok({ before, person: { ...person, address: correction.address } })
    }
  }
}

/**
 * The number as it is said to be from a day on. One that ends on a day to come stays in force until then; one that is right again begins
 * with its day, and no end is known.
 */
function marked(
  phone: PersonPhone,
  { valid, since }: Extract<ContactCorrection, { what: 'markPhone' }>,
  source: ContactChange['source'],
  occurredAt: string,
): PersonPhone {
  const { validFrom, validTo: _, ...rest } = phone
  const from = valid ? since : validFrom
  return {
    ...rest,
    valid: valid || (since !== undefined && since > occurredAt.slice(0, 10)),
    source,
    ...(from === undefined ? {} : { validFrom: from }),
    ...(valid || since === undefined ? {} : { validTo: addDays(since, -1) }),
  }
}

const giveConsentArgs = consent.omit({ takenBy: true, takenAt: true, withdrawal: true })
export type GiveConsentArgs = z.infer<typeof giveConsentArgs>

/** Takes a consent down: kind, version of the text, day and way (REQUIREMENTS P12, DOMAIN §8). */
export const giveConsent = defineCommand<GiveConsentArgs>({
  name: 'insuredPersons.giveConsent',
  version: 1,
  args: giveConsentArgs,
  allow: (actor) => (actor.role === 'AD' ? refuse('rights.notAllowed') : null),
  touches: (args) => [
    { kind: 'consent', id: args.id },
    { kind: 'insuredPerson', id: args.personId },
  ],
  edits: (args) => consentEdit(args.personId, args.kind, 'given'),
  apply: (context, args) => {
    if (context.read('consent', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const person = context.read('insuredPerson', args.personId) as InsuredPerson | undefined
    if (person === undefined) return err(refuse('record.notFound', 'personId'))
    if (args.givenOn > context.occurredAt.slice(0, 10) && !isWithinADay(args.givenOn, context.occurredAt))
      return err(refuse('insuredPersons.consentInFuture', 'givenOn'))
    const given: Consent = {
      ...args,
      takenBy: context.actor.userId,
      takenAt: context.occurredAt,
      withdrawal: null,
    }
    return ok([
      { kind: 'consent', id: args.id, data: given },
      { kind: 'insuredPerson', id: person.id, data: withConsent(person, args.kind, 'given') },
    ])
  },
})

const withdrawConsentArgs = z.object({
  /** The consent that ends; null when it was given before such records were kept. */
  id: consentId.nullable(),
  /** Id of the record that is made when `id` is null. */
  newId: consentId,
  personId,
  kind: consent.shape.kind,
  on: localDate,
  cause: withdrawalCause,
  note: consent.shape.note,
})
export type WithdrawConsentArgs = z.infer<typeof withdrawConsentArgs>

/** Ends a consent. From this moment nothing that needs it is offered any more, on this desk at once and on the others with their next pull. */
export const withdrawConsent = defineCommand<WithdrawConsentArgs>({
  name: 'insuredPersons.withdrawConsent',
  version: 1,
  args: withdrawConsentArgs,
  allow: (actor) => (actor.role === 'AD' ? refuse('rights.notAllowed') : null),
  touches: (args) => [
    { kind: 'consent', id: args.id ?? args.newId },
    { kind: 'insuredPerson', id: args.personId },
  ],
  edits: (args) => consentEdit(args.personId, args.kind, 'withdrawn'),
  apply: (context, args) => {
    const person = context.read('insuredPerson', args.personId) as InsuredPerson | undefined
    if (person === undefined) return err(refuse('record.notFound', 'personId'))
    const id = args.id ?? args.newId
    const present = context.read('consent', id) as Consent | undefined
    if (args.id !== null && (present === undefined || present.personId !== args.personId || present.kind !== args.kind))
      return err(refuse('record.notFound', 'id'))
    if (present !== undefined && present.withdrawal !== null)
      return err(refuse('insuredPersons.consentWithdrawn', 'id'))
    const { on, cause, note } = args
    const withdrawal = { on, cause, note, by: context.actor.userId, at: context.occurredAt }
    const ended: Consent = present
      ? { ...present, withdrawal }
      : {
          id,
          personId: args.personId,
          kind: args.kind,
          textVersion: UNKNOWN_TEXT,
          way: 'withPolicy',
          givenOn: on,
          note: '',
          takenBy: context.actor.userId,
          takenAt: context.occurredAt,
          withdrawal,
        }
    return ok([
      { kind: 'consent', id, data: ended },
      { kind: 'insuredPerson', id: person.id, data: withConsent(person, args.kind, 'withdrawn') },
    ])
  },
})

/** Version of the text where a consent was given before versions were kept. */
export const UNKNOWN_TEXT = 'unknown'

function withConsent(person: InsuredPerson, kind: ConsentKind, state: 'given' | 'withdrawn'): InsuredPerson {
  return { ...person, consents: { ...person.consents, [kind]: state } }
}

/** The person's local day may already be tomorrow by UTC. */
function isWithinADay(day: string, instant: string): boolean {
  return Date.parse(`${day}T00:00:00Z`) - Date.parse(instant) <= 14 * 3_600_000
}

export const insuredPersonsCommands = [createContact, correctContact, giveConsent, withdrawConsent] as const
