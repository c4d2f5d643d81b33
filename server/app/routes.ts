import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '#server/db/database.ts'
import { authRoutes } from '#server/features/auth/routes.ts'
import { type AuthContext, authenticateToken } from '#server/features/auth/sessions.ts'
import type { Config } from '#server/platform/config.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import type { Metrics } from '#server/platform/metrics.ts'
import type { RouteStep } from '#server/platform/request-actor.ts'
import type { LiveHub } from '#server/sync/live-hub.ts'
import { liveRoute } from '#server/sync/live-route.ts'
import type { PageStore } from '#server/sync/page-store.ts'
import type { PushContext } from '#server/sync/push.ts'
import { syncRoutes } from '#server/sync/routes.ts'

export interface RouteContext {
  readonly config: Config
  readonly database: Database
  readonly auth: AuthContext
  readonly authenticate: RouteStep
  readonly push: PushContext
  readonly pages: PageStore
  readonly hub: LiveHub
  readonly metrics: Metrics
  readonly now: () => number
  readonly helloWithinMs?: number
}

/** Every route of the central API. */
export async function mountRoutes(api: Api, context: RouteContext): Promise<void> {
  operationRoutes(api, context)
  authRoutes(api, context.auth, context.authenticate)
  syncRoutes(api, context.push, context.pages, context.authenticate)
  liveRoute(api, {
    db: context.database.db,
    hub: context.hub,
    now: context.now,
    identify: (token) => authenticateToken(context.auth, token),
    ...(context.helloWithinMs === undefined ? {} : { helloWithinMs: context.helloWithinMs }),
  })
}

function operationRoutes(api: Api, context: RouteContext): void {
  const state = z.object({ status: z.literal('ok') })
  api.get('/health', { schema: { tags: ['operation'], security: [], response: { 200: state } } }, async () => ({
    status: 'ok' as const,
  }))
  api.get('/ready', { schema: { tags: ['operation'], security: [], response: { 200: state } } }, async () => {
    await sql`select 1`.execute(context.database.db).catch(() => {
      throw apiErrors.notReady()
    })
    return { status: 'ok' as const }
  })
  api.get('/metrics', { schema: { tags: ['operation'], security: [] } }, async (_request, reply) => {
    context.metrics.liveDesks.set(context.hub.connected)
    return reply
      .header('content-type', context.metrics.registry.contentType)
      .send(await context.metrics.registry.metrics())
  })
}
