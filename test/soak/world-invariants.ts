import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { readContents } from '#renderer/db/read-state.ts'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import type { Db } from '#server/db/database.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { scopesOfActor } from '#server/sync/scopes.ts'
import { answerTerms, planAnswerDate } from '#shared/features/appeals/answer-terms.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { RECORD_SCHEMAS, type RecordKind } from '#shared/protocol/registry.ts'
import type { WorldDesk } from './world-desk.ts'

const TERMS = answerTerms.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../assets/reference/appeal-answer-terms.ru.json'), 'utf8')),
)
const MOSCOW_MINUTES = 180

/** What must be true of the real server and its desks when everything is quiet (ELECTRON-HOST §7.4), in words where it is not. */
export async function worldViolations(db: Db, desks: readonly WorldDesk[]): Promise<string[]> {
  const found: string[] = []
  for (const desk of desks) {
    for (const what of [
      ...(await deliveredOnce(db, desk)),
      ...(await refusalsVisible(db, desk)),
      ...(await sameAsServer(db, desk)),
      ...(await nothingLeaked(desk)),
    ])
      found.push(`${desk.login} ${desk.user.actor.deviceId.slice(-4)}: ${what}`)
  }
  found.push(...(await numbersOnce(db)), ...(await termsStable(db)), ...(await authorsTrue(db)))
  return found
}

/** [OUT1] [OUT2] [PUSH1] */
async function deliveredOnce(db: Db, desk: WorldDesk): Promise<string[]> {
  const found: string[] = []
  const { rows } = await sql<{ id: string; n: number }>`
    select id, n from commands where device_id = ${desk.user.actor.deviceId} order by n`.execute(db)
  const places = new Map(rows.map(({ id }, index) => [id, index]))
  let last = -1
  for (const { commandId } of desk.acknowledged) {
    const place = places.get(commandId)
    if (place === undefined) found.push(`[OUT1] ${commandId} was called saved and is lost`)
    else if (place < last) found.push(`[PUSH1] ${commandId} arrived in another order`)
    last = Math.max(last, place ?? -1)
  }
  if (rows.some(({ n }, index) => n !== index + 1)) found.push('[PUSH1] the numbers of the commands have a gap')
  if ((desk.running?.status.getState().waiting ?? 1) > 0) found.push('[OUT2] the outbox did not empty')
  return found
}

/** [PUSH4] */
async function refusalsVisible(db: Db, desk: WorldDesk): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from commands where device_id = ${desk.user.actor.deviceId} and status = 'refused'`.execute(db)
  const inbox = new Set((await desk.running?.data.reads.needsYou())?.map(({ commandId }) => commandId))
  return rows.flatMap(({ id }) =>
    inbox.has(id) || desk.settledByUser.has(id) ? [] : [`[PUSH4] ${id} was refused silently`],
  )
}

/** [PULL1] [PULL2] [MERGE0] Equal hashes of what the desk shows and what the server has in its scopes. */
async function sameAsServer(db: Db, desk: WorldDesk): Promise<string[]> {
  const { running } = desk
  if (!running) return ['the desk does not run']
  const { actor } = desk.user
  const scopes = (await scopesOfActor(db, actor)).map(({ name }) => name)
  const { rows } = await sql<{ kind: string; id: string }>`
    select distinct kind, record_id as id from scope_records where scope = any(${scopes}::text[])`.execute(db)
  const theirs = new Map<string, unknown>()
  for (const [key, { data }] of await loadRecords(db, RECORD_KINDS, actor.orgId, rows))
    if (data !== null) theirs.set(key, data)
  const { rows: own } = await sql<{ answer: { records?: { kind: string; id: string }[] } }>`
    select answer from commands where device_id = ${actor.deviceId}`.execute(db)
  const made = new Set(own.flatMap(({ answer }) => answer.records?.map(recordKey) ?? []))
  const shown = new Map<string, unknown>()
  for (const kind of Object.keys(RECORD_SCHEMAS) as RecordKind[]) {
    if (kind === 'insuredPerson') continue
    for (const record of await running.data.reads.records(kind)) {
      const key = recordKey({ kind, id: record.id })
      // What was entered here stays here, also when none of the desk's scopes holds it.
      if (theirs.has(key) || !made.has(key)) shown.set(key, record.data)
    }
  }
  for (const key of theirs.keys())
    if (key.startsWith('insuredPerson:')) {
      const person = await running.data.reads.person(key.slice('insuredPerson:'.length))
      if (person) shown.set(key, person)
    }
  if (hashOf(theirs) === hashOf(shown)) return []
  const differing = [...new Set([...theirs.keys(), ...shown.keys()])].filter(
    (key) => canonical(theirs.get(key)) !== canonical(shown.get(key)),
  )
  return [`[PULL1] [PULL2] [MERGE0] shows something else than the server has: ${differing.slice(0, 3).join(', ')}`]
}

/** [PULL2] Canaries of other organisations, users and scopes, in all that arrived and in all that is stored. */
async function nothingLeaked(desk: WorldDesk): Promise<string[]> {
  if (desk.running) {
    const { rows, outbox, refused } = await readContents(desk.running.store)
    desk.search(JSON.stringify([rows, outbox, refused]))
  }
  return [...desk.leaked].map((word) => `[PULL2] received or holds ${word}`)
}

/** [NUM1] */
async function numbersOnce(db: Db): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select data->>'number' as number from appeals where data is not null group by 1 having count(*) > 1`.execute(db)
  return rows.map(({ number }) => `[NUM1] number ${number} was used twice`)
}

/** [TIME1] A desk's clock that is ahead lengthens no term. */
async function termsStable(db: Db): Promise<string[]> {
  const { rows } = await sql<{ data: Appeal; received_at: Date }>`
    select a.data, c.received_at from appeals a
    join commands c on c.status <> 'refused' and c.command = 'appeals.register@1' and c.answer->'records'->0->>'id' = a.id`.execute(
    db,
  )
  return rows.flatMap(({ data, received_at }) => {
    const latest = planAnswerDate(data.form, dateOf(received_at.getTime(), MOSCOW_MINUTES), TERMS)
    return data.answerBy !== null && latest !== null && data.answerBy > latest
      ? [`[TIME1] the term of ${data.number} is ${data.answerBy}, later than ${latest}`]
      : []
  })
}

/** [PUSH1] Author and organisation of what was made are those of the token. */
async function authorsTrue(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select call.id from commands c join devices d on d.id = c.device_id join users u on u.id = d.user_id
    join calls call on call.id = c.answer->'records'->0->>'id'
    where c.command = 'telephony.recordCall@1' and c.status <> 'refused'
      and (call.user_id <> u.id or call.org_id <> u.org_id)`.execute(db)
  return rows.map(({ id }) => `[PUSH1] call ${id} stands under another name`)
}

/** JSON with sorted keys: the database keeps documents in an order of its own. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      part !== null && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  )
}

function hashOf(records: ReadonlyMap<string, unknown>): string {
  const lines = [...records].map(([key, data]) => `${key} ${canonical(data)}`).sort()
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}
