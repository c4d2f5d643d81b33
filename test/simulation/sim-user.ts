import type { DeskData } from '#renderer/sync/desk-data.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anInforming } from '#shared/builders/an-informing.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { correctContact, createContact } from '#shared/features/insured-persons/commands.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import type { RandomSource } from './random-source.ts'
import type { Acknowledged } from './sim-desk.ts'

/** A desk at which somebody works, against whichever server. */
export interface WorkingDesk {
  readonly user: { readonly actor: Actor }
  readonly acknowledged: Acknowledged[]
  readonly settledByUser: Set<string>
}

/** What a representative does next: calls, wraps up, informs, registers, sees to what was refused. */
export async function actOnce(
  desk: WorkingDesk,
  data: DeskData,
  random: RandomSource,
  nowMs: number,
  persons: readonly InsuredPerson[],
): Promise<void> {
  const newId = (): never => newUuid(nowMs, (length) => random.bytes(length)) as never
  const person = random.chance(0.7) && persons.length > 0 ? random.pick(persons) : null
  const acknowledge = (result: Awaited<ReturnType<DeskData['writes']['dispatch']>>): void => {
    if (result.ok) desk.acknowledged.push(result.value)
  }
  const { writes, reads } = data
  switch (random.below(9)) {
    case 0:
    case 1: {
      const call = aCall({ id: newId(), personId: person?.id ?? null, contactId: null, note: '' })
      acknowledge(await writes.dispatch(recordCall, call))
      if (random.chance(0.7)) {
        const wrapUp = { callId: call.id, outcome: 'resolved', note: `запись ${random.below(1e6)}` } as const
        acknowledge(await writes.dispatch(wrapUpCall, { ...wrapUp, personId: person?.id ?? null, contactId: null }))
      }
      return
    }
    case 2: {
      const [call] = await reads.records('call', (it) => it.userId === desk.user.actor.userId)
      if (!call) return
      const wrapUp = { callId: call.data.id, outcome: 'handedOver', note: `ещё раз ${random.below(1e6)}` } as const
      acknowledge(await writes.dispatch(wrapUpCall, { ...wrapUp, personId: call.data.personId, contactId: null }))
      return
    }
    case 3: {
      const contact = {
        id: newId(),
        name: 'Дочь Смирновой',
        phone: '+70001234567',
        note: '',
        clinicId: person?.clinicId ?? null,
      }
      acknowledge(await writes.dispatch(createContact, contact))
      const name = { personId: null, contactId: contact.id, anonymous: false, name: 'Дочь', phone: null } as const
      if (random.chance(0.6)) await register(name, null)
      return
    }
    case 4:
      if (!person) return
      acknowledge(await writes.dispatch(recordInforming, anInforming({ id: newId(), personId: person.id })))
      return
    case 8: {
      if (!person) return
      const correction = { what: 'email', email: `p${random.below(1e6)}@pochta.invalid` } as const
      const args = { id: newId(), personId: person.id, correction, source: 'person', note: '' } as const
      acknowledge(await writes.dispatch(correctContact, args))
      return
    }
    case 5: {
      const [item] = await reads.needsYou()
      if (!item) return
      // Noted before: a desk that dies right after its write has done it, but tells nobody.
      desk.settledByUser.add(item.commandId)
      if (random.chance(0.5)) await writes.drop(item.commandId)
      else acknowledge(await writes.mend(item.commandId, item.args))
      return
    }
    default:
      await register({ personId: null, contactId: null, anonymous: true, name: '', phone: null }, person)
  }

  async function register(
    applicant: ReturnType<typeof anAppeal>['applicant'],
    about: InsuredPerson | null,
  ): Promise<void> {
    const appeal = anAppeal({ id: newId(), applicant, concernsId: about?.id ?? null, clinicId: null })
    acknowledge(await writes.dispatchNumbered(registerAppeal, (number) => ({ ...appeal, number })))
  }
}
