import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { DEFAULT_SIP_DOMAIN } from '#shared/features/telephony/sip-credentials.ts'
import { createCitizenMedia } from './citizen-media.ts'
import { createControlApi } from './control-api.ts'
import { DEFAULT_TRY_OUT_PORT } from './control-contract.ts'
import { isFromForeignPage } from './control-server.ts'
import { loadPhraseAudio, loadPhrases } from './phrases.ts'
import { type Scheduler, systemScheduler } from './scheduler.ts'
import type { SipLink } from './sip-link.ts'
import { MAX_SIP_MESSAGE_LENGTH, serialiseSipMessage } from './sip-message.ts'
import { createSipServer } from './sip-server.ts'
import { createSwitchboard } from './switchboard.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])
const MAX_LINKS = 100
/** Dead connections are found by WebSocket pings, as Kamailio does. */
const PING_EVERY_MS = 15_000

export interface TryOutPbxOptions {
  /** Secret shared with the central API, which issues the credentials. */
  readonly secret: string
  /** Default 4681; 0 takes a free one. */
  readonly port?: number
  /** Loopback only; anything else is refused. */
  readonly host?: string
  readonly domain?: string
  /** Fixes how citizens react to calls. */
  readonly seed?: string
  readonly maxCalls?: number
  readonly scheduler?: Scheduler
  readonly log?: (line: string) => void
}

export interface TryOutPbx {
  readonly port: number
  /** Where the control interface answers. */
  readonly controlUrl: string
  /** Where softphones register. */
  readonly sipServer: string
  readonly domain: string
  /** Ends all calls and closes the port. */
  stop(): Promise<void>
}

/**
 * Starts the try-out PBX: SIP over WebSocket and robot citizens, for trying the product out on one computer.
 * @throws Error when it should bind to anything but loopback, when there is no secret, or when the port is taken
 */
export async function startTryOutPbx(options: TryOutPbxOptions): Promise<TryOutPbx> {
  const host = options.host ?? '127.0.0.1'
  if (!LOOPBACK.has(host))
    throw new Error(`The try-out PBX serves this computer only and does not bind to ${host}: use 127.0.0.1`)
  if (options.secret === '')
    throw new Error('The try-out PBX needs the secret of the central API: set OPORA_SIP_SECRET')
  const domain = options.domain ?? DEFAULT_SIP_DOMAIN
  const scheduler = options.scheduler ?? systemScheduler
  const newToken = (): string => randomBytes(9).toString('hex')
  const phrases = loadPhrases()

  const switchboard = createSwitchboard({
    scheduler,
    citizens: { scheduler, createMedia: createCitizenMedia, loadAudio: loadPhraseAudio },
    phrases,
    seed: options.seed ?? 'try-out',
    maxCalls: options.maxCalls ?? 20,
    newId: () => `c-${randomBytes(6).toString('hex')}`,
    log: options.log ?? (() => undefined),
  })
  const sip = createSipServer({
    domain,
    secret: options.secret,
    scheduler,
    newToken,
    onDeskCall: switchboard.onDeskCall,
    onRegistered: switchboard.onRegistered,
  })
  switchboard.connect(sip)

  const app = createControlApi({
    domain,
    sipServer: () => addressOf().sipServer,
    registrar: sip.registrar,
    switchboard,
    phrases,
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_SIP_MESSAGE_LENGTH,
    handleProtocols: (protocols) => (protocols.has('sip') ? 'sip' : false),
  })
  app.server.on('upgrade', (request, socket, head) => {
    const isSip = (request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .some((protocol) => protocol.trim() === 'sip')
    if (!isSip || isFromForeignPage(request.headers) || sockets.clients.size >= MAX_LINKS) return socket.destroy()
    sockets.handleUpgrade(request, socket, head, (webSocket) => acceptLink(webSocket))
  })

  let links = 0
  const alive = new WeakSet<WebSocket>()
  function acceptLink(webSocket: WebSocket): void {
    const link: SipLink = {
      id: ++links,
      get isOpen() {
        return webSocket.readyState === webSocket.OPEN
      },
      send: (message) => webSocket.send(serialiseSipMessage(message)),
    }
    alive.add(webSocket)
    webSocket.on('pong', () => alive.add(webSocket))
    webSocket.on('message', (data) => {
      const text = data.toString()
      if (text === '\r\n\r\n')
        webSocket.send('\r\n') // keep-alive of RFC 7118 §6
      else sip.receive(link, text)
    })
    webSocket.on('error', () => webSocket.terminate())
    webSocket.on('close', () => sip.closeLink(link))
  }
  const pinger = setInterval(() => {
    for (const webSocket of sockets.clients) {
      if (!alive.has(webSocket)) webSocket.terminate()
      alive.delete(webSocket)
      webSocket.ping()
    }
  }, PING_EVERY_MS)

  function addressOf(): { readonly port: number; readonly controlUrl: string; readonly sipServer: string } {
    const { port } = app.server.address() as AddressInfo
    const name = host.includes(':') ? `[${host}]` : host
    return { port, controlUrl: `http://${name}:${port}`, sipServer: `ws://${name}:${port}` }
  }

  await app.listen({ host, port: options.port ?? DEFAULT_TRY_OUT_PORT })
  return {
    ...addressOf(),
    domain,
    async stop() {
      clearInterval(pinger)
      switchboard.close()
      for (const webSocket of sockets.clients) webSocket.close(1001)
      sockets.close()
      for (const webSocket of sockets.clients) webSocket.terminate()
      await app.close()
    },
  }
}
