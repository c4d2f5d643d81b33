import { z } from 'zod'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, type RouteStep } from '#server/platform/request-actor.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { numbersAnswer, numbersRequest } from '#shared/protocol/numbers.ts'
import { scopeManifest } from '#shared/protocol/pages.ts'
import { pullAnswer, pullRequest, type ScopeName, scopeName } from '#shared/protocol/pull.ts'
import { pushAnswer, pushRequest } from '#shared/protocol/push.ts'
import { MIN_DESK_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { leaseNumbers } from './numbers.ts'
import { joinPages, type PageStore } from './page-store.ts'
import { pullChanges } from './pull.ts'
import { type PushContext, pushCommands } from './push.ts'
import { scopesOfActor } from './scopes.ts'

/** 5 MB of text in one command is refused by its schema beside the field, so the body must be let through. */
const PUSH_BODY_BYTES = 16 * 1024 * 1024
/** Most pages in one answer: about 12 MB. */
const PAGES_MAX = 150

const pageQuery = z.object({ scope: scopeName, kind: z.string().max(40), page: z.coerce.number().int().min(0) })
const pagesQuery = z.object({
  scope: scopeName,
  kind: z.string().max(40),
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
  /** `1`: each page is followed by its shard of the search index. */
  shards: z.literal('1').optional(),
})

/**
 * Refuses desks of another protocol before the body is validated, for an older body may have another shape (rule PULL4). Requests
 * without a body carry the version in the header `x-opora-protocol`.
 * @throws ApiError 426 for an older desk, 409 for one newer than this server
 */
export const checkProtocol: RouteStep = async (request) => {
  const inBody = (request.body as { protocol?: unknown } | null | undefined)?.protocol
  const spoken = Number(inBody ?? request.headers['x-opora-protocol'] ?? PROTOCOL_VERSION)
  if (spoken < MIN_DESK_PROTOCOL) throw apiErrors.tooOld(MIN_DESK_PROTOCOL)
  if (spoken > PROTOCOL_VERSION) throw apiErrors.tooNew(PROTOCOL_VERSION)
}

export function syncRoutes(api: Api, context: PushContext, pages: PageStore, authenticate: RouteStep): void {
  const steps = { onRequest: [authenticate], preValidation: [checkProtocol] }
  api.route({
    method: 'POST',
    url: '/api/sync/push',
    bodyLimit: PUSH_BODY_BYTES,
    ...steps,
    schema: {
      tags: ['sync'],
      summary: 'Delivers commands (PUSH1-3)',
      body: pushRequest,
      response: { 200: pushAnswer },
    },
    handler: async (request) => {
      const answer = await pushCommands(context, actorOf(request), request.body.commands)
      return { ...answer, serverTime: toInstant(context.now()) }
    },
  })
  api.route({
    method: 'POST',
    url: '/api/sync/pull',
    ...steps,
    schema: {
      tags: ['sync'],
      summary: 'What is new since the cursors (PULL1, PULL2)',
      body: pullRequest,
      response: { 200: pullAnswer },
    },
    handler: async (request) => {
      const answer = await pullChanges(context.db, context.kinds, actorOf(request), request.body)
      return { ...answer, serverTime: toInstant(context.now()) }
    },
  })
  api.route({
    method: 'POST',
    url: '/api/sync/numbers',
    ...steps,
    schema: {
      tags: ['sync'],
      summary: 'Leases registration numbers (NUM1)',
      body: numbersRequest,
      response: { 200: numbersAnswer },
    },
    handler: async (request) => ({
      block: await leaseNumbers(context.db, actorOf(request), request.body, context.now()),
    }),
  })
  api.route({
    method: 'GET',
    url: '/api/sync/manifest',
    ...steps,
    schema: {
      tags: ['sync'],
      summary: 'The ready-made pages of a scope (PULL3)',
      querystring: z.object({ scope: scopeName }),
      response: { 200: scopeManifest },
    },
    handler: async (request) => {
      await requireScope(context, actorOf(request), request.query.scope)
      return pages.manifest(request.query.scope)
    },
  })
  api.route({
    method: 'GET',
    url: '/api/sync/page',
    ...steps,
    schema: { tags: ['sync'], summary: 'One page: gzip of a JSON array, as it is kept', querystring: pageQuery },
    handler: async (request, reply) => {
      const { scope, kind, page } = request.query
      await requireScope(context, actorOf(request), scope)
      const [ready] = await pages.pages(scope, kind, page, page)
      if (!ready) throw apiErrors.pageNotFound()
      return reply
        .header('content-type', 'application/octet-stream')
        .header('x-opora-page-version', ready.version)
        .send(Buffer.from(ready.body.buffer, ready.body.byteOffset, ready.body.byteLength))
    },
  })
  api.route({
    method: 'GET',
    url: '/api/sync/pages',
    ...steps,
    schema: {
      tags: ['sync'],
      summary: 'Many pages, each after a header of 12 bytes, or of 16 and followed by its shard of the search index',
      querystring: pagesQuery,
    },
    handler: async (request, reply) => {
      const { scope, kind, from, to, shards } = request.query
      await requireScope(context, actorOf(request), scope)
      const ready = await pages.pages(scope, kind, from, Math.min(to, from + PAGES_MAX - 1))
      return reply.header('content-type', 'application/octet-stream').send(joinPages(ready, shards === '1'))
    },
  })
}

/** @throws ApiError 403, the same for a scope that does not exist */
async function requireScope(context: PushContext, actor: Actor, scope: ScopeName): Promise<void> {
  const allowed = await scopesOfActor(context.db, actor)
  if (!allowed.some(({ name }) => name === scope)) throw apiErrors.scopeNotAllowed()
}
