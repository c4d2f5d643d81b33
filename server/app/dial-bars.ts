import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { type InsuredPerson, isPhoneInForce } from '#shared/features/insured-persons/person.ts'
import { asksNotToCall } from '#shared/features/insured-persons/reach.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import { callingRules, inForceOn } from '#shared/features/telephony/outbound/calling-rules.ts'
import { type DialAttempt, type DialBar, dialBar } from '#shared/features/telephony/outbound/may-dial.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'

const RULES_FILE = join(import.meta.dirname, '../../assets/reference/calling-rules.ru.json')
const RULES = callingRules.parse(JSON.parse(readFileSync(RULES_FILE, 'utf8')))
/** A series of attempts is one of the year (rule OUT2). */
const SERIES_DAYS = 366

/** Whom nobody calls any more, with the reason, by the calls of every desk (rule OUT9). */
export async function dialBars(
  tx: Tx,
  orgId: string,
  persons: readonly InsuredPerson[],
  day: LocalDate,
): Promise<ReadonlyMap<string, DialBar>> {
  const attempts = await attemptsOf(
    tx,
    orgId,
    persons.map(({ id }) => id),
    day,
  )
  const bars = new Map<string, DialBar>()
  for (const person of persons) {
    const facts = {
      phones: person.phones.filter((phone) => isPhoneInForce(phone, day)),
      asksNotToCall: asksNotToCall(person),
      isConsentWithdrawn: person.consents.informing === 'withdrawn',
      attempts: attempts.get(person.id) ?? [],
    }
    const bar = dialBar(facts, inForceOn(RULES, day))
    if (bar !== null) bars.set(person.id, bar)
  }
  return bars
}

async function attemptsOf(tx: Tx, orgId: string, personIds: readonly string[], day: LocalDate) {
  const { rows } = await sql<{ data: Call }>`
    select data from calls
    where org_id = ${orgId} and person_id = any(${[...personIds]}::text[]) and direction = 'out' and data is not null
      and offered_at > ${day}::date - ${SERIES_DAYS}::integer`.execute(tx)
  const byPerson = new Map<string, DialAttempt[]>()
  for (const { data } of rows) {
    const { remoteNumber: number, offeredAt, endedAt, result, outcome, personId } = data
    if (personId === null) continue
    byPerson.set(personId, [...(byPerson.get(personId) ?? []), { number, offeredAt, endedAt, result, outcome }])
  }
  return byPerson
}
