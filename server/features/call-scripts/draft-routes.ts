import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Db, Tx } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import {
  draftChange,
  draftMove,
  draftsAnswer,
  newComment,
  newDraft,
  scriptDraft,
  scriptRules,
  versionMove,
} from '#shared/features/call-scripts/script-draft.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { newUuid, uuid } from '#shared/kernel/ids.ts'
import { beginDraft, changeDraft, type DraftContext, moveDraft } from './draft-steps.ts'
import { moveVersion, type PublicationSite } from './publish-script.ts'
import { readDraft, readOpenDrafts } from './read-drafts.ts'

export interface ScriptDraftRouteContext extends DraftContext {
  readonly db: Db
  readonly now: () => number
  readonly authenticate: RouteStep
}

/** The largest script of the product has 40 kB; 600 steps with long texts stay below this. */
const BODY_BYTES = 2 * 1024 * 1024

/** Drafts of call scripts, their life and the publication of versions (REQUIREMENTS S10). */
export function scriptDraftRoutes(api: Api, context: ScriptDraftRouteContext): void {
  const { db, now, zoneOffsetMinutes } = context
  const onRequest = [context.authenticate]
  const look = { onRequest, preHandler: [authorise('script.look')] }
  const write = { onRequest, preHandler: [authorise('script.write')], bodyLimit: BODY_BYTES }
  const params = z.object({ id: uuid })
  const inTransaction = <T>(actor: Actor, work: (site: PublicationSite) => Promise<T>): Promise<T> =>
    db.transaction().execute((tx: Tx) => {
      const nowMs = now()
      return work({ tx, actor, nowMs, day: dateOf(nowMs, zoneOffsetMinutes) })
    })

  api.route({
    ...look,
    method: 'GET',
    url: '/api/scripts/rules',
    schema: { tags: ['scripts'], summary: 'What scripts are held against by the lint', response: { 200: scriptRules } },
    handler: async () => context.rules,
  })
  api.route({
    ...look,
    method: 'GET',
    url: '/api/scripts/drafts',
    schema: {
      tags: ['scripts'],
      summary: 'Drafts that are being written or approved',
      response: { 200: draftsAnswer },
    },
    handler: (request) =>
      inTransaction(actorOf(request), async ({ tx, actor }) => ({ drafts: await readOpenDrafts(tx, actor.orgId) })),
  })
  api.route({
    ...write,
    method: 'POST',
    url: '/api/scripts/drafts',
    schema: {
      tags: ['scripts'],
      summary: 'Begins a draft: a new script, an exported one, or the next version of a published one',
      body: newDraft,
      response: { 200: scriptDraft },
    },
    handler: (request) =>
      inTransaction(actorOf(request), async (site) =>
        readDraft(site.tx, site.actor.orgId, await beginDraft(context, site, request.body)),
      ),
  })
  api.route({
    ...look,
    method: 'GET',
    url: '/api/scripts/drafts/:id',
    schema: { tags: ['scripts'], summary: 'One draft with its comments', params, response: { 200: scriptDraft } },
    handler: (request) =>
      inTransaction(actorOf(request), ({ tx, actor }) => readDraft(tx, actor.orgId, request.params.id)),
  })
  api.route({
    ...write,
    method: 'PUT',
    url: '/api/scripts/drafts/:id',
    schema: {
      tags: ['scripts'],
      summary: 'Writes a draft upon the revision that was seen',
      params,
      body: draftChange,
      response: { 200: scriptDraft },
    },
    handler: (request) =>
      inTransaction(actorOf(request), async (site) => {
        await changeDraft(context, site, request.params.id, request.body)
        return readDraft(site.tx, site.actor.orgId, request.params.id)
      }),
  })
  api.route({
    ...look,
    method: 'POST',
    url: '/api/scripts/drafts/:id/move',
    schema: {
      tags: ['scripts'],
      summary:
        'For review, back, approved by a second person, published from a day, or dropped; refused with every fault',
      params,
      body: draftMove,
      response: { 200: scriptDraft },
    },
    handler: (request) =>
      inTransaction(actorOf(request), async (site) => {
        await moveDraft(context, site, request.params.id, request.body)
        return readDraft(site.tx, site.actor.orgId, request.params.id)
      }),
  })
  commentRoutes(api, context, inTransaction)
  api.route({
    ...write,
    method: 'POST',
    url: '/api/scripts/versions/:scriptId/:version',
    schema: {
      tags: ['scripts'],
      summary: 'Takes a version out of force from today, or publishes an earlier one anew as it was approved',
      params: z.object({ scriptId: z.string().max(60), version: z.coerce.number().int().min(1) }),
      body: versionMove,
      response: { 200: z.object({ version: z.number().int() }) },
    },
    handler: (request) =>
      inTransaction(actorOf(request), async (site) => {
        const { scriptId, version } = request.params
        return { version: await moveVersion(context, site, scriptId, version, request.body.step) }
      }),
  })
}

type InTransaction = <T>(actor: Actor, work: (site: PublicationSite) => Promise<T>) => Promise<T>

function commentRoutes(api: Api, context: ScriptDraftRouteContext, inTransaction: InTransaction): void {
  const common = { onRequest: [context.authenticate], preHandler: [authorise('script.look')] }
  const params = z.object({ id: uuid })
  api.route({
    ...common,
    method: 'POST',
    url: '/api/scripts/drafts/:id/comments',
    schema: {
      tags: ['scripts'],
      summary: 'Says something to a step',
      params,
      body: newComment,
      response: { 200: scriptDraft },
    },
    handler: (request) =>
      inTransaction(actorOf(request), async ({ tx, actor, nowMs }) => {
        const { id } = request.params
        const { scriptId } = await readDraft(tx, actor.orgId, id)
        const { nodeId, text } = request.body
        const comment = newUuid(nowMs, (length) => randomBytes(length))
        await tx
          .insertInto('script_comments')
          .values({
            id: comment,
            draft_id: id,
            node_id: nodeId,
            comment: text,
            written_by: actor.userId,
            written_at: toInstant(nowMs),
          })
          .execute()
        await context.audit(tx, actor, { action: 'script.comment', subject: null, details: { scriptId, comment } })
        return readDraft(tx, actor.orgId, id)
      }),
  })
  api.route({
    ...common,
    method: 'POST',
    url: '/api/scripts/drafts/:id/comments/:comment/done',
    schema: {
      tags: ['scripts'],
      summary: 'A comment is settled',
      params: params.extend({ comment: uuid }),
      response: { 200: scriptDraft },
    },
    handler: (request) =>
      inTransaction(actorOf(request), async ({ tx, actor, nowMs }) => {
        const { id, comment } = request.params
        const draft = await readDraft(tx, actor.orgId, id)
        if (!draft.comments.some((item) => item.id === comment)) throw apiErrors.notFound()
        const done = await tx
          .updateTable('script_comments')
          .set({ done_at: toInstant(nowMs) })
          .where('id', '=', comment)
          .where('done_at', 'is', null)
          .returning('id')
          .execute()
        const details = { scriptId: draft.scriptId, comment }
        if (done.length > 0) await context.audit(tx, actor, { action: 'script.comment.done', subject: null, details })
        return readDraft(tx, actor.orgId, id)
      }),
  })
}
