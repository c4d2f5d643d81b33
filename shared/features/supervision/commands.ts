import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { callId, type UserId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { typedText } from '../../kernel/text.ts'
import { type CallReview, callReview } from './call-review.ts'

const reviewCallArgs = callReview
  .pick({ cardId: true, marks: true, score: true, comments: true, summary: true })
  .extend({ callId })
  .refine(({ marks }) => Object.keys(marks).length <= 20, { error: 'input.tooBig', path: ['marks'] })
export type ReviewCallArgs = z.infer<typeof reviewCallArgs>

/** Judges a call and sends the review to who had it. Doing it again replaces the first, and it counts as unread. The server checks the score by the card. */
export const reviewCall = defineCommand<ReviewCallArgs>({
  name: 'supervision.reviewCall',
  version: 1,
  args: reviewCallArgs,
  allow: (actor) => (actor.role === 'SV' ? null : refuse('rights.notAllowed')),
  touches: (args) => [
    { kind: 'call', id: args.callId },
    { kind: 'callReview', id: args.callId },
  ],
  dependsOn: (args) => [{ kind: 'call', id: args.callId }],
  // Marks, remarks and summary belong together: of two supervisors who judged one call, one judgement stays.
  edits: ({ callId, marks, comments, summary }) => [
    {
      kind: 'callReview',
      id: callId,
      field: 'review',
      argument: 'marks',
      wanted: { marks, comments, summary },
      valueOf: (data) => {
        const review = data as CallReview
        return { marks: review.marks, comments: review.comments, summary: review.summary }
      },
    },
  ],
  apply: (context, { callId, ...args }) => {
    const call = context.read('call', callId) as { readonly userId: UserId } | undefined
    if (call === undefined) return err(refuse('record.notFound', 'callId'))
    const before = context.read('callReview', callId) as CallReview | undefined
    const review: CallReview = {
      ...args,
      id: callId,
      revision: (before?.revision ?? 0) + 1,
      userId: call.userId,
      reviewedBy: context.actor.userId,
      reviewedAt: context.occurredAt,
      readAt: null,
      reply: '',
    }
    return ok([{ kind: 'callReview', id: callId, data: review }])
  },
})

const answerReviewArgs = z.object({ callId, revision: z.number().int().min(1), reply: typedText(2_000) })
export type AnswerReviewArgs = z.infer<typeof answerReviewArgs>

/** The representative has read the review of an own call and may answer. A review that was replaced meanwhile is not taken as read. */
export const answerReview = defineCommand<AnswerReviewArgs>({
  name: 'supervision.answerReview',
  version: 1,
  args: answerReviewArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'callReview', id: args.callId }],
  apply: (context, { callId, revision, reply }) => {
    const review = context.read('callReview', callId) as CallReview | undefined
    if (review === undefined || review.userId !== context.actor.userId) return err(refuse('record.notFound', 'callId'))
    if (review.revision !== revision) return err(refuse('supervision.reviewReplaced'))
    return ok([{ kind: 'callReview', id: callId, data: { ...review, readAt: context.occurredAt, reply } }])
  },
})

export const supervisionCommands = [reviewCall, answerReview] as const
