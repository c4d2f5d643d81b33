import { strangerProblem } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { RecordCallArgs, WrapUpArgs } from '#shared/features/telephony/commands.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

/** Facts of a call are kept whatever clinic the person has moved to meanwhile; only people of other organisations are refused. */
export function callRules(): CommandRules {
  return {
    check: ({ lookups }: CommandSite, args: RecordCallArgs | WrapUpArgs): Promise<Refusal | null> =>
      strangerProblem(lookups, args.personId, 'personId'),
  }
}
