import type { FastifyInstance } from 'fastify'
import { refusalsOf, refuse } from '#shared/kernel/errors.ts'
import type { Call } from './call.ts'
import { headersOfSource } from './call-headers.ts'
import { Citizen } from './citizen.ts'
import { type CallSnapshot, type Health, newCall, type Registration } from './control-contract.ts'
import { createControlServer, fail, pickRequest } from './control-server.ts'
import { isQueueDesk } from './number-plan.ts'
import type { Phrase } from './phrases.ts'
import type { Registrar } from './registrar.ts'
import type { Switchboard } from './switchboard.ts'

export interface ControlApiOptions {
  readonly domain: string
  readonly sipServer: () => string
  readonly registrar: Registrar
  readonly switchboard: Switchboard
  readonly phrases: readonly Phrase[]
}

/** HTTP control of the try-out PBX, described in README.md of this folder. For programs on this computer; no web page may use it. */
export function createControlApi(options: ControlApiOptions): FastifyInstance {
  const app = createControlServer()
  const { registrar, switchboard } = options

  app.get(
    '/health',
    async (): Promise<Health> => ({
      kind: 'try-out',
      sipDomain: options.domain,
      sipServer: options.sipServer(),
      registrations: registrar.all().length,
      calls: switchboard.calls().filter((call) => call.state !== 'ended').length,
    }),
  )

  app.get(
    '/registrations',
    async (): Promise<Registration[]> =>
      registrar.all().map(({ extension, registeredAtMs, expiresAtMs }) => ({
        extension,
        isFree: switchboard.isFree(extension),
        registeredAt: instant(registeredAtMs),
        expiresAt: instant(expiresAtMs),
      })),
  )

  app.get('/calls', async (): Promise<CallSnapshot[]> => switchboard.calls().map(snapshotOf))

  app.get<{ Params: { id: string } }>('/calls/:id', async (request, reply) => {
    const call = switchboard.calls().find((one) => one.id === request.params.id)
    return call === undefined ? fail(reply, 404, refuse('call.unknown', 'id')) : snapshotOf(call)
  })

  app.post('/calls', async (request, reply) => {
    const parsed = newCall.safeParse(request.body)
    if (!parsed.success) return fail(reply, 400, ...refusalsOf(parsed.error))
    const { from, name, to, patience } = parsed.data
    const picked = pickRequest(options.phrases, parsed.data.phrase)
    if (picked.phrase === undefined) return fail(reply, 400, picked.refusal)
    const isThere = registrar
      .all()
      .some(({ extension }) => (to === undefined ? isQueueDesk(extension) : extension === to))
    if (!isThere) return fail(reply, 409, refuse('call.deskNotRegistered', 'to'))
    const call = switchboard.callIn({
      from,
      name,
      to,
      phrase: picked.phrase,
      patience: withoutUndefined(patience),
      headers: headersOfSource(parsed.data, options.domain),
    })
    if (call === undefined) return fail(reply, 429, refuse('call.exchangeFull'))
    return reply.code(201).send(snapshotOf(call))
  })

  app.delete<{ Params: { id: string } }>('/calls/:id', async (request, reply) => {
    const call = switchboard.calls().find((one) => one.id === request.params.id)
    if (call === undefined) return fail(reply, 404, refuse('call.unknown', 'id'))
    // the citizen puts the receiver down, whichever side of the call it is on
    call.end('removed', call.caller instanceof Citizen ? 'caller' : 'called', {
      status: 480,
      reason: 'Temporarily Unavailable',
    })
    return snapshotOf(call)
  })

  return app
}

function withoutUndefined<T extends object>(value: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function instant(ms: number): string {
  return new Date(ms).toISOString()
}

/** A call as the control interface shows it. */
export function snapshotOf(call: Call): CallSnapshot {
  const citizen =
    call.caller instanceof Citizen ? call.caller : call.called instanceof Citizen ? call.called : undefined
  const facts = citizen?.facts
  return {
    id: call.id,
    direction: call.caller instanceof Citizen ? 'incoming' : call.called instanceof Citizen ? 'outgoing' : 'internal',
    state: call.state,
    from: call.caller.number,
    to: call.called?.number ?? null,
    startedAt: instant(call.startedAtMs),
    answeredAt: call.answeredAtMs === undefined ? null : instant(call.answeredAtMs),
    endedAt: call.endedAtMs === undefined ? null : instant(call.endedAtMs),
    endedBy: call.endedBy ?? null,
    reason: call.endReason ?? null,
    status: call.status ?? null,
    citizen: facts === undefined ? null : { ...facts, said: [...facts.said], heard: { ...facts.heard } },
  }
}
