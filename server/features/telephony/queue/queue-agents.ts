import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { QueueAgent } from '#shared/features/telephony/distribution/distribute.ts'
import type { Role } from '#shared/kernel/actor.ts'
import type { QueuedCall } from './queue-store.ts'

interface StaffRow {
  readonly id: string
  readonly role: Role
  readonly extension: string
  readonly skills: string[]
  readonly languages: string[]
}

const LEVEL_OF_ROLE: Readonly<Partial<Record<Role, QueueAgent['level']>>> = { L1: 1, L2: 2, L3: 3 }

/** Where representatives stand by what their desks say, and who is barred from the queue on this day. */
export interface AgentSources {
  readonly standingOf: (userId: string) => { readonly state: string; readonly since: string | null }
  readonly isBarred: (userId: string) => boolean
}

/**
 * Representatives as the queue sees them now: what their desks say of themselves, and what has just been offered to them, for a desk tells of a
 * ring only after it rings.
 */
export async function queueAgents(
  tx: Tx,
  orgId: string,
  { standingOf, isBarred }: AgentSources,
  queued: readonly QueuedCall[],
  nowMs: number,
): Promise<QueueAgent[]> {
  const { rows } = await sql<StaffRow>`
    select id, role, extension, skills, languages from users
    where org_id = ${orgId} and active and extension is not null and role in ('L1', 'L2', 'L3')`.execute(tx)
  const offered = new Set(queued.flatMap(({ offeredUserId }) => offeredUserId ?? []))
  return rows.flatMap((row): QueueAgent[] => {
    const level = LEVEL_OF_ROLE[row.role]
    if (level === undefined || isBarred(row.id)) return []
    const standing = standingOf(row.id)
    return [
      {
        userId: row.id,
        extension: row.extension,
        level,
        skills: row.skills,
        languages: row.languages,
        isFree: standing.state === 'ready' && !offered.has(row.id),
        isOnFloor: ['ready', 'ringing', 'talking', 'dialling', 'afterCallWork'].includes(standing.state),
        idleSinceMs: standing.since === null ? nowMs : Date.parse(standing.since),
      },
    ]
  })
}
