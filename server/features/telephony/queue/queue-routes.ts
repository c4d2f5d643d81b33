import { createHash, timingSafeEqual } from 'node:crypto'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import type { RouteStep } from '#server/platform/request-actor.ts'
import type { RoutingDecision } from '#shared/features/telephony/distribution/decide.ts'
import { type NamedCall, type QueueContext, routeCalls, type ToldEvent } from './route-calls.ts'

export interface QueueRouteContext extends QueueContext {
  /** `OPORA_ROUTING_SECRET`; without it no exchange may ask. */
  readonly secret: string | undefined
  /** `OPORA_ROUTING_ORG`; needed when there are several organisations. */
  readonly orgId: string | undefined
}

/** Calls and words of one question. A queue that is full of callers is far below. */
const LINES_MAX = 1_000

const oneOrMany = z
  .union([z.string().max(600), z.array(z.string().max(600)).max(LINES_MAX)])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()))

const routingQuestion = z.object({
  call: oneOrMany.describe('`Call-ID|milliseconds waited|from|called|source|diverted from|extension that let it pass`'),
  told: oneOrMany.describe('`answered|Call-ID` or `ended|Call-ID`'),
})

/**
 * What an exchange asks for the queue (REQUIREMENTS C3, C9): form fields in, lines of text out, because that is what dial plans of exchanges can write and
 * read. Who asks is the exchange with its secret, not a person.
 */
export function queueRoutes(api: Api, context: QueueRouteContext): void {
  api.register(async (part) => {
    const scope = part.withTypeProvider<ZodTypeProvider>()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_: unknown, body: string) => formFields(body),
    )
    scope.route({
      method: 'POST',
      url: '/api/telephony/routing',
      onRequest: [exchangeOnly(context.secret)],
      schema: {
        tags: ['telephony'],
        summary: 'For the exchange: names the calls that wait and gets a line for each that is decided',
        description:
          'Answers with lines `Call-ID ring <extension> <ms>`, `Call-ID divert <number> <why>`, `Call-ID refuse <status> <why>`; a call that goes on waiting has none.',
        security: [{ exchange: [] }],
        consumes: ['application/x-www-form-urlencoded'],
        body: routingQuestion,
        response: { 200: z.string() },
      },
      handler: async (request, reply) => {
        const orgId = await organisationOf(context)
        const named = request.body.call.flatMap(readCall)
        const decisions = await routeCalls(context, orgId, named, request.body.told.flatMap(readEvent))
        return reply.type('text/plain; charset=utf-8').send([...decisions].map(lineOf).join(''))
      },
    })
  })
}

function formFields(body: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(body)) fields[name] = [...(fields[name] ?? []), value]
  return fields
}

function exchangeOnly(secret: string | undefined): RouteStep {
  return async (request) => {
    if (secret === undefined) throw apiErrors.routingNotConfigured()
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${secret}`)))
      throw apiErrors.tokenInvalid()
  }
}

/** @throws ApiError 503 when it is not clear whose the exchange is */
async function organisationOf({ db, orgId }: QueueRouteContext): Promise<string> {
  if (orgId !== undefined) return orgId
  const rows = await db.selectFrom('organisations').select('id').limit(2).execute()
  const [only] = rows
  if (only === undefined || rows.length > 1) throw apiErrors.routingNotConfigured()
  return only.id
}

function readCall(line: string): NamedCall[] {
  const [call = '', waited = '', from = '', called = '', source = '', divertedFrom = '', missedBy = ''] =
    line.split('|')
  const waitedMs = Number(waited)
  if (call === '' || /\s/.test(call) || !Number.isFinite(waitedMs)) return []
  return [{ call, waitedMs: Math.max(0, waitedMs), from, called, source, divertedFrom, missedBy }]
}

function readEvent(line: string): ToldEvent[] {
  const [what, call = ''] = line.split('|')
  return (what === 'answered' || what === 'ended') && call !== '' ? [{ what, call }] : []
}

function lineOf([call, decision]: [string, RoutingDecision]): string {
  switch (decision.kind) {
    case 'wait':
      return ''
    case 'ring':
      return `${call} ring ${decision.extension} ${decision.ringMs}\n`
    case 'divert':
      return `${call} divert ${decision.number} ${decision.why}\n`
    case 'refuse':
      return `${call} refuse ${decision.status} ${decision.why}\n`
  }
}
