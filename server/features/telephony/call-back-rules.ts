import { serves, strangerProblem } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { PromiseCallBackArgs } from '#shared/features/telephony/call-back.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** A promise for anyone goes to a clinic that the representative serves; people of other organisations are refused. */
export function promiseCallBackRules(): CommandRules {
  return {
    async check({ actor, lookups }: CommandSite, args: PromiseCallBackArgs): Promise<Refusal | null> {
      if (args.clinicId !== null) {
        const isServed = actor.role === 'SV' ? await lookups.isClinic(args.clinicId) : serves(actor, args.clinicId)
        if (!isServed) return refuse('record.notFound', 'clinicId')
      }
      return strangerProblem(lookups, args.personId, 'personId')
    },
  }
}
