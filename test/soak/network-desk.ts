import WebSocket from 'ws'
import { browserTimers } from '#renderer/app/desk-data/browser-ports.ts'
import type { OpenSocket } from '#renderer/sync/ports.ts'
import type { Session } from '#shared/features/auth/session.ts'
import { fixedToken, type NodeDesk, openNodeDesk } from '#test/fakes/node-desk.ts'

/** What the person at the desk would have seen or been kept from, and how the connection fared. */
export interface DeskLog {
  /** States of the connection that the screen showed, in order, each named once in a row. */
  readonly api: string[]
  /** Most commands that ever stood in the inbox of refusals. */
  needsYouMost: number
  /** Codes with which live connections ended. */
  readonly liveCloses: number[]
}

export interface NetworkDesk extends NodeDesk {
  readonly session: Session
  readonly log: DeskLog
}

/** The real desk in Node over real HTTP and WebSocket, with the clock of this computer. @param url of a proxy or a node */
export async function openNetworkDesk(
  url: string,
  account: { readonly login: string; readonly password: string; readonly installationId: string },
): Promise<NetworkDesk> {
  const answer = await fetch(`${url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...account, host: 'browser', appVersion: '0.1.0' }),
  })
  if (answer.status !== 200) throw new Error(`sign-in of ${account.login}: ${answer.status} ${await answer.text()}`)
  const session = (await answer.json()) as Session
  const { user, deviceId } = session
  const log: DeskLog = { api: [], needsYouMost: 0, liveCloses: [] }
  const desk = await openNodeDesk({
    actor: { userId: user.id, orgId: user.orgId, role: user.role, clinicIds: user.clinicIds, deviceId },
    baseUrl: url,
    fetch: (address, init) => fetch(address, init),
    openSocket: networkSocket((code) => log.liveCloses.push(code)),
    tokens: fixedToken(session.accessToken),
    timers: browserTimers,
    expectedN: session.expectedN,
  })
  const look = ({ api, needsYou }: ReturnType<typeof desk.status.getState>): void => {
    if (log.api.at(-1) !== api) log.api.push(api)
    log.needsYouMost = Math.max(log.needsYouMost, needsYou)
  }
  look(desk.status.getState())
  desk.status.subscribe(look)
  return { ...desk, session, log }
}

function networkSocket(onClosed: (code: number) => void): OpenSocket {
  return (url, events) => {
    const socket = new WebSocket(url)
    // A failed connection also closes; the close says it.
    socket.on('error', () => {})
    socket.on('open', () => events.opened())
    socket.on('message', (data) => events.received(data.toString()))
    socket.on('close', (code) => {
      onClosed(code)
      events.closed(code)
    })
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text)
      },
      close: () => socket.close(),
    }
  }
}
