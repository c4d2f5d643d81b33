import { sql } from 'kysely'
import { strangerProblem } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { HandMatterOverArgs } from '#shared/features/handed-matters/commands.ts'
import { mayTakeOver } from '#shared/features/handed-matters/handed-matter.ts'
import type { Role } from '#shared/kernel/actor.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** Only a colleague who works here now, and whose level may read what the sender typed, receives a matter. */
export function handMatterOverRules(): CommandRules {
  return {
    async check({ tx, actor, lookups }: CommandSite, args: HandMatterOverArgs): Promise<Refusal | null> {
      const { rows } = await sql<{ role: Role }>`select role from users
        where id = ${args.to} and org_id = ${actor.orgId} and active`.execute(tx)
      const [receiver] = rows
      if (receiver === undefined) return refuse('record.notFound', 'to')
      if (!mayTakeOver(receiver.role, actor.role)) return refuse('handedMatters.notForThisLevel', 'to')
      return strangerProblem(lookups, args.personId, 'personId')
    },
  }
}
