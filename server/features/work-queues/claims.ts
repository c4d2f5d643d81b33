import { sql } from 'kysely'
import { personProblem } from '#server/db/actor-reach.ts'
import { ADVISORY_SPACES, type Db, type Tx } from '#server/db/database.ts'
import type { RecordKinds, ScopeLookups } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import {
  type ClaimAnswer,
  type ClaimRequest,
  claimId,
  isHeld,
  type WorkClaim,
} from '#shared/features/work-queues/claim.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

export interface ClaimTerms {
  readonly claimMs: number
  readonly blockMs: number
  readonly blockMax: number
}

export interface ClaimContext {
  readonly db: Db
  readonly kinds: RecordKinds
  readonly now: () => number
  readonly termsOn: (nowMs: number) => ClaimTerms
  /** Why these people may not be worked on though nobody holds them: attempts used up, consent withdrawn. Asked in the same transaction. */
  readonly closedReasons: (
    tx: Tx,
    actor: Actor,
    personIds: readonly string[],
    isForCalls: boolean,
  ) => Promise<ReadonlyMap<string, Refusal>>
}

/**
 * Takes people for one representative (rule LEASE1): those that nobody holds, in the order given, until as many as wanted are taken. Two
 * requests never get the same person: each person is locked before it is looked at, in one order for all, so that none waits for ever.
 */
export async function claimPeople(context: ClaimContext, actor: Actor, request: ClaimRequest): Promise<ClaimAnswer> {
  return context.db.transaction().execute(async (tx) => {
    for (const personId of [...request.personIds].sort())
      await sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.claims}, hashtext(${claimId(request.queue, personId)}))`.execute(
        tx,
      )
    const nowMs = context.now()
    const terms = context.termsOn(nowMs)
    const want = request.isBlock ? Math.min(request.want, terms.blockMax) : request.want
    const refs = request.personIds.map((personId) => ({ kind: 'workClaim', id: claimId(request.queue, personId) }))
    const stored = await loadRecords(tx, context.kinds, actor.orgId, refs, true)
    const closed = await context.closedReasons(tx, actor, request.personIds, request.isForCalls ?? false)
    const lookups = scopeLookups(tx, actor.orgId)
    const claims: WorkClaim[] = []
    const written: { version: number; claim: WorkClaim }[] = []
    const notTaken: { personId: WorkClaim['personId']; refusal: Refusal }[] = []
    for (const personId of request.personIds) {
      if (claims.length >= want) break
      const id = claimId(request.queue, personId)
      const present = stored.get(`workClaim:${id}`)
      const before = (present?.data ?? null) as WorkClaim | null
      const problem = await problemOf(lookups, actor, personId, before, closed, toInstant(nowMs))
      if (problem) {
        notTaken.push({ personId, refusal: problem })
        continue
      }
      const until = nowMs + (request.isBlock ? terms.blockMs : terms.claimMs)
      // Asking again for what one holds never shortens it: a block stays a block.
      const isLonger = before !== null && isHeld(before, toInstant(nowMs)) && before.until > toInstant(until)
      const claim: WorkClaim = isLonger
        ? before
        : {
            id,
            queue: request.queue,
            personId,
            userId: actor.userId,
            deviceId: actor.deviceId,
            from: toInstant(nowMs),
            until: toInstant(until),
            isBlock: request.isBlock,
            closedAt: null,
          }
      claims.push(claim)
      if (!isLonger) written.push({ version: (present?.version ?? 0) + 1, claim })
    }
    const records = written.map(({ version, claim }) => ({
      kind: 'workClaim',
      id: claim.id,
      version,
      orgId: actor.orgId,
      data: claim,
    }))
    if (!(await writeScopedRecords(tx, context.kinds, lookups, records)))
      throw new Error('Invariant broken: a claim changed while it was locked')
    return { claims, notTaken }
  })
}

async function problemOf(
  lookups: ScopeLookups,
  actor: Actor,
  personId: string,
  before: WorkClaim | null,
  closed: ReadonlyMap<string, Refusal>,
  now: string,
): Promise<Refusal | null> {
  const unknown = await personProblem(lookups, actor, 'work.claim', personId, 'personIds')
  if (unknown) return unknown
  if (before !== null && before.userId !== actor.userId && isHeld(before, now))
    return refuse('workQueues.heldByOther', 'personIds')
  return closed.get(personId) ?? null
}
