import { Readable } from 'node:stream'
import type { Server as TusServer } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '#shared/kernel/errors.ts'
import type { Api } from './http-api.ts'
import { ApiError } from './http-errors.ts'

/** Lets the routes of `scope` take pieces of the tus protocol 1.0 as streams. */
export function acceptPieces(scope: Api): void {
  scope.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) => done(null, payload))
}

/**
 * Hands a request to the library of the tus protocol and its answer back.
 * @param about is given the request as the library's hooks will see it, before the protocol is spoken
 */
export async function speakTus(
  tus: TusServer,
  request: FastifyRequest,
  reply: FastifyReply,
  about: (asked: globalThis.Request) => void,
): Promise<FastifyReply> {
  const asked = webRequestOf(request)
  about(asked)
  const answer = await tus.handleWeb(asked)
  for (const [name, value] of answer.headers)
    if (!name.startsWith('access-control-') && name !== 'content-length') reply.header(name, value)
  const body = Buffer.from(await answer.arrayBuffer())
  return reply.code(answer.status).send(body.length > 0 ? body : undefined)
}

/** A refusal as a hook of the library throws it. */
export function tusError(status: number, code: string): { status_code: number; body: string } {
  return { status_code: status, body: JSON.stringify(new ApiError(status, refuse(code)).toAnswer()) }
}

/** The request as the Web has it, with the body still flowing. */
function webRequestOf(request: FastifyRequest): globalThis.Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  const hasBody = request.body instanceof Readable
  return new Request(`http://api.invalid${request.url}`, {
    method: request.method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(request.body as Readable) as ReadableStream, duplex: 'half' } : {}),
  } as RequestInit)
}
