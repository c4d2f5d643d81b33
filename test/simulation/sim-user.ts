import type { DeskData } from '#renderer/sync/desk-data.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anInforming } from '#shared/builders/an-informing.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import {
  correctContact,
  createContact,
  giveConsent,
  withdrawConsent,
} from '#shared/features/insured-persons/commands.ts'
import type { ContactCorrection } from '#shared/features/insured-persons/contact-change.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { findCommand } from '#shared/protocol/registry.ts'
import type { RandomSource } from './random-source.ts'
import type { Acknowledged } from './sim-desk.ts'

/** A desk at which somebody works, against whichever server. */
export interface WorkingDesk {
  readonly user: { readonly actor: Actor }
  readonly acknowledged: Acknowledged[]
  readonly settledByUser: Set<string>
  /** What the screen showed in the edited fields when a command was given, by command id (rule MERGE1). */
  readonly looked: Map<string, Readonly<Record<string, unknown>>>
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
  switch (random.below(11)) {
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
    case 8:
    case 9:
    case 10: {
      // Few people and few values: two desks must meet in one field, and sometimes want the same.
      const known = random.pick(persons.slice(0, 4))
      if (known !== undefined) await editPerson(known)
      return
    }
    case 5: {
      const [item] = await reads.needsYou()
      if (!item) return
      // Noted before: a desk that dies right after its write has done it, but tells nobody.
      desk.settledByUser.add(item.commandId)
      if (random.chance(0.5)) return writes.drop(item.commandId)
      const definition = findCommand(item.name)
      const looked = definition === undefined ? {} : await shownFields(definition, item.args)
      const mended = await writes.mend(item.commandId, item.args)
      if (mended.ok) desk.looked.set(mended.value.commandId, looked)
      acknowledge(mended)
      return
    }
    default:
      await register({ personId: null, contactId: null, anonymous: true, name: '', phone: null }, person)
  }

  /** Changes a field of a person as the screen shows it. */
  async function editPerson({ id: personId }: InsuredPerson): Promise<void> {
    const shown = await reads.person(personId)
    if (!shown) return
    const correct = (correction: ContactCorrection): Promise<void> =>
      give(correctContact, { id: newId(), personId, correction, source: 'person', note: '' })
    switch (random.below(4)) {
      case 0:
        return correct({ what: 'ways', ways: random.pick([[], ['sms'], ['call', 'sms']] as const) as never })
      case 1: {
        const asGiven = { textVersion: '1', way: 'atPost', givenOn: '2026-01-01', note: '' } as const
        if (shown.consents.sms !== 'given') return give(giveConsent, { id: newId(), personId, kind: 'sms', ...asGiven })
        const [consent] = await reads.records('consent', (it) => it.personId === personId && it.withdrawal === null)
        const ending = { id: consent?.data.id ?? null, newId: newId(), on: '2026-01-02' } as const
        return give(withdrawConsent, { ...ending, personId, kind: 'sms', cause: 'byPerson', note: '' })
      }
      default:
        return correct({ what: 'email', email: `p${random.below(6)}@pochta.invalid` })
    }
  }

  async function give<Args>(definition: CommandDefinition<Args>, args: Args): Promise<void> {
    const looked = await shownFields(definition as CommandDefinition, args)
    const given = await writes.dispatch(definition, args)
    if (given.ok) desk.looked.set(given.value.commandId, looked)
    acknowledge(given)
  }

  async function shownFields(definition: CommandDefinition, args: unknown): Promise<Record<string, unknown>> {
    const shown: Record<string, unknown> = {}
    for (const edit of definition.edits?.(args) ?? []) {
      const data = edit.kind === 'insuredPerson' ? await reads.person(edit.id) : null
      shown[`${recordKey(edit)}#${edit.field}`] = data ? (edit.valueOf(data) ?? null) : null
    }
    return shown
  }

  async function register(
    applicant: ReturnType<typeof anAppeal>['applicant'],
    about: InsuredPerson | null,
  ): Promise<void> {
    const appeal = anAppeal({ id: newId(), applicant, concernsId: about?.id ?? null, clinicId: null })
    acknowledge(await writes.dispatchNumbered(registerAppeal, (number) => ({ ...appeal, number })))
  }
}
