import { enterNumber, numberProblem } from '#server/sync/numbers.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { RegisterAppealArgs } from '#shared/features/appeals/commands.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

function registerAppealRules(): CommandRules {
  return {
    async check({ tx, actor }: CommandSite, args: RegisterAppealArgs): Promise<Refusal | null> {
      return numberProblem(tx, actor.deviceId, args.number)
    },
    async settle({ tx, actor, receivedAt }: CommandSite, args: RegisterAppealArgs): Promise<void> {
      await enterNumber(tx, actor.deviceId, args.number, args.id, receivedAt)
    },
  }
}

/** What the server adds to the shared commands, by `name@version`. */
export function commandRules(): ReadonlyMap<string, CommandRules> {
  return new Map([['appeals.register@1', registerAppealRules()]])
}
