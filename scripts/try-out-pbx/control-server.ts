import { randomInt } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { type ErrorAnswer, type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { Phrase } from './phrases.ts'

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/
const MAX_BODY_BYTES = 16_384

/** An HTTP server for programs on this computer: no web page of another site may use it, every error has the body of the house. */
export function createControlServer(): FastifyInstance {
  const app = fastify({ bodyLimit: MAX_BODY_BYTES, logger: false })
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    if (isFromForeignPage(request.headers)) return fail(reply, 403, refuse('control.foreignOrigin'))
  })
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
    fail(reply, error.statusCode ?? 500, refuse('control.requestInvalid')),
  )
  app.setNotFoundHandler((_request, reply) => fail(reply, 404, refuse('control.notFound')))
  return app
}

/** A page of another site must not make telephones ring (DNS rebinding, cross-site requests). */
export function isFromForeignPage(headers: {
  readonly host?: string | undefined
  readonly origin?: string | undefined
}): boolean {
  if (!LOOPBACK_HOST.test(headers.host ?? '')) return true
  if (headers.origin === undefined || headers.origin === 'app://bundle') return false
  return !(URL.canParse(headers.origin) && LOOPBACK_HOST.test(new URL(headers.origin).host))
}

/** Sends an error; several refusals are listed under the first. */
export function fail(reply: FastifyReply, status: number, ...refusals: Refusal[]): FastifyReply {
  const [first = refuse('control.requestInvalid'), ...rest] = refusals
  const answer: ErrorAnswer = {
    error: { ...first, retry: status === 429 || status === 409, ...(rest.length > 0 ? { issues: refusals } : {}) },
  }
  return reply.code(status).send(answer)
}

/** The wanted phrase of a caller, or a random one when none is named. */
export function pickRequest(
  phrases: readonly Phrase[],
  wanted: string | undefined,
): { readonly phrase: Phrase } | { readonly phrase: undefined; readonly refusal: Refusal } {
  const requests = phrases.filter((one) => one.kind === 'request')
  const phrase = wanted === undefined ? requests[randomInt(requests.length)] : requests.find((one) => one.id === wanted)
  if (phrase !== undefined) return { phrase }
  const known = requests.map((one) => one.id).join(', ')
  return { phrase: undefined, refusal: refuse('call.phraseUnknown', 'phrase', { known }) }
}
