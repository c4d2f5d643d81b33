import { sql } from 'kysely'
import type { Db } from '#server/db/database.ts'
import { accessTokens } from '#server/features/auth/access-tokens.ts'
import type { PolyclinicBatch, SyntheticUser } from '#server/synthetic/polyclinic.ts'
import { tinyIds, tinyPolyclinic } from '#server/testing/tiny-polyclinic.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anId } from '#shared/builders/ids.ts'
import type { LightSession } from './light-desk.ts'

const clinicOf = (index: number): string => anId(0xcc_0000 + index)
const userOf = (index: number): string => anId(0xee_0000 + index)
const deviceOf = (index: number): string => anId(0xdd_0000 + index)
const sessionOf = (index: number): string => anId(0xbb_0000 + index)

/** An organisation with many representatives, each at one clinic, `perClinic` at each. */
export function* largeOrganisation(desks: number, perClinic: number): Generator<PolyclinicBatch> {
  const clinics = Math.ceil(desks / perClinic)
  for (const batch of tinyPolyclinic({ persons: 10 })) {
    if (batch.kind === 'clinics') {
      const [clinic] = batch.rows
      if (!clinic) throw new Error('The tiny organisation has no clinic')
      const more = Array.from({ length: clinics }, (_, index) => ({ ...clinic, id: clinicOf(index) as never }))
      yield { ...batch, rows: [...batch.rows, ...more] }
    } else if (batch.kind === 'users') {
      const [operator] = batch.rows
      if (!operator) throw new Error('The tiny organisation has no operator')
      const more = Array.from(
        { length: desks },
        (_, index): SyntheticUser => ({
          ...operator,
          id: userOf(index) as never,
          login: `bench-${index}`,
          extension: String(10_000 + index),
          clinicIds: [clinicOf(Math.floor(index / perClinic)) as never],
        }),
      )
      yield { ...batch, rows: [...batch.rows, ...more] }
    } else yield batch
  }
}

/** Opens a session of each representative without a password: hashing two thousand of them would take minutes. */
export async function openSessions(
  db: Db,
  tokenKey: Uint8Array,
  desks: number,
  perClinic: number,
): Promise<LightSession[]> {
  await sql`insert into devices (id, user_id, installation_id, host, app_version, data_key, created_at, seen_at)
    select device, usr, device, 'browser', '0.1.0', ''::bytea, now(), now()
    from unnest(${indexes(desks).map(deviceOf)}::text[], ${indexes(desks).map(userOf)}::text[]) as given (device, usr)
    on conflict do nothing`.execute(db)
  await sql`insert into sessions (id, device_id, current_hash, rotated_at, expires_at)
    select session, device, session, now(), now() + interval '1 day'
    from unnest(${indexes(desks).map(sessionOf)}::text[], ${indexes(desks).map(deviceOf)}::text[]) as given (session, device)
    on conflict do nothing`.execute(db)
  const tokens = accessTokens(tokenKey)
  return Promise.all(
    indexes(desks).map(async (index) => {
      const claims = { userId: userOf(index), deviceId: deviceOf(index), sessionId: sessionOf(index) }
      const { token } = await tokens.sign(claims, Date.now())
      const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
      return { token, clinicId: clinicOf(Math.floor(index / perClinic)), address }
    }),
  )
}

/** Fills the journal up to a number of appeals, spread over the clinics and over three years, as years of work would have. */
export async function growJournal(db: Db, from: number, to: number, clinics: number): Promise<void> {
  const template = anAppeal({ clinicId: null, concernsId: null })
  const PART = 50_000
  for (let at = from; at < to; at += PART) {
    const until = Math.min(to, at + PART)
    await sql`
      with given as (
        select i, '00000000-0000-7000-9000-' || lpad(to_hex(i), 12, '0') as id,
          'Я-2025-' || lpad(i::text, 7, '0') as number,
          '00000000-0000-7000-8000-' || lpad(to_hex(${0xcc_0000}::int + i % ${clinics}::int), 12, '0') as clinic,
          timestamptz '2023-01-01' + (i % 1000) * interval '1 day' as at
        from generate_series(${at}::int, ${until - 1}::int) as i
      ), written as (
        insert into appeals (id, org_id, version, data, number, kind, theme_code, clinic_id, person_id, applicant_name, registered_at, state, taken_by)
        select id, ${tinyIds(0).org}, 1,
          ${JSON.stringify(template)}::jsonb || jsonb_build_object('id', id, 'number', number, 'clinicId', clinic, 'registeredAt', at),
          number, 'consultation', 'consultation.4.5', clinic, null, 'смирнова анна петровна', at, 'closed', ${userOf(0)}
        from given
      )
      insert into scope_records (scope, kind, record_id) select 'journal:' || clinic, 'appeal', id from given`.execute(
      db,
    )
  }
  // What the loading itself leaves to do must not be counted to the commands that are measured.
  await sql`vacuum analyze appeals`.execute(db)
  await sql`vacuum analyze scope_records`.execute(db)
  await sql`checkpoint`.execute(db)
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
