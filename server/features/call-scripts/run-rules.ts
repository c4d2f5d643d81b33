import { strangerProblem } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { RecordRunArgs } from '#shared/features/call-scripts/commands.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

/** Answers of a script run are kept whatever clinic the person has moved to meanwhile. */
export function recordRunRules(): CommandRules {
  return {
    check: ({ lookups }: CommandSite, args: RecordRunArgs): Promise<Refusal | null> =>
      strangerProblem(lookups, args.personId, 'personId'),
  }
}
