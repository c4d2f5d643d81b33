import { randomBytes } from 'node:crypto'
import { apiErrors } from '#server/platform/http-errors.ts'
import { mayDo } from '#server/platform/request-actor.ts'
import {
  type DraftChange,
  type DraftMove,
  FAULTLESS_STEPS,
  moveProblem,
  type NewDraft,
  type ScriptDraft,
  stateAfter,
} from '#shared/features/call-scripts/script-draft.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import {
  lockPublication,
  type PublicationContext,
  type PublicationSite,
  publishVersion,
  requireFaultless,
} from './publish-script.ts'
import { readDraft } from './read-drafts.ts'

export interface DraftContext extends PublicationContext {
  readonly zoneOffsetMinutes: number
}

/** Begins a draft. A script has one open draft. @throws ApiError 409 `scriptDraft.beingWritten` with its id */
export async function beginDraft(
  { audit }: DraftContext,
  { tx, actor, nowMs }: PublicationSite,
  { content, basedOn }: NewDraft,
): Promise<string> {
  // Two who begin at once: the second waits here and then finds the draft of the first.
  await lockPublication(tx, actor.orgId)
  const open = await tx
    .selectFrom('script_drafts')
    .select('id')
    .where('org_id', '=', actor.orgId)
    .where('script_id', '=', content.id)
    .where('state', 'in', ['draft', 'inReview', 'approved'])
    .executeTakeFirst()
  if (open !== undefined) throw apiErrors.scriptBeingWritten(open.id)
  const id = newUuid(nowMs, (length) => randomBytes(length))
  await tx
    .insertInto('script_drafts')
    .values({
      id,
      org_id: actor.orgId,
      script_id: content.id,
      state: 'draft',
      based_on: basedOn,
      content: JSON.stringify(content),
      authors: [actor.userId],
      changed_by: actor.userId,
      changed_at: toInstant(nowMs),
    })
    .execute()
  await audit(tx, actor, { action: 'script.draft.begin', subject: null, details: { scriptId: content.id, basedOn } })
  return id
}

/** Writes a draft. @throws ApiError 409 `scriptDraft.changedMeanwhile`, `scriptDraft.notNow`, `scriptDraft.otherScript` */
export async function changeDraft(
  { audit }: DraftContext,
  { tx, actor, nowMs }: PublicationSite,
  id: string,
  change: DraftChange,
): Promise<void> {
  const draft = await lockDraft({ tx, actor }, id, change.revision)
  if (draft.state !== 'draft') throw apiErrors.scriptStep(refuse('scriptDraft.notNow'))
  // Runs and versions know a script by its id: under another one it would be another script.
  if (draft.scriptId !== change.content.id) throw apiErrors.scriptStep(refuse('scriptDraft.otherScript'))
  const authors = [...new Set([...draft.authors.map(({ userId }) => userId as string), actor.userId])]
  await tx
    .updateTable('script_drafts')
    .set({
      content: JSON.stringify(change.content),
      authors,
      revision: draft.revision + 1,
      changed_by: actor.userId,
      changed_at: toInstant(nowMs),
    })
    .where('id', '=', id)
    .execute()
  const details = { scriptId: draft.scriptId, revision: draft.revision + 1 }
  await audit(tx, actor, { action: 'script.draft.change', subject: null, details })
}

/**
 * One step of a draft's life (REQUIREMENTS S10): approved by somebody who did not write at it, published only without faults.
 * @throws ApiError 409, 403 and 400 as `moveProblem` and the lint say; `scriptDraft.dayPast` for a day before today
 */
export async function moveDraft(
  context: DraftContext,
  site: PublicationSite,
  id: string,
  move: DraftMove,
): Promise<void> {
  const { tx, actor, nowMs, day } = site
  if (move.step === 'publish') await lockPublication(tx, actor.orgId)
  const draft = await lockDraft(site, id, move.revision)
  const problem = moveProblem(draft, move.step, {
    userId: actor.userId,
    mayWrite: mayDo(actor, 'script.write'),
    mayApprove: mayDo(actor, 'script.approve'),
  })
  if (problem !== null) throw apiErrors.scriptStep(problem)
  if (move.step === 'publish' && move.effectiveFrom < day)
    throw apiErrors.invalid([refuse('scriptDraft.dayPast', 'effectiveFrom')])
  if (FAULTLESS_STEPS.includes(move.step)) {
    const from = move.step === 'publish' ? move.effectiveFrom : day
    await requireFaultless(context, site, draft.content, from)
  }
  const version = move.step === 'publish' ? await publish(context, site, draft, move.effectiveFrom) : null
  const approval = {
    by: move.step === 'approve' ? actor.userId : null,
    at: move.step === 'approve' ? toInstant(nowMs) : null,
  }
  await tx
    .updateTable('script_drafts')
    .set({
      state: stateAfter(move.step),
      revision: draft.revision + 1,
      changed_by: actor.userId,
      changed_at: toInstant(nowMs),
      // Whatever leaves the approved state for writing must be approved again.
      ...(move.step === 'publish'
        ? { published_version: version }
        : { approved_by: approval.by, approved_at: approval.at }),
    })
    .where('id', '=', id)
    .execute()
  const effectiveFrom = move.step === 'publish' ? move.effectiveFrom : null
  const details = { scriptId: draft.scriptId, revision: draft.revision + 1, version, effectiveFrom }
  await context.audit(tx, actor, { action: `script.draft.${move.step}`, subject: null, details })
}

async function publish(
  context: DraftContext,
  site: PublicationSite,
  draft: ScriptDraft,
  effectiveFrom: string,
): Promise<number> {
  const { approved_at } = await site.tx
    .selectFrom('script_drafts')
    .select('approved_at')
    .where('id', '=', draft.id)
    .executeTakeFirstOrThrow()
  return publishVersion(context, site, draft.content, {
    effectiveFrom,
    author: draft.authors.map(({ name }) => name).join(', '),
    approvedBy: draft.approvedByName ?? '',
    approvedOn: dateOf(approved_at?.getTime() ?? site.nowMs, context.zoneOffsetMinutes),
  })
}

/** @throws ApiError 404 out of the organisation, 409 for an older revision */
async function lockDraft(
  { tx, actor }: Pick<PublicationSite, 'tx' | 'actor'>,
  id: string,
  revision: number,
): Promise<ScriptDraft> {
  await tx.selectFrom('script_drafts').select('id').where('id', '=', id).forUpdate().execute()
  const draft = await readDraft(tx, actor.orgId, id)
  if (draft.revision !== revision) throw apiErrors.scriptChangedMeanwhile(draft.revision)
  return draft
}
