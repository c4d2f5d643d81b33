import { type RefreshRequest, type Session, type SignInRequest, session } from '#shared/features/auth/session.ts'
import { errorAnswer, type Refusal, refuse } from '#shared/kernel/errors.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'

/** Long enough for a slow link, short enough that a person offered the offline way does not think the desk hangs. */
const ANSWER_TIMEOUT_MS = 6_000

/**
 * Asks the central API for a session. Refusals: those of the API, and `network.unreachable` when no answer came, which is the only
 * one after which the vault may be opened without the server.
 */
export function requestSignIn(apiUrl: string, request: SignInRequest): Promise<Result<Session, Refusal>> {
  return post(`${apiUrl}/api/auth/sign-in`, request)
}

/** Exchanges a refresh token for the next session; each token serves once. */
export function requestRefresh(apiUrl: string, request: RefreshRequest): Promise<Result<Session, Refusal>> {
  return post(`${apiUrl}/api/auth/refresh`, request)
}

/** Ends the session at the server. Without the server the tokens are forgotten here and end by themselves there. */
export async function requestSignOut(apiUrl: string, refreshToken: string): Promise<void> {
  try {
    await fetch(`${apiUrl}/api/auth/sign-out`, jsonPost({ refreshToken }))
  } catch {
    // Unreachable: nothing more can be done from here.
  }
}

async function post(url: string, body: unknown): Promise<Result<Session, Refusal>> {
  let answer: Response
  let content: unknown
  try {
    answer = await fetch(url, jsonPost(body))
    content = await answer.json()
  } catch {
    return err(refuse('network.unreachable'))
  }
  if (!answer.ok) {
    const refused = errorAnswer.safeParse(content)
    // A gateway that answers for a server that is down is the same to the person as no answer.
    if (!refused.success) return err(refuse(answer.status >= 502 ? 'network.unreachable' : 'server.internal'))
    return err(refused.data.error)
  }
  const opened = session.safeParse(content)
  return opened.success ? ok(opened.data) : err(refuse('server.internal'))
}

function jsonPost(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    cache: 'no-store',
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }
}
