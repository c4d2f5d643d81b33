import { randomUUID } from 'node:crypto'
import type { RawData, WebSocket, WebSocketServer } from 'ws'
import type { Db } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import { rightOf } from '#shared/features/auth/rights.ts'
import { type PresenceReport, presenceShape } from '#shared/features/supervision/presence.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { LIVE_STOPPING, type LiveFromServer, liveFromDesk } from '#shared/protocol/live.ts'
import { MIN_DESK_PROTOCOL } from '#shared/protocol/version.ts'
import type { LiveHub } from './live-hub.ts'
import { dropPresence, keepPresence } from './presences.ts'
import { scopesOfActor } from './scopes.ts'

export const HELLO_WITHIN_MS = 5_000
const HEARTBEAT_MS = 30_000
/** A desk sends a few words only. */
const MESSAGE_BYTES_MAX = 8_192

/** Close codes of the application range; the desk reads the reason. */
export const LIVE_CLOSE = {
  badMessage: [4400, 'live.badMessage'],
  unauthorised: [4401, 'auth.tokenInvalid'],
  ended: [4401, 'auth.sessionEnded'],
  helloMissing: [4408, 'live.helloMissing'],
  tooOld: [4426, 'protocol.tooOld'],
  stopping: [LIVE_STOPPING, 'server.stopping'],
} as const

export interface LiveContext {
  readonly db: Db
  readonly hub: LiveHub
  readonly now: () => number
  readonly helloWithinMs?: number
  readonly onFailure: (error: unknown) => void
  identify(accessToken: string): Promise<{ readonly actor: Actor; readonly expiresAtMs: number }>
}

export function liveRoute(api: Api, context: LiveContext): void {
  api.get('/api/live', { websocket: true, schema: { hide: true } }, (socket) => serveDesk(socket, context))
}

/**
 * Takes leave of every desk, and takes no further ones. A desk that vanished answers nothing: `within` is how long a stop waits for those.
 * @param within resolves when waiting is over
 */
export async function endLiveConnections(sockets: WebSocketServer, within: Promise<void>): Promise<void> {
  const clients = [...sockets.clients]
  const gone = Promise.all(
    clients.map((socket) => new Promise((resolve) => socket.once('close', resolve).close(...LIVE_CLOSE.stopping))),
  )
  sockets.close()
  await Promise.race([gone, within])
  for (const socket of clients) socket.terminate()
}

/** Life of one connection: hello in time, pokes while its token serves, a further hello prolongs it. */
function serveDesk(socket: WebSocket, context: LiveContext): void {
  const presence = presenceOf(context)
  let leave = () => {}
  let isAlive = true
  let isGreeted = false
  let deadline = setTimeout(() => end(LIVE_CLOSE.helloMissing), context.helloWithinMs ?? HELLO_WITHIN_MS)
  const heartbeat = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, HEARTBEAT_MS)
  const send = (message: LiveFromServer): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  function end([code, reason]: readonly [number, string]): void {
    socket.close(code, reason)
  }
  async function welcome(accessToken: string): Promise<void> {
    const { actor, expiresAtMs } = await context.identify(accessToken)
    const scopes = await scopesOfActor(context.db, actor)
    if (socket.readyState !== socket.OPEN) return
    const recheck = async (): Promise<void> => {
      await context.identify(accessToken).catch(() => end(LIVE_CLOSE.ended))
    }
    leave()
    leave = context.hub.join({
      deviceId: actor.deviceId,
      userId: actor.userId,
      scopes: new Set(scopes.map(({ name }) => name)),
      floorOf: rightOf(actor.role, 'floor.look') === 'org' ? actor.orgId : null,
      send,
      recheck: () => context.hub.await(recheck()),
    })
    // The session may have ended between the question and the joining: whoever ended it did not know of this connection.
    await recheck()
    presence.greeted(actor)
    clearTimeout(deadline)
    deadline = setTimeout(() => end(LIVE_CLOSE.unauthorised), Math.max(0, expiresAtMs - context.now()))
    send({ t: 'welcome' })
  }
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    leave()
    presence.ended()
    clearTimeout(deadline)
    clearInterval(heartbeat)
  })
  socket.on('message', (data: RawData) => {
    const message = liveFromDesk.safeParse(parseJson(data))
    if (!message.success) return end(LIVE_CLOSE.badMessage)
    if (message.data.t === 'ping') return send({ t: 'pong' })
    if (message.data.t === 'presence') return presence.said(message.data.report)
    if (message.data.protocol < MIN_DESK_PROTOCOL) return end(LIVE_CLOSE.tooOld)
    // It came in time: how long a busy server takes to know its sender is not the desk's fault.
    if (!isGreeted) clearTimeout(deadline)
    isGreeted = true
    welcome(message.data.accessToken).catch(() => end(LIVE_CLOSE.unauthorised))
  })
}

/** The presence of one connection, written in the order in which it was said; what comes before the greeting is not heard. */
function presenceOf({ db, hub, now, onFailure }: LiveContext) {
  const connection = randomUUID()
  let actor: Actor | null = null
  let shape = ''
  let isOver = false
  let writing = Promise.resolve()
  const next = (work: () => Promise<void>): void => {
    writing = writing.then(work).catch(onFailure)
    hub.await(writing)
  }
  return {
    greeted(known: Actor): void {
      actor = known
    },
    said(report: PresenceReport): void {
      const by = actor
      if (by === null || isOver) return
      const isNews = presenceShape(report) !== shape
      shape = presenceShape(report)
      next(() => keepPresence(db, by, connection, report, now(), isNews))
    },
    ended(): void {
      const by = actor
      isOver = true
      if (by !== null && shape !== '') next(() => dropPresence(db, by.orgId, connection))
    },
  }
}

function parseJson(data: RawData): unknown {
  const text = data.toString()
  if (text.length > MESSAGE_BYTES_MAX) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
