import type { FastifyRequest } from 'fastify'
import { ApiError } from './http-errors.ts'

/**
 * What a log line may hold. The rule is to list what is safe rather than to mask what is not: routes instead of addresses (a query
 * holds names and numbers), codes instead of messages (a database error quotes the value), and never a body or a header.
 */
export const logSerializers = {
  req: (request: FastifyRequest) => ({
    id: request.id,
    method: request.method,
    route: request.routeOptions?.url ?? '(none)',
  }),
  res: (reply: { readonly statusCode?: number }) => ({ status: reply.statusCode ?? 0 }),
  err: describeError,
}

export type SafeError = {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack: string
  readonly [key: string]: unknown
}

/** An error without anything that a user typed. Our own invariants keep their message: they never quote data. */
export function describeError(error: unknown): SafeError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const isOurs = error instanceof ApiError || error.message.startsWith('Invariant broken:')
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    message: isOurs ? error.message : '',
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: frames.slice(0, 12).join('\n'),
  }
}

/** Pino takes the text of a line from the error when the caller gave none; that text may quote what a user typed. */
export function withoutErrorText(
  this: unknown,
  args: [unknown, ...unknown[]],
  method: (this: unknown, ...args: unknown[]) => void,
): void {
  const [first, text] = args
  if (first instanceof Error) method.call(this, { err: first }, typeof text === 'string' ? text : 'failed')
  else if (text === undefined && typeof first === 'object') method.call(this, first, '')
  else method.apply(this, args)
}
