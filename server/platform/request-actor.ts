import type { FastifyReply, FastifyRequest } from 'fastify'
import { type RightAction, type RightScope, rightOf } from '#shared/features/auth/rights.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { apiErrors } from './http-errors.ts'

export type { RightAction }

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `authenticate`; read it through `actorOf`. */
    actor: Actor | null
  }
}

/** A step of a route's pipeline that runs before its handler. */
export type RouteStep = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** Who is asking. @throws Error when the route forgot `authenticate`: a fault of the program, never of the request */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new Error('Invariant broken: the route has no authenticate step')
  return request.actor
}

/** Pipeline step: refuses those whose role has no such right at all. How far the right reaches is the query's matter. */
export function authorise(action: RightAction): RouteStep {
  return async (request) => {
    if (rightOf(actorOf(request).role, action) === null) throw apiErrors.notAllowed()
  }
}

/** How far the actor's right reaches. @throws ApiError 403 without the right */
export function reachOf(actor: Actor, action: RightAction): RightScope {
  const reach = rightOf(actor.role, action)
  if (reach === null) throw apiErrors.notAllowed()
  return reach
}

/** Whether the actor's role has a right at all, where one route asks for another right at another step. */
export function mayDo(actor: Actor, action: RightAction): boolean {
  return rightOf(actor.role, action) !== null
}
