import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { deviceId } from '#shared/kernel/ids.ts'
import type { AuthContext } from './sessions.ts'

export interface DeviceRouteContext {
  readonly auth: AuthContext
  readonly authenticate: RouteStep
  readonly audit: Auditor
  /** Makes the device ask the server at once, if it is connected. */
  readonly summon: (tx: Tx, deviceId: string) => Promise<void>
}

/** Revoking devices of the own organisation and allowing them again (rule WIPE1). */
export function deviceRoutes(api: Api, { auth, authenticate, audit, summon }: DeviceRouteContext): void {
  const common = { onRequest: [authenticate], preHandler: [authorise('staff.keep')] }
  const params = z.object({ id: deviceId })
  api.route({
    ...common,
    method: 'POST',
    url: '/api/devices/:id/revoke',
    schema: { tags: ['staff'], summary: 'At its next contact the device destroys its keys and data', params },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { id } = request.params
      if (id === actor.deviceId) throw apiErrors.ownDevice()
      await auth.db.transaction().execute(async (tx) => {
        const userId = await lockDevice(tx, actor, id)
        const at = toInstant(auth.now())
        await tx
          .updateTable('devices')
          .set({ revoked_at: at, revoked_by: actor.userId })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .execute()
        await tx
          .updateTable('sessions')
          .set({ revoked_at: at, revoked_why: 'device revoked' })
          .where('device_id', '=', id)
          .where('revoked_at', 'is', null)
          .execute()
        await audit(tx, actor, { action: 'device.revoke', subject: null, details: { deviceId: id, userId } })
        await summon(tx, id)
      })
      return reply.code(204).send()
    },
  })
  api.route({
    ...common,
    method: 'POST',
    url: '/api/devices/:id/allow',
    schema: {
      tags: ['staff'],
      summary: 'The colleague may sign in on the revoked device again, with an empty store',
      params,
    },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const { id } = request.params
      await auth.db.transaction().execute(async (tx) => {
        const userId = await lockDevice(tx, actor, id)
        await tx
          .updateTable('devices')
          // Whoever copied the old store before must not read it with what a new sign-in gives.
          .set({ revoked_at: null, revoked_by: null, data_key: auth.box.seal(randomBytes(32), id) })
          .where('id', '=', id)
          .where('revoked_at', 'is not', null)
          .execute()
        await audit(tx, actor, { action: 'device.allow', subject: null, details: { deviceId: id, userId } })
      })
      return reply.code(204).send()
    },
  })
}

/** The owner of a device of the actor's organisation. @throws ApiError 404 for any other: the answer must not tell which exist */
async function lockDevice(tx: Tx, actor: Actor, id: string): Promise<string> {
  const row = await tx
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.user_id')
    .select('devices.user_id')
    .where('devices.id', '=', id)
    .where('users.org_id', '=', actor.orgId)
    .forUpdate('devices')
    .executeTakeFirst()
  if (!row) throw apiErrors.notFound()
  return row.user_id
}
