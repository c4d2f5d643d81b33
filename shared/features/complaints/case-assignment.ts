import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { appealId, userId } from '../../kernel/ids.ts'
import { err } from '../../kernel/result.ts'
import { requiredLine } from '../../kernel/text.ts'
import { isCaseOpen } from './case-states.ts'
import { CASE_KIND, caseRef, caseWithin, changed, expertOrSupervisor } from './change-case.ts'
import type { ComplaintCase } from './complaint-case.ts'

const caseOnly = z.object({ id: appealId })

/**
 * The expert takes a case into work: one that was given to them, or one out of the queue that is nobody's. Of two who take the same one the
 * server gives it to the first.
 */
export const takeCase = defineCommand<z.infer<typeof caseOnly>>({
  name: 'complaints.take',
  version: 1,
  args: caseOnly,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const found = context.read(CASE_KIND, args.id) as ComplaintCase | undefined
    if (found === undefined) return err(refuse('record.notFound', 'id'))
    const { userId } = context.actor
    if (found.assignedTo !== null && found.assignedTo !== userId) return err(refuse('complaints.takenAlready', 'id'))
    // One that was given back to the queue goes on where it stood.
    const isGoingOn = found.assignedTo === null && isCaseOpen(found.state) && found.state !== 'registered'
    return changed(context, found, {
      what: 'taken',
      ...(isGoingOn ? {} : { event: 'take' as const }),
      fields: { assignedTo: userId },
    })
  },
})

/** `to` null gives it back to the queue. */
const assignArgs = z.object({
  id: appealId,
  to: userId.nullable(),
  note: requiredLine(1_000, 'complaints.assignReason'),
})
export type AssignCaseArgs = z.infer<typeof assignArgs>

/**
 * A supervisor gives a case to an expert or back to the queue, or an expert hands over an own one, with the reason; it leaves the desk of
 * whoever had it.
 */
export const assignCase = defineCommand<AssignCaseArgs>({
  name: 'complaints.assign',
  version: 1,
  args: assignArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  edits: ({ id, to }) => [
    {
      kind: CASE_KIND,
      id,
      field: 'assignedTo',
      argument: 'to',
      wanted: to,
      valueOf: (data) => (data as ComplaintCase).assignedTo,
    },
  ],
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    if (own.value.assignedTo === args.to) return err(refuse('complaints.alreadyTheirs', 'to'))
    if (own.value.state === 'closed') return err(refuse('complaints.notNow', undefined, { state: own.value.state }))
    return changed(context, own.value, {
      what: 'assigned',
      note: args.note,
      ...(args.to === null ? {} : { to: args.to }),
      fields: { assignedTo: args.to },
    })
  },
})
