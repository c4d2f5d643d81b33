import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { type ApplyContext, defineCommand } from '../../kernel/command.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { appealId } from '../../kernel/ids.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { requiredLine } from '../../kernel/text.ts'
import { noticesOwed } from './case-notices.ts'
import { caseRef, caseWithin, changed, futureProblem } from './change-case.ts'
import { type CaseNotice, type ComplaintCase, noticeKind, noticeText, sendingWay } from './complaint-case.ts'

const askNoticeArgs = noticeText.extend({ id: appealId, kind: noticeKind })
export type AskNoticeArgs = z.infer<typeof askNoticeArgs>

/** Puts a letter besides the answer forward for approval; only one that the case owes by what was decided (REQUIREMENTS E3). */
export const askNotice = defineCommand<AskNoticeArgs>({
  name: 'complaints.askNotice',
  version: 1,
  args: askNoticeArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, kind, ...text }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    if (!noticesOwed(own.value).includes(kind)) return err(refuse('complaints.noticeNotOwed', 'kind'))
    const before = own.value.notices?.[kind]
    if (before !== undefined && before.approval !== 'returned') return err(refuse('complaints.noticeIsOut', 'id'))
    const asked: CaseNotice = {
      ...text,
      revision: (before?.revision ?? 0) + 1,
      approval: 'asked',
      askedBy: context.actor.userId,
      askedAt: context.occurredAt,
      decidedBy: null,
      decidedAt: null,
      comment: '',
      sentOn: null,
    }
    return changed(context, own.value, {
      what: 'noticeAsked',
      letter: kind,
      fields: withNotice(own.value, kind, asked),
    })
  },
})

const decideNoticeArgs = z.object({ id: appealId, kind: noticeKind, revision: z.number().int().min(1) })

/** A supervisor approves the revision of a letter that was read. */
export const approveNotice = defineCommand<z.infer<typeof decideNoticeArgs>>({
  name: 'complaints.approveNotice',
  version: 1,
  args: decideNoticeArgs,
  allow: (actor) => (actor.role === 'SV' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const asked = askedNotice(context, args)
    if (!asked.ok) return asked
    const { theCase, notice } = asked.value
    const approved: CaseNotice = {
      ...notice,
      approval: 'approved',
      decidedBy: context.actor.userId,
      decidedAt: context.occurredAt,
    }
    const fields = withNotice(theCase, args.kind, approved)
    return changed(context, theCase, { what: 'noticeApproved', letter: args.kind, fields })
  },
})

const returnNoticeArgs = decideNoticeArgs.extend({ comment: requiredLine(2_000) })

/** A supervisor gives a letter back with what to mend. */
export const returnNotice = defineCommand<z.infer<typeof returnNoticeArgs>>({
  name: 'complaints.returnNotice',
  version: 1,
  args: returnNoticeArgs,
  allow: (actor) => (actor.role === 'SV' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const asked = askedNotice(context, args)
    if (!asked.ok) return asked
    const { theCase, notice } = asked.value
    const returned: CaseNotice = {
      ...notice,
      approval: 'returned',
      decidedBy: context.actor.userId,
      decidedAt: context.occurredAt,
      comment: args.comment,
    }
    const fields = withNotice(theCase, args.kind, returned)
    return changed(context, theCase, { what: 'noticeReturned', letter: args.kind, note: args.comment, fields })
  },
})

const noticeSendingArgs = z.object({ id: appealId, kind: noticeKind, way: sendingWay, on: localDate })

/** An approved letter has gone out. */
export const recordNoticeSending = defineCommand<z.infer<typeof noticeSendingArgs>>({
  name: 'complaints.recordNoticeSending',
  version: 1,
  args: noticeSendingArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    const notice = own.value.notices?.[args.kind]
    if (notice === undefined || notice.approval !== 'approved') return err(refuse('complaints.notApproved', 'id'))
    if (args.on < own.value.registeredOn) return err(refuse('complaints.sentBeforeRegistration', 'on'))
    const early = futureProblem(context, args.on, 'on')
    if (early) return err(early)
    const fields = withNotice(own.value, args.kind, { ...notice, way: args.way, sentOn: args.on })
    return changed(context, own.value, { what: 'noticeSent', letter: args.kind, fields })
  },
})

function withNotice(theCase: ComplaintCase, kind: AskNoticeArgs['kind'], notice: CaseNotice): Partial<ComplaintCase> {
  return { notices: { ...theCase.notices, [kind]: notice } }
}

function askedNotice(
  context: ApplyContext,
  args: z.infer<typeof decideNoticeArgs>,
): Result<{ theCase: ComplaintCase; notice: CaseNotice }, Refusal> {
  const own = caseWithin(context, args.id)
  if (!own.ok) return own
  const notice = own.value.notices?.[args.kind]
  return notice === undefined || notice.approval !== 'asked' || notice.revision !== args.revision
    ? err(refuse('complaints.notAsked', 'revision'))
    : ok({ theCase: own.value, notice })
}
