import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { type ApplyContext, defineCommand } from '../../kernel/command.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { appealId } from '../../kernel/ids.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'
import { openRequests } from './case-terms.ts'
import { caseRef, caseWithin, changed, futureProblem } from './change-case.ts'
import { answerText, type CaseAnswer, type ComplaintCase, sendingWay } from './complaint-case.ts'

const askApprovalArgs = answerText.extend({ id: appealId })
export type AskApprovalArgs = z.infer<typeof askApprovalArgs>

/** Puts the answer forward for approval (REQUIREMENTS E3). Everything it needs must be settled: the decision, the clinic's documents. */
export const askApproval = defineCommand<AskApprovalArgs>({
  name: 'complaints.askApproval',
  version: 1,
  args: askApprovalArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, ...text }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    const { state, answer, decision, requests } = own.value
    if (state !== 'inWork' && state !== 'waiting') return err(refuse('complaints.notNow', undefined, { state }))
    if (decision === null) return err(refuse('complaints.notDecided', 'conclusion'))
    if (openRequests({ requests }).length > 0) return err(refuse('complaints.requestsOpen', 'findings'))
    if (answer !== null && answer.approval !== 'returned' && answer.sentOn === null)
      return err(refuse('complaints.answerIsOut', 'id'))
    const asked: CaseAnswer = {
      ...text,
      revision: (answer?.revision ?? 0) + 1,
      approval: 'asked',
      askedBy: context.actor.userId,
      askedAt: context.occurredAt,
      decidedBy: null,
      decidedAt: null,
      comment: '',
      sentOn: null,
    }
    return changed(context, own.value, { what: 'approvalAsked', fields: { answer: asked } })
  },
})

/** The answer that waits for the supervisor's word. */
function askedAnswer(
  context: ApplyContext,
  { id, revision }: ApproveAnswerArgs,
): Result<{ readonly own: ComplaintCase; readonly answer: CaseAnswer }, Refusal> {
  const own = caseWithin(context, id)
  if (!own.ok) return own
  const { answer } = own.value
  if (answer === null || answer.approval !== 'asked' || answer.revision !== revision)
    return err(refuse('complaints.notAsked', 'revision'))
  return ok({ own: own.value, answer })
}

function decided({ actor, occurredAt }: ApplyContext, approval: 'approved' | 'returned') {
  return { approval, decidedBy: actor.userId, decidedAt: occurredAt } as const
}

const approveArgs = z.object({ id: appealId, revision: z.number().int().min(1) })
export type ApproveAnswerArgs = z.infer<typeof approveArgs>

/** A supervisor approves the revision that was read; one that was put forward meanwhile is not approved unseen. */
export const approveAnswer = defineCommand<ApproveAnswerArgs>({
  name: 'complaints.approveAnswer',
  version: 1,
  args: approveArgs,
  allow: (actor) => (actor.role === 'SV' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const asked = askedAnswer(context, args)
    if (!asked.ok) return asked
    const { own, answer } = asked.value
    return changed(context, own, {
      what: 'answerApproved',
      fields: { answer: { ...answer, ...decided(context, 'approved') } },
    })
  },
})

const returnArgs = approveArgs.extend({ comment: requiredLine(2_000) })
export type ReturnAnswerArgs = z.infer<typeof returnArgs>

/** A supervisor gives the answer back with what to mend. */
export const returnAnswer = defineCommand<ReturnAnswerArgs>({
  name: 'complaints.returnAnswer',
  version: 1,
  args: returnArgs,
  allow: (actor) => (actor.role === 'SV' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const asked = askedAnswer(context, args)
    if (!asked.ok) return asked
    const { own, answer } = asked.value
    return changed(context, own, {
      what: 'answerReturned',
      note: args.comment,
      fields: { answer: { ...answer, ...decided(context, 'returned'), comment: args.comment } },
    })
  },
})

const sendingArgs = z.object({ id: appealId, way: sendingWay, on: localDate })
export type RecordSendingArgs = z.infer<typeof sendingArgs>

/** The approved answer has gone out; the day of sending is what the term is kept by. */
export const recordSending = defineCommand<RecordSendingArgs>({
  name: 'complaints.recordSending',
  version: 1,
  args: sendingArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    const { answer, registeredOn } = own.value
    if (answer === null || answer.approval !== 'approved') return err(refuse('complaints.notApproved', 'id'))
    if (args.on < registeredOn) return err(refuse('complaints.sentBeforeRegistration', 'on'))
    const early = futureProblem(context, args.on, 'on')
    if (early) return err(early)
    return changed(context, own.value, {
      what: 'answerSent',
      event: 'answer',
      fields: { answer: { ...answer, way: args.way, sentOn: args.on } },
    })
  },
})

const consultationArgs = z.object({ id: appealId, words: requiredLine(4_000), note: typedText(1_000) })
export type AnswerConsultationArgs = z.infer<typeof consultationArgs>

/** Answers an oral appeal that line 1 or 2 handed over (REQUIREMENTS E4): the words go into the journal. */
export const answerConsultation = defineCommand<AnswerConsultationArgs>({
  name: 'complaints.answerConsultation',
  version: 1,
  args: consultationArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    if (own.value.form !== 'oral') return err(refuse('complaints.writtenNeedsLetter', 'words'))
    return changed(context, own.value, { what: 'consultationAnswered', event: 'answer', note: args.words })
  },
})
