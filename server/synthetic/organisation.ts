import type { Clinic } from '#shared/features/clinics/clinic.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import type { NewStaffDocument } from '#shared/features/staff/member-change.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import { type ClinicId, newUuid, type OrgId, type UserId } from '#shared/kernel/ids.ts'
import type { PlaceContent } from './content.ts'
import { drawsOf } from './draws.ts'
import { namerOf } from './names.ts'
import type { ReferenceData, SyntheticOrganisation, SyntheticUser } from './polyclinic.ts'

export interface House {
  readonly organisation: SyntheticOrganisation
  readonly clinic: Clinic
  readonly users: readonly SyntheticUser[]
  /** Ids of the representatives by level. */
  readonly staff: { readonly L1: readonly UserId[]; readonly L2: readonly UserId[]; readonly L3: readonly UserId[] }
}

/** The insurer, its one clinic and its staff. They are as old as the year before the story. */
export function houseOf(seed: number, today: LocalDate, reference: ReferenceData): House {
  const draws = drawsOf(seed, 'house')
  const founded = Date.UTC(Number(today.slice(0, 4)) - 1, 0, 9, 6)
  let made = 0
  const newId = <Id extends string>(): Id => newUuid<Id>(founded + 1000 * made++, draws.bytes)
  const { organisation } = reference.places
  const orgId = newId<OrgId>()
  const clinic = clinicOf(newId<ClinicId>(), today, reference.places.clinic)
  const namer = namerOf(reference.names)
  const users = reference.places.staff.flatMap((group) =>
    Array.from({ length: group.count }, (_, index): SyntheticUser => {
      const sex = draws.chance(0.85) ? 'female' : 'male'
      const name = namer.name(draws, namer.family(draws), sex, draws.between(1968, 2000))
      return {
        id: newId<UserId>(),
        login: group.count === 1 ? group.login : `${group.login}${index + 1}`,
        name: fullName(name),
        role: group.role,
        extension: group.extensionFrom === null ? null : String(group.extensionFrom + index),
        clinicIds: group.role === 'AD' ? [] : [clinic.id],
        active: true,
        documents: documentsOf(today, made),
      }
    }),
  )
  const of = (role: SyntheticUser['role']): UserId[] =>
    users.filter((user) => user.role === role).map((user) => user.id)
  const staff = { L1: of('L1'), L2: of('L2'), L3: of('L3') }
  return { organisation: { id: orgId, ...organisation }, clinic, users, staff }
}

/** Every so many colleagues one whose admission ends soon, so that a try-out shows what is said of it. */
const EVERY_ENDING = 9

/** Trained in the year before the story and admitted until the end of the year after it. */
function documentsOf(today: LocalDate, serial: number): NewStaffDocument[] {
  const year = Number(today.slice(0, 4))
  const number = String(serial).padStart(3, '0')
  const until = serial % EVERY_ENDING === 0 ? addDays(today, EVERY_ENDING + (serial % 20)) : `${year + 1}-12-31`
  return [
    { kind: 'training', documentNumber: `УД-${number}`, from: `${year - 1}-02-02`, until: null },
    { kind: 'admission', documentNumber: `Д-${number}`, from: `${year - 1}-02-09`, until },
  ]
}

function clinicOf(id: ClinicId, today: LocalDate, content: PlaceContent['clinic']): Clinic {
  return {
    id,
    registerCode: content.registerCode,
    name: content.name,
    shortName: content.shortName,
    units: content.units.map((unit, index) => ({
      number: unit.number,
      name: unit.name,
      address: unit.address,
      phone: unit.phone,
      hours: [
        ...[1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: unit.open[0], to: unit.open[1] })),
        ...(unit.saturday ? [{ weekday: 6, from: unit.saturday[0], to: unit.saturday[1] }] : []),
        ...(unit.sunday ? [{ weekday: 7, from: unit.sunday[0], to: unit.sunday[1] }] : []),
      ],
      // Rooms are numbered by unit: room 12 of unit 3 is 312. The first unit holds the whole department of prevention.
      rooms: content.rooms
        .filter((room) => index === 0 || content.roomsOfOtherUnits.includes(room.number))
        .map((room) => ({ ...room, number: `${unit.number}${room.number.padStart(2, '0')}` })),
    })),
    responsible: content.responsible,
    capacity: content.capacity,
    specialDays: content.specialDays.map((day) => ({
      on: onWeekday(addDays(today, day.afterDays), day.weekday),
      what: day.what,
    })),
    mobileTrips: content.mobileTrips.map(({ afterDays, ...trip }) => ({ on: addDays(today, afterDays), ...trip })),
    transport: content.transport,
  }
}

/** The day itself, or the next one that falls on `weekday` (Monday 1 to Sunday 7). */
function onWeekday(date: LocalDate, weekday: number | undefined): LocalDate {
  if (weekday === undefined) return date
  const day = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  return addDays(date, (weekday - day + 7) % 7)
}
