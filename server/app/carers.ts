import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { presencesOf } from '#server/sync/presences.ts'
import { standingOf } from '#shared/features/supervision/floor.ts'
import type { ColleagueState } from '#shared/features/telephony/colleagues.ts'
import type { PersonId } from '#shared/kernel/ids.ts'

/**
 * Who looks after a person: representatives of the second and third line who have an open appeal of theirs, or who spoke to them last.
 * One round trip: a desk asks while somebody waits on the line.
 */
export async function carersOf(tx: Tx, orgId: string, person: PersonId): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ user_id: string }>`
    with carers as (
      select assigned_to as user_id from appeals
      where org_id = ${orgId} and person_id = ${person} and state in ('registered', 'inWork', 'waiting')
        and assigned_to is not null
      union
      select user_id from (
        select call.user_id from calls call
        join users talker on talker.id = call.user_id and talker.role in ('L2', 'L3')
        where call.org_id = ${orgId} and call.person_id = ${person} and call.result = 'answered'
        order by call.offered_at desc
        limit 1
      ) last_talk
    )
    select carers.user_id from carers join users on users.id = carers.user_id and users.role in ('L2', 'L3')`.execute(
    tx,
  )
  return new Set(rows.map(({ user_id }) => user_id))
}

/** Where everybody stands who has a desk open, by user. */
export async function statesOf(tx: Tx, orgId: string, nowMs: number): Promise<ReadonlyMap<string, ColleagueState>> {
  const presences = await presencesOf(tx, orgId)
  return new Map([...presences].map(([userId, desks]) => [userId, standingOf(desks, nowMs).state]))
}

/** Conversations of somebody now, by the reports of all desks this person has open. */
export async function talksOf(tx: Tx, orgId: string, userId: string, nowMs: number): Promise<ReadonlySet<string>> {
  const presences = await presencesOf(tx, orgId)
  const { calls } = standingOf(presences.get(userId) ?? [], nowMs)
  return new Set(
    calls.flatMap(({ id, phase }) => (id !== undefined && (phase === 'talking' || phase === 'held') ? [id] : [])),
  )
}
