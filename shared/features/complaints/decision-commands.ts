import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { appealId } from '../../kernel/ids.ts'
import { err } from '../../kernel/result.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'
import { noticesOpen } from './case-notices.ts'
import { openRequests } from './case-terms.ts'
import { CASE_KIND, caseRef, caseWithin, changed, expertOrSupervisor } from './change-case.ts'
import { type ComplaintCase, closingReason, decision } from './complaint-case.ts'

const decideArgs = decision.extend({ id: appealId })
export type DecideCaseArgs = z.infer<typeof decideArgs>

/** обоснованная or not, with grounds. It may be decided anew until an answer is put forward. */
export const decideCase = defineCommand<DecideCaseArgs>({
  name: 'complaints.decide',
  version: 1,
  args: decideArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  edits: ({ id, ...decided }) =>
    (['justified', 'grounds'] as const).map((part) => ({
      kind: CASE_KIND,
      id,
      field: `decision.${part}`,
      argument: part,
      wanted: decided[part],
      valueOf: (data) => (data as ComplaintCase).decision?.[part] ?? null,
      take: (args, value) => ({ ...(args as DecideCaseArgs), [part]: value }),
    })),
  apply: (context, { id, ...decided }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    const { state, answer } = own.value
    if (state !== 'inWork' && state !== 'waiting') return err(refuse('complaints.notNow', undefined, { state }))
    if (answer !== null && answer.approval !== 'returned') return err(refuse('complaints.answerIsOut', 'justified'))
    return changed(context, own.value, { what: 'decided', note: decided.grounds, fields: { decision: decided } })
  },
})

const closeArgs = z.object({ id: appealId, reason: closingReason, on: localDate, note: typedText(2_000) })
export type CloseCaseArgs = z.infer<typeof closeArgs>

/** Ends the work on a case. Without an answer only on a ground of the law. */
export const closeCase = defineCommand<CloseCaseArgs>({
  name: 'complaints.close',
  version: 1,
  args: closeArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, ...closing }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    const { state } = own.value
    if (closing.reason === 'answered' && state !== 'answered') return err(refuse('complaints.notAnswered', 'reason'))
    if (closing.reason === 'forwarded' && state !== 'forwarded') return err(refuse('complaints.notForwarded', 'reason'))
    if (closing.reason === 'forwarded' && noticesOpen(own.value).length > 0)
      return err(refuse('complaints.noticesOpen', 'reason'))
    if (openRequests(own.value).length > 0) return err(refuse('complaints.requestsOpen', 'reason'))
    return changed(context, own.value, { what: 'closed', event: 'close', note: closing.note, fields: { closing } })
  },
})

const reopenArgs = z.object({ id: appealId, reason: requiredLine(1_000) })

/** The applicant comes again with something new. */
export const reopenCase = defineCommand<z.infer<typeof reopenArgs>>({
  name: 'complaints.reopen',
  version: 1,
  args: reopenArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    return changed(context, own.value, {
      what: 'reopened',
      event: 'reopen',
      note: args.reason,
      fields: { closing: null },
    })
  },
})
