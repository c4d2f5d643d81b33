import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import { addDays } from '#shared/kernel/calendar.ts'
import { type ClinicId, newUuid, type PersonId } from '#shared/kernel/ids.ts'
import { drawsOf } from './draws.ts'
import { DAY_MS, type Frame } from './frame.ts'
import { informingMakerOf } from './informings.ts'
import type { House } from './organisation.ts'
import { type MadePerson, personMakerOf } from './person-maker.ts'
import { drawHome } from './places.ts'
import { type PolicyNumbers, policyNumbersOf } from './policies.ts'
import type { HealthFact, OtherInsured, PolyclinicOptions } from './polyclinic.ts'

/** One adult of the clinic with everything that is written about him or her. */
export type RegistryEntry =
  | {
      readonly ours: true
      readonly made: MadePerson
      readonly facts: readonly HealthFact[]
      readonly informings: readonly Informing[]
    }
  | { readonly ours: false; readonly other: OtherInsured }

/** The attached adults one by one, in the order in which the clinic entered them. */
export function* registryOf(options: PolyclinicOptions, house: House, frame: Frame): Generator<RegistryEntry> {
  const { seed, today, reference } = options
  const clinicId = house.clinic.id
  const policies = policyNumbersOf(drawsOf(seed, 'policy'))
  const maker = personMakerOf({ seed, frame, today, reference, clinicId, policies })
  const ids = drawsOf(seed, 'ids/registry')
  const informing = informingMakerOf({
    draws: drawsOf(seed, 'informings'),
    ids: drawsOf(seed, 'ids/informings'),
    today,
    calendar: reference.workingCalendar,
    staff: { L1: house.staff.L1, L2: house.staff.L2, L3: house.staff.L3 },
  })
  const otherInsured = otherInsuredOf(options, clinicId, frame, policies)
  // The registry was loaded on 1 January: one person a millisecond, so that ids sort as the people were made.
  const loadedAt = Date.UTC(Number(today.slice(0, 4)), 0, 1, 6)
  for (let index = 0; index < frame.attached; index += 1) {
    const id = newUuid<PersonId>(loadedAt + index, ids.bytes)
    if (frame.insurer[index] !== 0) {
      yield { ours: false, other: otherInsured(index, id) }
      continue
    }
    const made = maker.make(index, id)
    const facts = made.facts.map((fact) => ({
      id: newUuid(loadedAt + index, ids.bytes),
      personId: id,
      clinicId,
      ...fact,
    }))
    yield { ours: true, made, facts, informings: informing.make(made) }
  }
}

function otherInsuredOf(options: PolyclinicOptions, clinicId: ClinicId, frame: Frame, policies: PolicyNumbers) {
  const { streets, otherInsurers } = options.reference.places
  const draws = drawsOf(options.seed, 'elsewhere')
  return (index: number, id: PersonId): OtherInsured => {
    const birthDate = new Date((frame.birthDay[index] ?? 0) * DAY_MS).toISOString().slice(0, 10)
    const sex = frame.woman[index] === 1 ? 'female' : 'male'
    const { unit, precinct } = drawHome(draws, streets)
    const insurerCode = otherInsurers[(frame.insurer[index] ?? 0) - 1]?.code ?? ''
    return { id, insurerCode, policyNumber: policies.next(birthDate, sex), birthDate, sex, clinicId, unit, precinct }
  }
}

/** People kept in mind while the registry streams by: those who will apply, and a fair sample of those who may have been rung up. */
export interface Memory {
  remember(index: number, entry: MadePerson): void
  person(index: number): InsuredPerson
  readonly invitees: readonly InsuredPerson[]
}

const INVITEES_KEPT = 400
const INVITED_WITHIN_DAYS = 40

export function memoryOf(options: PolyclinicOptions, wanted: ReadonlySet<number>): Memory {
  const draws = drawsOf(options.seed, 'memory')
  const kept = new Map<number, InsuredPerson>()
  const invitees: InsuredPerson[] = []
  const from = addDays(options.today, -INVITED_WITHIN_DAYS)
  const to = addDays(options.today, INVITED_WITHIN_DAYS)
  let seen = 0
  return {
    invitees,
    remember: (index, { person, visitOn }) => {
      if (wanted.has(index)) kept.set(index, person)
      const isTalkedTo = ['booked', 'invited', 'refused', 'noShow'].includes(person.prevention.state)
      if (!isTalkedTo || visitOn === null || visitOn < from || visitOn > to) return
      if (!person.phones.some((phone) => phone.valid)) return
      // Reservoir sampling: every candidate has the same chance, however many there will be.
      seen += 1
      const at = invitees.length < INVITEES_KEPT ? invitees.length : draws.between(0, seen - 1)
      if (at < INVITEES_KEPT) invitees[at] = person
    },
    person: (index) => {
      const person = kept.get(index)
      if (person === undefined) throw new Error(`Invariant broken: person ${index} was not kept in mind`)
      return person
    },
  }
}
