import type { z } from 'zod'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { type ApiAnswer, type ApiFailure, failureOf, withoutToken } from './api-client.ts'
import type { AccessTokens, Fetch } from './ports.ts'

/** Files to and from the central API. They may take minutes, so nothing but the caller's signal ends them. */
export interface FileTransfer {
  upload<T>(path: string, file: Blob, schema: z.ZodType<T>, signal: AbortSignal): Promise<ApiAnswer<T>>
  download(path: string, signal: AbortSignal): Promise<ApiAnswer<{ readonly content: Blob; readonly fileName: string }>>
}

/** @param options.baseUrl without a slash at the end; empty for the origin that served the desk */
export function createFileTransfer(options: {
  readonly baseUrl: string
  readonly fetch: Fetch
  readonly tokens: AccessTokens
}): FileTransfer {
  /** A token that was refused is renewed once. */
  async function send(path: string, init: RequestInit): Promise<Response | ApiFailure> {
    let token = await options.tokens.current()
    for (let attempt = 0; ; attempt += 1) {
      if (token === null) return withoutToken(options.tokens)
      const headers = {
        ...init.headers,
        authorization: `Bearer ${token}`,
        'x-opora-protocol': String(PROTOCOL_VERSION),
      }
      const response = await options
        .fetch(`${options.baseUrl}${path}`, { ...init, cache: 'no-store', headers })
        .catch(() => null)
      if (response === null) return UNREACHABLE
      if (response.status !== 401 || attempt > 0) return response
      token = await options.tokens.current(token)
    }
  }

  return {
    async upload(path, file, schema, signal) {
      const headers = { 'content-type': 'application/octet-stream' }
      const response = await send(path, { method: 'POST', body: file, headers, signal })
      if ('kind' in response) return { ok: false, failure: response }
      const body = await response.text().catch(() => '')
      const failure = failureOf(response.status, response.headers.get('retry-after'), body)
      if (failure) return { ok: false, failure }
      const parsed = schema.safeParse(JSON.parse(body))
      return parsed.success ? { ok: true, value: parsed.data } : { ok: false, failure: UNREACHABLE }
    },
    async download(path, signal) {
      const response = await send(path, { method: 'GET', signal })
      if ('kind' in response) return { ok: false, failure: response }
      if (!response.ok) {
        const failure = failureOf(response.status, null, await response.text().catch(() => ''))
        return { ok: false, failure: failure ?? UNREACHABLE }
      }
      const content = await response.blob().catch(() => null)
      if (content === null) return { ok: false, failure: UNREACHABLE }
      return { ok: true, value: { content, fileName: fileNameOf(response) } }
    },
  }
}

const UNREACHABLE: ApiFailure = { kind: 'unreachable', retryAfterMs: null }

/** RFC 6266 §4.3: the name stands percent-encoded. */
function fileNameOf(response: Response): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return encoded === undefined ? '' : decodeURIComponent(encoded)
}
