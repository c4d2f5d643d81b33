import { sql } from 'kysely'
import type { Db, Tx } from './database.ts'
import type { ScopeLookups } from './record-kind.ts'

/** Lookups within one organisation, each asked once: make one per transaction. */
export function scopeLookups(db: Db | Tx, orgId: string): ScopeLookups {
  const clinics = new Map<string, Promise<string | null>>()
  const users = new Map<string, Promise<{ role: string; clinic_ids: string[] } | undefined>>()
  const known = new Map<string, Promise<boolean>>()
  const insurers = new Map<string, Promise<string>>()
  return {
    clinicOfPerson: (personId) => once(clinics, personId, () => clinicOfPerson(db, orgId, personId)),
    async isServedBy(userId, clinicId) {
      const user = await once(users, userId, () =>
        db.selectFrom('users').select(['role', 'clinic_ids']).where('id', '=', userId).executeTakeFirst(),
      )
      return user !== undefined && (user.role === 'SV' || user.clinic_ids.includes(clinicId))
    },
    isClinic: (clinicId) => once(known, clinicId, () => isClinic(db, orgId, clinicId)),
    insurerCode: () =>
      once(insurers, orgId, async () => {
        const row = await db
          .selectFrom('organisations')
          .select('insurer_code')
          .where('id', '=', orgId)
          .executeTakeFirstOrThrow()
        return row.insurer_code
      }),
  }
}

async function clinicOfPerson(db: Db | Tx, orgId: string, personId: string): Promise<string | null> {
  const { rows } = await sql<{ clinic_id: string | null }>`
    select person.clinic_id from insured_persons person join organisations org on org.id = person.org_id
    where person.id = ${personId} and person.org_id = ${orgId} and person.insurer_code = org.insurer_code`.execute(db)
  return rows[0]?.clinic_id ?? null
}

async function isClinic(db: Db | Tx, orgId: string, clinicId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from clinics where id = ${clinicId} and org_id = ${orgId} and data is not null`.execute(db)
  return rows.length > 0
}

function once<T>(cache: Map<string, Promise<T>>, key: string, load: () => Promise<T>): Promise<T> {
  const known = cache.get(key)
  if (known) return known
  const loading = load()
  cache.set(key, loading)
  return loading
}
