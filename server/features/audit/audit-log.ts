import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'

export interface AuditEntry {
  readonly at: string
  readonly userId: string | null
  readonly deviceId: string | null
  /** What was done: `person.look`, `person.health.look`, `journal.look`, `callLog.look` … */
  readonly action: string
  /** Id of whom or what it was done to. */
  readonly subject: string | null
  /** Facts about the deed; never names, numbers or texts. */
  readonly details: Readonly<Record<string, string | number | null>>
  /** Id given by a desk: an entry that was delivered before is not entered again. */
  readonly sourceId: string | null
}

const GENESIS = '0'.repeat(64)
const VERIFY_BATCH = 1_000

/**
 * Appends to the chain of an organisation (REQUIREMENTS X3).
 *
 * Invariant: `seq` has no gaps and each hash covers the entry and the hash before it, so an entry that is altered, removed or put in
 * between is seen by `verifyAudit`. The head row is locked until the transaction ends; two writers would otherwise fork the chain.
 */
export async function appendAudit(tx: Tx, orgId: string, entries: readonly AuditEntry[]): Promise<number> {
  await sql`insert into audit_heads (org_id, seq, hash) values (${orgId}, 0, ${GENESIS}) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<{ seq: string; hash: string }>`
    select seq::text as seq, hash from audit_heads where org_id = ${orgId} for update`.execute(tx)
  let seq = Number(rows[0]?.seq ?? 0)
  let hash = rows[0]?.hash ?? GENESIS
  const known = await knownSources(tx, entries)
  const fresh = entries.filter(({ sourceId }) => sourceId === null || !known.has(sourceId))
  for (const entry of fresh) {
    seq += 1
    const previous = hash
    hash = entryHash(orgId, seq, entry, previous)
    await tx
      .insertInto('audit')
      .values({
        org_id: orgId,
        seq,
        at: entry.at,
        user_id: entry.userId,
        device_id: entry.deviceId,
        action: entry.action,
        subject: entry.subject,
        details: JSON.stringify(entry.details),
        source_id: entry.sourceId,
        previous_hash: previous,
        hash,
      })
      .execute()
  }
  await sql`update audit_heads set seq = ${seq}, hash = ${hash} where org_id = ${orgId}`.execute(tx)
  return fresh.length
}

async function knownSources(tx: Tx, entries: readonly AuditEntry[]): Promise<Set<string>> {
  const ids = entries.flatMap(({ sourceId }) => sourceId ?? [])
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ source_id: string }>`
    select source_id from audit where source_id = any(${ids}::text[])`.execute(tx)
  return new Set(rows.map((row) => row.source_id))
}

export type AuditVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly reason: 'gap' | 'link' | 'content' | 'head' }

/**
 * Walks the whole chain of an organisation. The end is checked against the head row; whoever can rewrite both must also rewrite what
 * was printed before, so the head that this returns is worth keeping outside the database.
 */
export async function verifyAudit(db: Db, orgId: string): Promise<AuditVerdict> {
  let seq = 0
  let hash = GENESIS
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(VERIFY_BATCH)
      .execute()
    for (const row of rows) {
      seq += 1
      if (Number(row.seq) !== seq) return { ok: false, seq, reason: 'gap' }
      if (row.previous_hash !== hash) return { ok: false, seq, reason: 'link' }
      const entry: AuditEntry = {
        at: row.at.toISOString(),
        userId: row.user_id,
        deviceId: row.device_id,
        action: row.action,
        subject: row.subject,
        details: row.details as AuditEntry['details'],
        sourceId: row.source_id,
      }
      hash = entryHash(orgId, seq, entry, hash)
      if (row.hash !== hash) return { ok: false, seq, reason: 'content' }
    }
    if (rows.length < VERIFY_BATCH) break
  }
  const { rows } = await sql<{ seq: string; hash: string }>`
    select seq::text as seq, hash from audit_heads where org_id = ${orgId}`.execute(db)
  const head = rows[0] ?? { seq: '0', hash: GENESIS }
  if (Number(head.seq) !== seq || head.hash !== hash) return { ok: false, seq, reason: 'head' }
  return { ok: true, entries: seq, head: hash }
}

/** Fields in a fixed order with sorted details: the same entry has the same hash whatever order the database returns keys in. */
function entryHash(orgId: string, seq: number, entry: AuditEntry, previous: string): string {
  const details = Object.entries(entry.details).sort(([a], [b]) => (a < b ? -1 : 1))
  const content = [
    orgId,
    seq,
    entry.at,
    entry.userId,
    entry.deviceId,
    entry.action,
    entry.subject,
    details,
    entry.sourceId,
  ]
  return createHash('sha256')
    .update(`${previous}\n${JSON.stringify(content)}`)
    .digest('hex')
}
