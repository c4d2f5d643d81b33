import { z } from 'zod'
import { agentOrderHeard } from '../features/supervision/agent-order.ts'
import { presenceReport } from '../features/supervision/presence.ts'
import { scopeName } from './pull.ts'

/**
 * Close code with which a node that stops takes leave (1012, service restart, of the IANA registry): another one is there, so the desk
 * comes back at once, at a moment of its own within `LIVE_RETURN_WITHIN_MS`, lest all desks of the node come in one instant.
 */
export const LIVE_STOPPING = 1012
export const LIVE_RETURN_WITHIN_MS = 1_000

/**
 * Messages of the live WebSocket `GET /api/live` (rule LIVE1). The desk sends `hello` with its access token first. A poke says that
 * something in a scope is new, nothing more: correctness never depends on it. `presence` says how the desk stands on the floor, at each
 * change and at intervals; `floor` tells supervisors that somebody's presence has changed;
 * `order` tells a desk that a supervisor changes the state of its user: a desk that is away does not hear it, and the supervisor sees that.
 */
export const liveFromDesk = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), protocol: z.number().int(), accessToken: z.string() }),
  z.object({ t: z.literal('ping') }),
  z.object({ t: z.literal('presence'), report: presenceReport }),
])
export type LiveFromDesk = z.infer<typeof liveFromDesk>

export const liveFromServer = z.discriminatedUnion('t', [
  z.object({ t: z.literal('welcome') }),
  z.object({ t: z.literal('poke'), scopes: z.array(scopeName) }),
  z.object({ t: z.literal('pong') }),
  z.object({ t: z.literal('floor') }),
  z.object({ t: z.literal('order'), order: agentOrderHeard }),
])
export type LiveFromServer = z.infer<typeof liveFromServer>
