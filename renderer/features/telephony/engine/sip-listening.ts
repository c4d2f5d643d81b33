import type { Core, Info, Session } from 'sip.js'
import type { CallEvent } from './call-state.ts'

/** Carries the grant of a supervisor who listens: in an INVITE, and again as the body of an INFO when she changes the mode. */
export const LISTEN_HEADER = 'X-Opora-Listen'
/** Beside the status of a refusal: why, in a word of `LISTENING_REFUSALS`. */
export const REFUSED_HEADER = 'X-Opora-Refused'
const GRANT_TYPE = 'application/vnd.opora.listening'
/** A signed grant has about 500 characters. */
const GRANT_MAX = 2_000

/** Reads a grant out of foreign input; `undefined` when there is none. An unreadable one is a grant that will not be believed. */
export function grantOf(text: string | undefined): string | undefined {
  const grant = text?.trim()
  return grant === undefined || grant === '' ? undefined : grant.slice(0, GRANT_MAX)
}

/** The event of a final response to our INVITE. */
export function refusalOf(message: Pick<Core.IncomingResponseMessage, 'statusCode' | 'getHeader'>): CallEvent {
  const why = message.getHeader(REFUSED_HEADER)
  return {
    type: 'refused',
    sipCode: message.statusCode ?? 500,
    ...(why === undefined ? {} : { why: why.slice(0, 40) }),
  }
}

/** Sends a grant inside the dialogue; exchanges that answer an INFO themselves do not know its type and refuse it (RFC 6086 §4.2.2). */
export function showGrant(session: Session, grant: string): Promise<boolean> {
  return new Promise((resolve) => {
    session
      .info({
        requestDelegate: { onAccept: () => resolve(true), onReject: () => resolve(false) },
        requestOptions: { body: { contentDisposition: 'render', contentType: GRANT_TYPE, content: grant } },
      })
      .catch(() => resolve(false))
  })
}

/** Takes an INFO: a grant is asked about, anything else is accepted as before. */
export function takeInfo(info: Info, ask: (grant: string, answer: (isAllowed: boolean) => void) => void): void {
  const { request } = info
  const grant = request.getHeader('content-type')?.startsWith(GRANT_TYPE) ? grantOf(request.body) : undefined
  if (grant === undefined) info.accept().catch(() => undefined)
  else
    ask(grant, (isAllowed) => {
      const answered = isAllowed ? info.accept() : info.reject({ statusCode: 403 })
      answered.catch(() => undefined)
    })
}
