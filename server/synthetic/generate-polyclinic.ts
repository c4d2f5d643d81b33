import { newUuid, type PersonId } from '#shared/kernel/ids.ts'
import { drawsOf } from './draws.ts'
import { DAY_MS, frameOf } from './frame.ts'
import { houseOf } from './organisation.ts'
import { personMakerOf } from './person-maker.ts'
import { drawHome } from './places.ts'
import { policyNumbersOf } from './policies.ts'
import type {
  HealthFact,
  OtherInsured,
  PolyclinicBatch,
  PolyclinicKind,
  PolyclinicOptions,
  PolyclinicRows,
} from './polyclinic.ts'
import { COUNTS } from './shares.ts'

/** Rows of one batch at most: small enough for one SQL statement, large enough that its cost is spread. */
const BATCH_ROWS = 1_000

/**
 * The synthetic polyclinic of DOMAIN §10, streamed: the organisation, its clinic and staff, the attached adults and a year of their life. Pure: the same options give the
 * same rows, whatever the machine and the hour.
 */
export function* generatePolyclinic(options: PolyclinicOptions): Generator<PolyclinicBatch> {
  const { seed, today, reference } = options
  const counts = COUNTS[options.size]
  const total = counts.attached + counts.appeals + counts.calls
  let done = 0
  const batch = <Kind extends PolyclinicKind>(kind: Kind, rows: readonly PolyclinicRows[Kind][]): PolyclinicBatch =>
    ({ kind, rows, done, total }) as unknown as PolyclinicBatch

  const house = houseOf(seed, today, reference)
  yield batch('organisation', [house.organisation])
  yield batch('clinics', [house.clinic])
  yield batch('users', house.users)

  const frame = frameOf(seed, counts, today, reference)
  const policies = policyNumbersOf(drawsOf(seed, 'policy'))
  const clinicId = house.clinic.id
  const maker = personMakerOf({ seed, frame, today, reference, clinicId, policies })
  const ids = drawsOf(seed, 'ids')
  const elsewhere = drawsOf(seed, 'elsewhere')
  // The registry was loaded on 1 January: one person a millisecond, so that ids sort as the people were made.
  const loadedAt = Date.UTC(Number(today.slice(0, 4)), 0, 1, 6)
  const persons: PolyclinicRows['persons'][] = []
  const others: OtherInsured[] = []
  const facts: HealthFact[] = []

  for (let index = 0; index < frame.attached; index += 1) {
    const id = newUuid<PersonId>(loadedAt + index, ids.bytes)
    const insurer = frame.insurer[index] ?? 0
    if (insurer === 0) {
      const made = maker.make(index, id)
      persons.push(made.person)
      for (const fact of made.facts)
        facts.push({ id: newUuid(loadedAt + index, ids.bytes), personId: id, clinicId, ...fact })
    } else {
      const birthDate = new Date((frame.birthDay[index] ?? 0) * DAY_MS).toISOString().slice(0, 10)
      const sex = frame.woman[index] === 1 ? 'female' : 'male'
      const home = drawHome(elsewhere, reference.places.streets)
      others.push({
        id,
        insurerCode: reference.places.otherInsurers[insurer - 1]?.code ?? '',
        policyNumber: policies.next(birthDate, sex),
        birthDate,
        sex,
        clinicId,
        unit: home.unit,
        precinct: home.precinct,
      })
    }
    done += 1
    if (persons.length >= BATCH_ROWS) yield batch('persons', persons.splice(0))
    if (others.length >= BATCH_ROWS) yield batch('otherInsured', others.splice(0))
    if (facts.length >= BATCH_ROWS - 20) yield batch('healthFacts', facts.splice(0))
  }
  if (persons.length > 0) yield batch('persons', persons)
  if (others.length > 0) yield batch('otherInsured', others)
  if (facts.length > 0) yield batch('healthFacts', facts)
}
