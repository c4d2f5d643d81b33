import type { RawData, WebSocket } from 'ws'
import type { Db } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { type LiveFromServer, liveFromDesk } from '#shared/protocol/live.ts'
import { MIN_DESK_PROTOCOL } from '#shared/protocol/version.ts'
import type { LiveHub } from './live-hub.ts'
import { scopesOfActor } from './scopes.ts'

export const HELLO_WITHIN_MS = 5_000
const HEARTBEAT_MS = 30_000
/** A desk sends a few words only. */
const MESSAGE_BYTES_MAX = 8_192

/** Close codes of the application range; the desk reads the reason. */
export const LIVE_CLOSE = {
  badMessage: [4400, 'live.badMessage'],
  unauthorised: [4401, 'auth.tokenInvalid'],
  helloMissing: [4408, 'live.helloMissing'],
  tooOld: [4426, 'protocol.tooOld'],
  stopping: [1001, 'server.stopping'],
} as const

export interface LiveContext {
  readonly db: Db
  readonly hub: LiveHub
  readonly now: () => number
  readonly helloWithinMs?: number
  identify(accessToken: string): Promise<{ readonly actor: Actor; readonly expiresAtMs: number }>
}

export function liveRoute(api: Api, context: LiveContext): void {
  api.get('/api/live', { websocket: true, schema: { hide: true } }, (socket) => serveDesk(socket, context))
}

/** Life of one connection: hello in time, pokes while its token serves, a further hello prolongs it. */
function serveDesk(socket: WebSocket, context: LiveContext): void {
  let leave = () => {}
  let isAlive = true
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
    leave()
    leave = context.hub.join({ deviceId: actor.deviceId, scopes: new Set(scopes.map(({ name }) => name)), send })
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
    clearTimeout(deadline)
    clearInterval(heartbeat)
  })
  socket.on('message', (data: RawData) => {
    const message = liveFromDesk.safeParse(parseJson(data))
    if (!message.success) return end(LIVE_CLOSE.badMessage)
    if (message.data.t === 'ping') return send({ t: 'pong' })
    if (message.data.protocol < MIN_DESK_PROTOCOL) return end(LIVE_CLOSE.tooOld)
    welcome(message.data.accessToken).catch(() => end(LIVE_CLOSE.unauthorised))
  })
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
