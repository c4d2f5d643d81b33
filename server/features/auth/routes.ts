import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import type { RouteStep } from '#server/platform/request-actor.ts'
import { refreshRequest, session, sessionUser, signInRequest } from '#shared/features/auth/session.ts'
import { sessionOf } from './authenticate.ts'
import { type AuthContext, endSession, findUser, refreshSession, signIn } from './sessions.ts'

/**
 * Sign-ins and refreshes of one address in a minute. Guessing is slowed by address too, for a lock on one login does not stop who
 * tries many; a whole contact centre behind one address begins its shift within a few minutes.
 */
export const SIGN_IN_MAX = 120

export function authRoutes(api: Api, context: AuthContext, authenticate: RouteStep, signInMax: number): void {
  const rateLimit = { max: signInMax, timeWindow: 60_000 }
  api.route({
    method: 'POST',
    url: '/api/auth/sign-in',
    config: { rateLimit },
    schema: { tags: ['auth'], summary: 'Opens a session on a device', body: signInRequest, response: { 200: session } },
    handler: (request) => signIn(context, request.body),
  })
  api.route({
    method: 'POST',
    url: '/api/auth/refresh',
    config: { rateLimit },
    schema: {
      tags: ['auth'],
      summary: 'Exchanges a refresh token for a new pair',
      body: refreshRequest,
      response: { 200: session },
    },
    handler: (request) => refreshSession(context, request.body.refreshToken),
  })
  api.route({
    method: 'POST',
    url: '/api/auth/sign-out',
    onRequest: [authenticate],
    schema: { tags: ['auth'], summary: 'Ends the session; the device and its data key stay' },
    handler: async (request, reply) => {
      await endSession(context.db, sessionOf(request).sessionId, 'signed out', context.now())
      return reply.code(204).send()
    },
  })
  api.route({
    method: 'GET',
    url: '/api/auth/me',
    onRequest: [authenticate],
    schema: { tags: ['auth'], summary: 'Who is signed in', response: { 200: sessionUser } },
    handler: async (request) => {
      const user = await findUser(context, 'id', sessionOf(request).actor.userId)
      if (!user) throw apiErrors.sessionEnded()
      return user.session
    },
  })
}
