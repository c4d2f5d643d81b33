import type { FastifyRequest } from 'fastify'
import { apiErrors } from '#server/platform/http-errors.ts'
import type { RouteStep } from '#server/platform/request-actor.ts'
import { type AuthContext, type AuthenticatedSession, authenticateToken } from './sessions.ts'

/** Sessions of requests under way, for routes that need more than the actor. */
const sessions = new WeakMap<FastifyRequest, AuthenticatedSession>()

/** Pipeline step: reads `Authorization: Bearer …` and sets the actor. @throws ApiError 401 */
export function authenticateWith(context: AuthContext): RouteStep {
  return async (request) => {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ')
    if (scheme?.toLowerCase() !== 'bearer' || !token) throw apiErrors.tokenMissing()
    const session = await authenticateToken(context, token)
    sessions.set(request, session)
    request.actor = session.actor
  }
}

export function sessionOf(request: FastifyRequest): AuthenticatedSession {
  const session = sessions.get(request)
  if (!session) throw new Error('Invariant broken: the route has no authenticate step')
  return session
}
