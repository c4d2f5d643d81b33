import { LIVE_RETURN_WITHIN_MS, LIVE_STOPPING, liveFromServer } from '#shared/protocol/live.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import type { LiveTalkLine } from './live-talk.ts'
import { backOffMs, type LiveSocket, partOf, type SyncPorts } from './ports.ts'

const PING_EVERY_MS = 20_000
const PONG_WITHIN_MS = 10_000
const RECONNECT_FIRST_MS = 500
const RECONNECT_MOST_MS = 10_000

/**
 * Keeps one live connection and says when something may be new (rule LIVE1). It tells nothing else: a desk that never has a
 * connection converges by pulling at intervals. A silent connection is found by an own ping, since a socket whose far side vanished
 * looks open for minutes.
 * @param onNews after the greeting, after each poke, and when a greeted connection is lost: whoever asks the server then learns at once
 * whether it is still there, instead of believing in it until the next interval. A node that stops says so: the desk then goes to
 * another one without a word, and only if nobody greets it there has the server been lost.
 * @param line what else is said and heard on the connection
 */
export async function runLiveSocket(
  url: string,
  ports: Pick<SyncPorts, 'timers' | 'randomBytes' | 'openSocket' | 'tokens'>,
  onNews: () => void,
  line: LiveTalkLine,
  signal: AbortSignal,
): Promise<void> {
  let wasSentAway = false
  for (let failures = 0; !signal.aborted; ) {
    const token = await ports.tokens.current()
    const end: LiveEnd = token === null ? 'refused' : await connectOnce(url, token, ports, onNews, line, signal)
    failures = end === 'refused' ? failures + 1 : 0
    const isLost = end === 'lost' || (end === 'refused' && wasSentAway)
    wasSentAway = end === 'sentAway'
    if (isLost && !signal.aborted) onNews()
    const waitMs = wasSentAway
      ? Math.round(LIVE_RETURN_WITHIN_MS * partOf(ports.randomBytes))
      : backOffMs(failures, RECONNECT_FIRST_MS, RECONNECT_MOST_MS, ports.randomBytes)
    await ports.timers.sleep(waitMs, signal)
  }
}

/** `sentAway`: a node that stops took leave, and another is there. `lost`: greeted, then gone. `refused`: never greeted. */
type LiveEnd = 'sentAway' | 'lost' | 'refused'

/** One connection from start to end. */
async function connectOnce(
  url: string,
  accessToken: string,
  ports: Pick<SyncPorts, 'timers' | 'openSocket' | 'tokens'>,
  onNews: () => void,
  line: LiveTalkLine,
  signal: AbortSignal,
): Promise<LiveEnd> {
  const over = new AbortController()
  const stop = (): void => over.abort()
  signal.addEventListener('abort', stop)
  let isWelcome = false
  let closeCode: number | null = null
  let heardAt = ports.timers.now()
  let helloToken = accessToken
  const hello = (token: string): void => {
    helloToken = token
    socket.send(JSON.stringify({ t: 'hello', protocol: PROTOCOL_VERSION, accessToken: token }))
  }
  const socket: LiveSocket = ports.openSocket(url, {
    opened: () => hello(accessToken),
    received(text) {
      const message = liveFromServer.safeParse(parseJson(text))
      if (!message.success) return
      heardAt = ports.timers.now()
      if (message.data.t === 'welcome' && !isWelcome) {
        isWelcome = true
        line.greeted((said) => socket.send(JSON.stringify(said)))
      }
      if (message.data.t === 'floor') line.floorChanged()
      else if (message.data.t === 'order') line.ordered(message.data.order)
      else if (message.data.t !== 'pong') onNews()
    },
    closed(code) {
      closeCode = code
      stop()
    },
  })
  while (!over.signal.aborted) {
    await ports.timers.sleep(isWelcome ? PING_EVERY_MS : PONG_WITHIN_MS, over.signal)
    if (over.signal.aborted) break
    if (!isWelcome) break
    const askedAt = ports.timers.now()
    const token = await ports.tokens.current()
    // A connection serves as long as the token it was greeted with: a renewed one prolongs it.
    if (token !== null && token !== helloToken) hello(token)
    socket.send(JSON.stringify({ t: 'ping' }))
    await ports.timers.sleep(PONG_WITHIN_MS, over.signal)
    if (heardAt < askedAt) break
  }
  signal.removeEventListener('abort', stop)
  line.lost()
  socket.close()
  if (closeCode === LIVE_STOPPING) return 'sentAway'
  return isWelcome ? 'lost' : 'refused'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
