import type { z } from 'zod'
import { errorAnswer, type Refusal } from '#shared/kernel/errors.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import type { AccessTokens, Fetch, Timers } from './ports.ts'

/** Why the central API gave no answer that can be used. */
export type ApiFailure =
  /** No connection, no answer in time, or the server is in trouble (HTTP 5xx, 429). The same request may succeed later. */
  | { readonly kind: 'unreachable'; readonly retryAfterMs: number | null }
  /** The session has ended. What waits stays and goes out after the next sign-in. */
  | { readonly kind: 'signedOut' }
  /** This desk is too old for the server (rule PULL4). */
  | { readonly kind: 'tooOld' }
  /** The server understood and said no. `refusals` is everything it found, `refusal` the first of it. */
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly refusal: Refusal
      readonly refusals: readonly Refusal[]
    }

export type ApiAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ApiFailure }

/** No answer after this long counts as none. Batches are small; pages are fetched by the worker, which streams. */
export const REQUEST_TIMEOUT_MS = 30_000

export interface ApiClient {
  readonly baseUrl: string
  get<T>(path: string, schema: z.ZodType<T>): Promise<ApiAnswer<T>>
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<ApiAnswer<T>>
  put<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<ApiAnswer<T>>
}

/**
 * Speaks to the central API. Every outcome is told to `onOutcome`, which keeps the state of the connection.
 * @param baseUrl without a slash at the end; empty for the origin that served the desk
 */
export function createApiClient(options: {
  readonly baseUrl: string
  readonly fetch: Fetch
  readonly tokens: AccessTokens
  readonly timers: Timers
  readonly onOutcome: (failure: ApiFailure | null) => void
}): ApiClient {
  async function send<T>(path: string, init: RequestInit, schema: z.ZodType<T>): Promise<ApiAnswer<T>> {
    const answer = await attempt(path, init, schema)
    options.onOutcome(answer.ok ? null : answer.failure)
    return answer
  }

  async function attempt<T>(path: string, init: RequestInit, schema: z.ZodType<T>): Promise<ApiAnswer<T>> {
    const token = await options.tokens.current()
    if (token === null) return failed(withoutToken(options.tokens))
    const url = `${options.baseUrl}${path}`
    const answer = await requestWhole(options, url, withToken(init, token))
    if (answer?.status !== 401) return readAnswer(answer, schema)
    const another = await options.tokens.current(token)
    if (another === null) return failed(withoutToken(options.tokens))
    return another === token
      ? failed({ kind: 'signedOut' })
      : readAnswer(await requestWhole(options, url, withToken(init, another)), schema)
  }

  return {
    baseUrl: options.baseUrl,
    get: (path, schema) => send(path, { method: 'GET' }, schema),
    post: (path, body, schema) => send(path, withJson('POST', body), schema),
    put: (path, body, schema) => send(path, withJson('PUT', body), schema),
  }
}

function withJson(method: 'POST' | 'PUT', body: unknown): RequestInit {
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** Without a token nothing can be asked: either the user has to sign in, or the server that renews tokens does not answer. */
export function withoutToken(tokens: AccessTokens): ApiFailure {
  return tokens.isSignedOut() ? { kind: 'signedOut' } : { kind: 'unreachable', retryAfterMs: null }
}

function withToken(init: RequestInit, token: string): RequestInit {
  const own = { authorization: `Bearer ${token}`, 'x-opora-protocol': String(PROTOCOL_VERSION) }
  return { ...init, cache: 'no-store', headers: { ...init.headers, ...own } }
}

interface WholeAnswer {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: string
}

/** The whole answer with its body, or null when none came in time: a body that breaks off is no answer either. */
async function requestWhole(
  options: { readonly fetch: Fetch; readonly timers: Timers },
  url: string,
  init: RequestInit,
): Promise<WholeAnswer | null> {
  const timeout = new AbortController()
  const done = new AbortController()
  void options.timers.sleep(REQUEST_TIMEOUT_MS, done.signal).then(() => timeout.abort())
  try {
    const response = await options.fetch(url, { ...init, signal: timeout.signal })
    const body = await response.text()
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body }
  } catch {
    return null
  } finally {
    done.abort()
  }
}

function readAnswer<T>(answer: WholeAnswer | null, schema: z.ZodType<T>): ApiAnswer<T> {
  if (answer === null) return failed({ kind: 'unreachable', retryAfterMs: null })
  const failure = failureOf(answer.status, answer.retryAfter, answer.body)
  if (failure) return failed(failure)
  const parsed = schema.safeParse(parseJson(answer.body))
  // A body that is not what was agreed is not from our server: a proxy's page, a captive portal.
  return parsed.success ? { ok: true, value: parsed.data } : failed({ kind: 'unreachable', retryAfterMs: null })
}

/** The failure that a status stands for, or null for success. Also used by the worker that fetches pages. */
export function failureOf(status: number, retryAfter: string | null, body: string): ApiFailure | null {
  if (status >= 200 && status < 300) return null
  if (status === 401) return { kind: 'signedOut' }
  if (status === 426) return { kind: 'tooOld' }
  if (status >= 500 || status === 429 || status === 408 || status < 400)
    return { kind: 'unreachable', retryAfterMs: retryAfter === null ? null : Number(retryAfter) * 1000 || null }
  const parsed = errorAnswer.safeParse(parseJson(body))
  if (!parsed.success) return { kind: 'unreachable', retryAfterMs: null }
  const { retry: _, issues = [], ...refusal } = parsed.data.error
  return { kind: 'refused', status, refusal, refusals: issues.length === 0 ? [refusal] : issues }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failed(failure: ApiFailure): { readonly ok: false; readonly failure: ApiFailure } {
  return { ok: false, failure }
}
