import { personProblem } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { RecordAttemptArgs } from '#shared/features/campaigns/commands.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

/** People of a campaign are called by who serves their clinic; what follows from an attempt is another slice's matter too. */
export function recordAttemptRules(react: NonNullable<CommandRules['react']>): CommandRules {
  return {
    check: ({ lookups, actor }: CommandSite, args: RecordAttemptArgs): Promise<Refusal | null> =>
      personProblem(lookups, actor, 'person.look', args.personId, 'personId'),
    react,
  }
}
