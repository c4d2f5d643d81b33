import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Api } from '#server/platform/http-api.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import { refusalsOf } from '#shared/kernel/errors.ts'

/** Checks input by the zod contract of the route; the answer names every wrong field, so that a form can show them all at once. */
export function validateInput({ schema }: { readonly schema: z.ZodType }) {
  return (data: unknown) => {
    const parsed = schema.safeParse(data)
    return parsed.success ? { value: parsed.data } : { error: apiErrors.invalid(refusalsOf(parsed.error)) }
  }
}

/** Every answer from 400 up has the shape `ErrorAnswer`; what went wrong inside is written to the log, never to the answer. */
export function answerErrors(api: Api): void {
  api.setNotFoundHandler((_request, reply) => send(reply, apiErrors.routeNotFound()))
  api.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof ApiError) return send(reply, error)
    return send(reply, translate(error, request))
  })
}

function translate(error: FastifyError, request: FastifyRequest): ApiError {
  switch (error.statusCode) {
    case 413:
      return apiErrors.tooLarge()
    case 415:
      return apiErrors.unsupportedType()
    case 400:
      return apiErrors.malformed()
    default:
      request.log.error({ err: error }, 'request failed')
      return apiErrors.internal()
  }
}

function send(reply: FastifyReply, error: ApiError): FastifyReply {
  return reply.code(error.status).send(error.toAnswer())
}
