import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { parseRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { NUMBER_BLOCK_SIZE, type NumberBlock } from '#shared/protocol/numbers.ts'

/**
 * Leases the next serials of the organisation's journal to a device (rule NUM1). The block's id is the request's id: a repeat
 * returns the same block. The counter row is locked, so no two blocks overlap on any node.
 * @throws ApiError 400 when the year is neither this nor the next, 409 when another device used the request id
 */
export async function leaseNumbers(
  db: Db,
  actor: Actor,
  request: { readonly requestId: string; readonly year: number },
  nowMs: number,
): Promise<NumberBlock> {
  const thisYear = new Date(nowMs).getUTCFullYear()
  if (request.year < thisYear - 1 || request.year > thisYear + 1) throw apiErrors.yearNotOpen(request.year)
  return db.transaction().execute(async (tx) => {
    const { journal } = await tx
      .selectFrom('organisations')
      .select('journal')
      .where('id', '=', actor.orgId)
      .executeTakeFirstOrThrow()
    await sql`insert into number_counters (journal, year, next_serial) values (${journal}, ${request.year}, 1)
      on conflict do nothing`.execute(tx)
    const { rows } = await sql<{ next_serial: number }>`
      select next_serial from number_counters where journal = ${journal} and year = ${request.year} for update`.execute(
      tx,
    )
    const known = await tx
      .selectFrom('number_blocks')
      .selectAll()
      .where('id', '=', request.requestId)
      .executeTakeFirst()
    if (known) {
      if (known.device_id !== actor.deviceId) throw apiErrors.notAllowed()
      return { id: known.id, journal, year: known.year, first: known.first_serial, last: known.last_serial }
    }
    const first = rows[0]?.next_serial ?? 1
    const last = first + NUMBER_BLOCK_SIZE - 1
    await sql`update number_counters set next_serial = ${last + 1} where journal = ${journal} and year = ${request.year}`.execute(
      tx,
    )
    await tx
      .insertInto('number_blocks')
      .values({
        id: request.requestId,
        device_id: actor.deviceId,
        journal,
        year: request.year,
        first_serial: first,
        last_serial: last,
        leased_at: toInstant(nowMs),
      })
      .execute()
    return { id: request.requestId, journal, year: request.year, first, last }
  })
}

/** Whether a device may use this number now: inside one of its blocks and not used before. */
export async function numberProblem(tx: Tx, deviceId: string, number: string): Promise<Refusal | null> {
  const place = parseRegistrationNumber(number)
  if (!place) return refuse('numbers.notLeased', 'number')
  if ((await blockOf(tx, deviceId, place)) === null) return refuse('numbers.notLeased', 'number')
  const used = await tx
    .selectFrom('number_uses')
    .select('serial')
    .where('journal', '=', place.journal)
    .where('year', '=', place.year)
    .where('serial', '=', place.serial)
    .executeTakeFirst()
  return used ? refuse('numbers.used', 'number') : null
}

/** Enters the use. The primary key of `number_uses` is what makes a number official once, whatever the checks missed. */
export async function enterNumber(
  tx: Tx,
  deviceId: string,
  number: string,
  recordId: string,
  at: string,
): Promise<void> {
  const place = parseRegistrationNumber(number)
  if (!place) throw new Error('Invariant broken: the number was checked before')
  const blockId = await blockOf(tx, deviceId, place)
  await tx
    .insertInto('number_uses')
    .values({ ...place, block_id: blockId, record_id: recordId, used_at: at })
    .execute()
}

async function blockOf(
  tx: Tx,
  deviceId: string,
  place: { readonly journal: string; readonly year: number; readonly serial: number },
): Promise<string | null> {
  if (place.serial > 2_147_483_647) return null
  const block = await tx
    .selectFrom('number_blocks')
    .select('id')
    .where('device_id', '=', deviceId)
    .where('journal', '=', place.journal)
    .where('year', '=', place.year)
    .where('first_serial', '<=', place.serial)
    .where('last_serial', '>=', place.serial)
    .executeTakeFirst()
  return block?.id ?? null
}
