import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { appealId } from '../../kernel/ids.ts'
import { err } from '../../kernel/result.ts'
import { requiredLine } from '../../kernel/text.ts'
import { caseRef, caseWithin, changed, expertOrSupervisor, futureProblem } from './change-case.ts'

const extendArgs = z.object({
  id: appealId,
  days: z.number().int().min(1).max(30),
  decidedOn: localDate,
  reason: requiredLine(2_000),
})
export type ExtendCaseArgs = z.infer<typeof extendArgs>

/** Extends the term of the answer, once (59-ФЗ ст. 12 ч. 2). Whether it is still in time is checked by whoever has the calendar. */
export const extendCase = defineCommand<ExtendCaseArgs>({
  name: 'complaints.extend',
  version: 1,
  args: extendArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, ...extension }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    if (own.value.form === 'oral') return err(refuse('complaints.notExtendable', 'days'))
    if (own.value.extension !== null) return err(refuse('complaints.alreadyExtended', 'days'))
    if (own.value.state !== 'inWork' && own.value.state !== 'waiting')
      return err(refuse('complaints.notNow', undefined, { state: own.value.state }))
    return changed(context, own.value, { what: 'extended', note: extension.reason, fields: { extension } })
  },
})

const forwardArgs = z.object({
  id: appealId,
  to: requiredLine(400),
  on: localDate,
  reason: requiredLine(2_000),
})
export type ForwardCaseArgs = z.infer<typeof forwardArgs>

/** Sends an appeal that is not ours to whom it belongs (59-ФЗ ст. 8 ч. 3). */
export const forwardCase = defineCommand<ForwardCaseArgs>({
  name: 'complaints.forward',
  version: 1,
  args: forwardArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, ...forwarding }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    const early = futureProblem(context, forwarding.on, 'on')
    if (early) return err(early)
    return changed(context, own.value, {
      what: 'forwarded',
      event: 'forward',
      note: forwarding.to,
      fields: { forwarding },
    })
  },
})
