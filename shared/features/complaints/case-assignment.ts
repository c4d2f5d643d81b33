import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { appealId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'
import { caseRef, caseWithin, changed } from './change-case.ts'

const caseOnly = z.object({ id: appealId })

/** The expert takes a case into work. */
export const takeCase = defineCommand<z.infer<typeof caseOnly>>({
  name: 'complaints.take',
  version: 1,
  args: caseOnly,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    return own.ok ? changed(context, own.value, { what: 'taken', event: 'take' }) : own
  },
})

const assignArgs = z.object({ id: appealId, to: userId, note: typedText(1_000) })
export type AssignCaseArgs = z.infer<typeof assignArgs>

/** A supervisor gives a case to an expert; it leaves the desk of whoever had it. */
export const assignCase = defineCommand<AssignCaseArgs>({
  name: 'complaints.assign',
  version: 1,
  args: assignArgs,
  allow: (actor) => (actor.role === 'SV' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    return own.ok
      ? changed(context, own.value, { what: 'assigned', note: args.note, fields: { assignedTo: args.to } })
      : own
  },
})
