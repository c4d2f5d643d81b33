import { type DraftActor, type DraftSummary, moveProblem } from '#shared/features/call-scripts/script-draft.ts'

/**
 * Why a draft of a script waits for somebody: `toApprove`, another wrote it and hands it over; `toPublish`, it was approved and is in force nowhere
 * yet; `sentBack`, comments on what they wrote stand open.
 */
export type DraftCall = 'toApprove' | 'toPublish' | 'sentBack'

export interface DraftForYou {
  readonly draft: DraftSummary
  readonly call: DraftCall
}

/** The open drafts that wait for this person, those that hold up others first. */
export function draftsForYou(drafts: readonly DraftSummary[], actor: DraftActor): DraftForYou[] {
  const of = (call: DraftCall, isIt: (draft: DraftSummary) => boolean): DraftForYou[] =>
    drafts.filter(isIt).map((draft) => ({ draft, call }))
  const isOwn = ({ authors }: DraftSummary): boolean => authors.some(({ userId }) => userId === actor.userId)
  return [
    ...of('toApprove', (draft) => moveProblem(draft, 'approve', actor) === null),
    ...of('toPublish', (draft) => moveProblem(draft, 'publish', actor) === null),
    ...of('sentBack', (draft) => draft.state === 'draft' && draft.openComments > 0 && isOwn(draft)),
  ]
}
