import type { PolyclinicBatch, SyntheticUser } from '#server/synthetic/polyclinic.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anId, CLINIC_ID } from '#shared/builders/ids.ts'
import type { Clinic } from '#shared/features/clinics/clinic.ts'
import { slotDayId } from '#shared/features/clinics/slot-day.ts'
import type { Role } from '#shared/kernel/actor.ts'
import type { ClinicId, UserId } from '#shared/kernel/ids.ts'

/** Ids of a tiny organisation: `n` keeps those of a second one apart. */
export interface TinyIds {
  readonly org: string
  readonly clinics: readonly [ClinicId, ClinicId]
  readonly person: (serial: number) => string
  readonly user: (login: string) => UserId
}

const ROLES: readonly (readonly [string, Role, 'both' | 'first'])[] = [
  ['operator', 'L1', 'both'],
  ['post', 'L2', 'first'],
  ['expert', 'L3', 'both'],
  ['expert2', 'L3', 'both'],
  ['supervisor', 'SV', 'both'],
  ['admin', 'AD', 'both'],
]

export function tinyIds(n = 0): TinyIds {
  const base = n * 0x1000_0000
  return {
    org: anId(base + 0x0a),
    clinics: [anId(base + CLINIC_ID), anId(base + CLINIC_ID + 1)],
    person: (serial) => anId(base + serial),
    user: (login) => anId(base + 0xa1 + ROLES.findIndex(([name]) => name === login)),
  }
}

export interface TinyOptions {
  /** Which organisation: 0 is `operator`, `post` …, 1 is `operator-1` … */
  readonly n?: number
  readonly persons?: number
  /** Stands in the surname and the text of every record, for finding what must not be there. */
  readonly canary?: string
}

/** A few people in two clinics with one user of each role: the second clinic is not served by `post`. */
export function* tinyPolyclinic({
  n = 0,
  persons = 20,
  canary = 'Тестова',
}: TinyOptions = {}): Generator<PolyclinicBatch> {
  const ids = tinyIds(n)
  const insurerCode = n === 0 ? '00001' : `0000${n + 1}`
  const progress = { done: 0, total: 1 }
  yield {
    kind: 'organisation',
    rows: [
      {
        id: ids.org as never,
        name: `СМО ${n}`,
        insurerCode,
        journal: n === 0 ? 'ОЖ' : `О${String.fromCharCode(0x410 + n)}`,
        hotLine: '+70000000000',
      },
    ],
    ...progress,
  }
  yield { kind: 'clinics', rows: ids.clinics.map((id, index) => aClinic(id, index + 1)), ...progress }
  yield {
    kind: 'slotDays',
    rows: ids.clinics.map((id) => ({
      id: slotDayId(id, 1, '2026-11-26'),
      clinicId: id,
      unit: 1,
      on: '2026-11-26',
      slots: [
        { time: '09:00', places: 1, taken: 0 },
        { time: '18:00', places: 2, taken: 0 },
      ],
    })),
    ...progress,
  }
  yield {
    kind: 'users',
    rows: ROLES.map(
      ([login, role, served], index): SyntheticUser => ({
        id: ids.user(login),
        login: n === 0 ? login : `${login}-${n}`,
        name: `${canary} ${login}`,
        role,
        extension: role === 'AD' ? null : String(1001 + index),
        clinicIds: served === 'both' ? [...ids.clinics] : [ids.clinics[0]],
        active: true,
        documents: [{ kind: 'admission', documentNumber: `Д-${index + 1}`, from: '2026-01-12', until: '2027-12-31' }],
      }),
    ),
    ...progress,
  }
  for (let from = 1; from <= persons; from += 1000) {
    const serials = Array.from({ length: Math.min(1000, persons - from + 1) }, (_, index) => from + index)
    yield {
      kind: 'persons',
      rows: serials.map((serial) =>
        aPerson(
          {
            id: ids.person(serial + 0x10_0000) as never,
            surname: canary,
            insurerCode,
            clinicId: ids.clinics[serial % 10 === 0 ? 1 : 0],
          },
          serial,
        ),
      ),
      ...progress,
    }
    yield {
      kind: 'healthFacts',
      rows: serials.map((serial) => ({
        id: ids.person(serial + 0x20_0000),
        personId: ids.person(serial + 0x10_0000) as never,
        clinicId: ids.clinics[serial % 10 === 0 ? 1 : 0],
        kind: 'diagnosis' as const,
        code: 'I25.1',
        since: '2025-03-01',
        dispensary: true,
      })),
      ...progress,
    }
  }
  yield {
    kind: 'appeals',
    rows: [1, 2, 10].map((serial) => {
      const personId = ids.person(serial + 0x10_0000) as never
      return anAppeal(
        {
          id: ids.person(serial + 0x30_0000) as never,
          number: `${n === 0 ? 'ОЖ' : `О${String.fromCharCode(0x410 + n)}`}-2026-${String(serial).padStart(6, '0')}`,
          concernsId: personId,
          applicant: { personId, contactId: null, anonymous: false, name: `${canary} Анна`, phone: null },
          clinicId: null,
          text: `${canary} спрашивает о записи`,
          takenBy: ids.user('operator'),
        },
        serial,
      )
    }),
    done: 1,
    total: 1,
  }
}

function aClinic(id: ClinicId, number: number): Clinic {
  return {
    id,
    registerCode: `00000${number}`,
    name: `Городская поликлиника № ${number}`,
    shortName: `ГП ${number}`,
    units: [
      {
        number: 1,
        name: 'Поликлиническое отделение № 1',
        address: 'пр. Просвещения, 1',
        phone: '+70000000100',
        hours: [{ weekday: 1, from: '08:00', to: '20:00' }],
        rooms: [{ number: '101', purpose: 'Терапевт', examination: null }],
      },
    ],
    responsible: { name: 'Орлова М. В.', position: 'заведующая', phone: '+70000000101' },
    capacity: { weekday: 20, evening: 5, weekend: 10 },
    specialDays: [],
  }
}
