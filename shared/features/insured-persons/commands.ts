import type { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { err, ok } from '../../kernel/result.ts'
import { type Contact, contact } from './contact.ts'

const createContactArgs = contact.pick({ id: true, name: true, phone: true, note: true, clinicId: true })
export type CreateContactArgs = z.infer<typeof createContactArgs>

/** An unknown caller is kept as a contact (REQUIREMENTS C2). Every role that speaks with people may do it. */
export const createContact = defineCommand<CreateContactArgs>({
  name: 'insuredPersons.createContact',
  version: 1,
  args: createContactArgs,
  allow: (actor) => (actor.role === 'AD' ? refuse('rights.notAllowed') : null),
  touches: (args) => [{ kind: 'contact', id: args.id }],
  apply: (context, args) => {
    if (context.read('contact', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const created: Contact = { ...args, createdAt: context.occurredAt, createdBy: context.actor.userId }
    return ok([{ kind: 'contact', id: args.id, data: created }])
  },
})

export const insuredPersonsCommands = [createContact] as const
