import type { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { err, ok } from '../../kernel/result.ts'
import { type Informing, informing } from './informing.ts'

const recordInformingArgs = informing
  .omit({ userId: true, at: true, late: true })
  .refine((args) => args.result !== 'refused' || args.reason !== null, {
    error: 'preventiveCare.reasonRequired',
    path: ['reason'],
  })
export type RecordInformingArgs = z.infer<typeof recordInformingArgs>

/** Records that a person was told about preventive care and what was answered (REQUIREMENTS C6, P5). */
export const recordInforming = defineCommand<RecordInformingArgs>({
  name: 'preventiveCare.recordInforming',
  version: 1,
  args: recordInformingArgs,
  allow: (actor) => (actor.role === 'AD' ? refuse('rights.notAllowed') : null),
  touches: (args) => [{ kind: 'informing', id: args.id }],
  apply: (context, args) => {
    if (context.read('informing', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const recorded: Informing = { ...args, userId: context.actor.userId, at: context.occurredAt }
    return ok([{ kind: 'informing', id: args.id, data: recorded }])
  },
})

export const preventiveCareCommands = [recordInforming] as const
