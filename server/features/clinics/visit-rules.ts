import { personProblem } from '#server/db/actor-reach.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { Booking } from '#shared/features/clinics/booking.ts'
import type { AssistArgs, BookArgs } from '#shared/features/clinics/commands.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** A visit is arranged for a person whom the actor serves, at a clinic of the organisation. */
export function bookRules(react: CommandRules['react']): CommandRules {
  return { check: personAndClinic, ...(react === undefined ? {} : { react }) }
}

export function assistRules(): CommandRules {
  return { check: personAndClinic }
}

async function personAndClinic(
  { lookups, actor }: CommandSite,
  args: Pick<BookArgs | AssistArgs, 'personId' | 'clinicId'>,
): Promise<Refusal | null> {
  const unknown = await personProblem(lookups, actor, 'person.look', args.personId, 'personId')
  if (unknown) return unknown
  return (await lookups.isClinic(args.clinicId)) ? null : refuse('record.notFound', 'clinicId')
}

/** A booking is settled by who serves its person. The refusal is that of a booking that does not exist. */
export function settleRules(kinds: RecordKinds, react: CommandRules['react']): CommandRules {
  return {
    async check({ tx, lookups, actor }: CommandSite, args: Pick<Booking, 'id'>): Promise<Refusal | null> {
      const found = await loadRecords(tx, kinds, actor.orgId, [{ kind: 'booking', id: args.id }])
      const booking = found.get(`booking:${args.id}`)?.data as Booking | null | undefined
      if (!booking) return refuse('record.notFound', 'id')
      return personProblem(lookups, actor, 'person.look', booking.personId, 'id')
    },
    ...(react === undefined ? {} : { react }),
  }
}
