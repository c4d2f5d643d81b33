import { personProblem } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { RecordInformingArgs } from '#shared/features/preventive-care/commands.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

/** People are informed by who serves their clinic. */
export function recordInformingRules(around: Pick<CommandRules, 'complete' | 'react'>): CommandRules {
  return {
    check: ({ lookups, actor }: CommandSite, args: RecordInformingArgs): Promise<Refusal | null> =>
      personProblem(lookups, actor, 'person.look', args.personId, 'personId'),
    ...around,
  }
}
