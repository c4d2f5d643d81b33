import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import {
  type CallSnapshot,
  type Health,
  type NewCall,
  newCall,
  type Registration,
} from '#scripts/try-out-pbx/control-contract.ts'
import { createControlServer, fail, pickRequest } from '#scripts/try-out-pbx/control-server.ts'
import { isQueueDesk } from '#scripts/try-out-pbx/number-plan.ts'
import { loadPhraseAudio, loadPhrases } from '#scripts/try-out-pbx/phrases.ts'
import { refusalsOf, refuse } from '#shared/kernel/errors.ts'
import { inviteFromOutside } from './outside.ts'
import type { OutsideCall, OutsideResult } from './outside-call.ts'
import { type Lab, SERVICE_NUMBER } from './start-lab.ts'

const MAX_CALLS = 10
const KEPT_CALLS = 50
/** The lab's callers have nothing of a robot's wits: they repeat their words, wait and hang up after these times. */
const USUAL_RING_MS = 90_000
const USUAL_TALK_MS = 600_000
/** Pause between two repetitions of the words: A-law silence. */
const PAUSE_SECONDS = 4

interface KnownCall {
  readonly id: string
  readonly wanted: NewCall
  readonly phraseId: string
  readonly call: OutsideCall
  readonly startedAt: string
  answeredAt: string | null
  endedAt: string | null
  isRinging: boolean
  result: OutsideResult | null
}

/** The control interface of the try-out PBX, answered by the lab: calls are made by sipp through Kamailio and rtpengine. */
export function createLabControl(lab: Lab): FastifyInstance {
  const app = createControlServer()
  const calls: KnownCall[] = []
  const live = (): KnownCall[] => calls.filter((one) => one.endedAt === null)

  app.get('/health', async (): Promise<Health> => {
    const registrations = (await lab.registrations()).length
    return { kind: 'lab', sipDomain: lab.domain, sipServer: lab.sipServer, registrations, calls: live().length }
  })

  app.get('/registrations', async (): Promise<Registration[]> => lab.registrations())

  app.get('/calls', async (): Promise<CallSnapshot[]> => calls.map(snapshotOf))

  app.get<{ Params: { id: string } }>('/calls/:id', async (request, reply) => {
    const found = calls.find((one) => one.id === request.params.id)
    return found === undefined ? fail(reply, 404, refuse('call.unknown', 'id')) : snapshotOf(found)
  })

  app.post('/calls', async (request, reply) => {
    const parsed = newCall.safeParse(request.body)
    if (!parsed.success) return fail(reply, 400, ...refusalsOf(parsed.error))
    const picked = pickRequest(loadPhrases(), parsed.data.phrase)
    if (picked.phrase === undefined) return fail(reply, 400, picked.refusal)
    const registered = await lab.registrations()
    const { to } = parsed.data
    const isThere = registered.some(({ extension }) => (to === undefined ? isQueueDesk(extension) : extension === to))
    if (!isThere) return fail(reply, 409, refuse('call.deskNotRegistered', 'to'))
    if (live().length >= MAX_CALLS) return fail(reply, 429, refuse('call.exchangeFull'))
    const known = await startCall(lab, parsed.data, picked.phrase.id)
    calls.push(known)
    if (calls.length > KEPT_CALLS) calls.shift()
    return reply.code(201).send(snapshotOf(known))
  })

  app.delete<{ Params: { id: string } }>('/calls/:id', async (request, reply) => {
    const found = calls.find((one) => one.id === request.params.id)
    if (found === undefined) return fail(reply, 404, refuse('call.unknown', 'id'))
    await found.call.hangUp()
    return snapshotOf(found)
  })

  app.addHook('onClose', async () => {
    await Promise.all(live().map((one) => one.call.vanish()))
  })
  return app
}

async function startCall(lab: Lab, wanted: NewCall, phraseId: string): Promise<KnownCall> {
  const words = loadPhraseAudio(phraseId)
  const call = await inviteFromOutside(lab, {
    from: wanted.from,
    name: wanted.name,
    to: wanted.to,
    source: wanted.source,
    divertedFrom: wanted.divertedFrom,
    speech: Buffer.concat([words, Buffer.alloc(PAUSE_SECONDS * 8000, 0xd5)]),
    ringMs: wanted.patience?.ringMs ?? USUAL_RING_MS,
    talkMs: wanted.patience?.talkMs ?? USUAL_TALK_MS,
  })
  const now = (): string => new Date().toISOString()
  const known: KnownCall = {
    id: `c-${randomBytes(6).toString('hex')}`,
    wanted,
    phraseId,
    call,
    startedAt: now(),
    answeredAt: null,
    endedAt: null,
    isRinging: false,
    result: null,
  }
  const note = (settled: Promise<void>, change: () => void): void => void settled.then(change, () => undefined)
  note(call.ringing(), () => {
    known.isRinging = true
  })
  note(call.answered(), () => {
    known.answeredAt = now()
  })
  void call.ended.then(
    (result) => {
      known.result = result
      known.endedAt = now()
    },
    () => {
      known.endedAt = now()
    },
  )
  return known
}

function snapshotOf(known: KnownCall): CallSnapshot {
  const { call, result } = known
  const inCall = known.answeredAt === null ? (known.isRinging ? 'ringing' : 'waiting') : 'talking'
  return {
    id: known.id,
    direction: 'incoming',
    state: known.endedAt === null ? inCall : 'ended',
    from: known.wanted.from,
    to: known.wanted.to ?? SERVICE_NUMBER,
    startedAt: known.startedAt,
    answeredAt: known.answeredAt,
    endedAt: known.endedAt,
    endedBy: result?.endedBy === undefined ? null : result.endedBy === 'outside' ? 'caller' : 'called',
    reason: null,
    status: result === null || result.status === 200 ? null : (result.status ?? null),
    citizen: {
      isHeld: false,
      keys: call.keys,
      said: known.answeredAt === null ? [] : [known.phraseId],
      sentPackets: 0,
      heard: call.heard(),
    },
  }
}
