import { type Session, URI, type UserAgent } from 'sip.js'
import type { CallEvent } from './call-state.ts'

/** Names the call at the desk that hands it over; the central API knows the rest by it. No personal data goes this way. */
export const HANDED_CALL_HEADER = 'X-Opora-Call'

/** The library writes Refer-To without brackets, and what follows `?` would be lost (RFC 3261 §20). */
class BracketedUri extends URI {
  override toString(): string {
    return `<${super.toString()}>`
  }
}

/** Address to which the other side is sent, with the id of the call it is to bring along. */
export function referTarget(agent: UserAgent, address: URI, callId: string): URI {
  const { scheme, user, host, port } = address
  return new BracketedUri(scheme, user ?? '', host || agent.configuration.uri.host, port, undefined, {
    [HANDED_CALL_HEADER]: [callId],
  })
}

/** Reads the id of a call that goes on; foreign input, anything else than a UUID is nothing. */
export function handedCallIdOf(header: string | undefined): string | undefined {
  const id = header?.trim().toLowerCase()
  return id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined
}

/** Status of a `message/sipfrag` (RFC 3420), the body of a NOTIFY about a transfer; `undefined` when it is none. */
export function sipfragStatus(body: string): number | undefined {
  const status = /^SIP\/2\.0 ([1-6]\d\d)\b/.exec(body.trimStart())?.[1]
  return status === undefined ? undefined : Number(status)
}

/**
 * Sends REFER and tells what becomes of it: 202 says only that it was taken, the outcome comes by NOTIFY (RFC 3515 §2.4.4).
 * Never rejects.
 */
export async function sendRefer(
  session: Session,
  target: URI | Session,
  emit: (event: CallEvent) => void,
): Promise<void> {
  const fail = (sipCode: number): void => emit({ type: 'transferFailed', sipCode })
  try {
    await session.refer(target, {
      onNotify: (notification) => {
        notification.accept().catch(() => undefined)
        const status = sipfragStatus(notification.request.body)
        if (status === undefined || status < 200) return
        if (status < 300) emit({ type: 'transferDone' })
        else fail(status)
      },
      requestDelegate: {
        onAccept: () => emit({ type: 'transferAccepted' }),
        onReject: ({ message }) => fail(message.statusCode ?? 500),
      },
    })
  } catch {
    fail(500)
  }
}
