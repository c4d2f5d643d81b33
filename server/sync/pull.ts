import type { Db } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { recordKey } from '#shared/kernel/record.ts'
import type { PullAnswer, PullRequest, ScopeName } from '#shared/protocol/pull.ts'
import type { WireRecord } from '#shared/protocol/push.ts'
import {
  formatCursor,
  isOutsideLog,
  type LoggedChange,
  type LogPosition,
  logBounds,
  parseCursor,
  readChanges,
} from './change-log.ts'
import { keysInScopes } from './scoped-records.ts'
import { scopesOfActor } from './scopes.ts'

/**
 * What is new for a desk. A scope whose cursor lies outside the log stands in `left` and in `scopes`: it is to be loaded anew from its
 * pages (rule PULL5).
 */
export async function pullChanges(
  db: Db,
  kinds: RecordKinds,
  actor: Actor,
  request: PullRequest,
): Promise<Omit<PullAnswer, 'serverTime'>> {
  const scopes = await scopesOfActor(db, actor)
  const allowed = new Set<string>(scopes.map((scope) => scope.name))
  const bounds = await logBounds(db)
  const left: ScopeName[] = []
  const changes: PullAnswer['changes'] = {}
  const answered: { readonly name: ScopeName; readonly from: LogPosition }[] = []
  for (const [name, cursor] of Object.entries(request.cursors) as [ScopeName, string][]) {
    const from = parseCursor(cursor)
    if (!allowed.has(name) || isOutsideLog(from, bounds)) {
      left.push(name)
      continue
    }
    const logged = await readChanges(db, name, from, bounds, request.limit + 1)
    const taken = logged.slice(0, request.limit)
    const last = taken.at(-1)
    const more = logged.length > request.limit
    changes[name] = {
      cursor: formatCursor(more && last ? last.position : bounds.horizon),
      more,
      records: await presentState(db, kinds, actor, taken, name),
    }
    answered.push({ name, from })
  }
  // What is too old may have been dropped while it was read: the answer would have a hole that no later pull mends.
  const after = { ...bounds, floor: (await logBounds(db)).floor }
  for (const { name, from } of answered)
    if (isOutsideLog(from, after)) {
      delete changes[name]
      left.push(name)
    }
  return { scopes: [...scopes], left, changes }
}

/**
 * Records as they are now, each once, in the order of their last change. `data` is null for what this scope does not contain any more; a
 * record that moved to another scope of the desk is given there. Otherwise the desk would count it to both, and keep it when it leaves the second.
 */
async function presentState(
  db: Db,
  kinds: RecordKinds,
  actor: Actor,
  logged: readonly LoggedChange[],
  scope: ScopeName,
): Promise<WireRecord[]> {
  if (logged.length === 0) return []
  const refs = [...new Map([...logged].reverse().map((change) => [recordKey(change), change])).values()].reverse()
  const stored = await loadRecords(db, kinds, actor.orgId, refs)
  const visible = await keysInScopes(db, refs, [scope])
  return refs.flatMap((ref) => {
    const record = stored.get(recordKey(ref))
    if (!record) return []
    return [{ ...record, data: visible.has(recordKey(ref)) ? record.data : null }]
  })
}
