import { serves } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { CreateContactArgs } from '#shared/features/insured-persons/commands.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** A contact may be made for a clinic that the actor serves; supervisors serve all of the organisation. */
export function createContactRules(): CommandRules {
  return {
    async check({ actor, lookups }: CommandSite, args: CreateContactArgs): Promise<Refusal | null> {
      if (args.clinicId === null) return null
      const isServed = actor.role === 'SV' ? await lookups.isClinic(args.clinicId) : serves(actor, args.clinicId)
      return isServed ? null : refuse('record.notFound', 'clinicId')
    },
  }
}
