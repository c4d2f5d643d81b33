import { type CallFlow, type FlowPorts, startCallFlow } from '#renderer/app/call/call-flow.ts'
import { type CallFacts, type Handed, phaseOf } from '#renderer/app/call/call-sheet.ts'
import { endedCallsIn } from '#renderer/app/call/ended-calls.ts'
import { promiseKeeper } from '#renderer/app/call-backs/keep-promise.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anId, USER_ID } from '#shared/builders/ids.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { type MemoryDeskData, memoryDeskData } from '#test/fakes/memory-desk-data.ts'

export const NOW = Date.UTC(2026, 10, 24, 9)
export const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString()
export const callId = anId<CallId>(0xca)
export const anna = aPerson({}, 1)
export const viktor = aPerson({ surname: 'Смирнов', givenName: 'Виктор', phones: anna.phones }, 2)
export const number = anna.phones[0]?.number ?? ''

export const actor: Actor = {
  userId: anId(USER_ID),
  orgId: anId(0x0e),
  role: 'L1',
  clinicIds: [],
  deviceId: anId(0xd1),
}

export type PhoneCall = ReturnType<FlowPorts['phone']['calls']>[number]

export function aCall(over: Partial<PhoneCall> = {}): PhoneCall {
  return {
    callId,
    direction: 'in',
    remoteNumber: number,
    remoteName: '',
    source: 'fundContactCentre',
    sipCallId: 'x@pbx',
    offeredAt: at(0),
    answeredAt: null,
    ...over,
  }
}

export function factsOf(over: Partial<CallFacts> = {}): CallFacts {
  return {
    id: callId,
    sipCallId: 'x@pbx',
    direction: 'in',
    remoteNumber: number,
    remoteName: '',
    source: 'fundContactCentre',
    offeredAt: at(0),
    answeredAt: at(4),
    endedAt: at(200),
    endedBy: 'farSide',
    result: 'answered',
    sipStatus: null,
    holds: [],
    quality: null,
    ...over,
  }
}

/** The storage of one tab, which a reload leaves alone. */
export function aTab() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    kept,
  }
}

/** A desk over `data`; the same data under a second desk is the desk started again. */
export function aDesk(data: MemoryDeskData, onTheLine: PhoneCall[] = [], tab = aTab()) {
  let calls = onTheLine
  const listeners = new Set<() => void>()
  const enders = new Set<(facts: CallFacts) => void>()
  const seen = {
    shown: [] as string[],
    recordedRuns: [] as string[],
    summary: null as Awaited<ReturnType<FlowPorts['runs']['summary']>>,
    readied: 0,
    ticks: new Set<() => void>(),
    openPerson: null as PersonId | null,
    handOvers: new Set<(id: CallId, to: string) => void>(),
    sent: [] as string[],
    asked: [] as CallId[],
    handed: null as Handed | null,
    handedCame: Promise.resolve(),
  }
  const flow: CallFlow = startCallFlow({
    keepPromise: promiseKeeper(data, null, () => NOW),
    data,
    phone: {
      calls: () => calls,
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      onEnded: (listener) => {
        enders.add(listener)
        return () => enders.delete(listener)
      },
      ready: () => {
        seen.readied += 1
      },
      onHandOver: (listener) => {
        seen.handOvers.add(listener)
        return () => seen.handOvers.delete(listener)
      },
    },
    handOvers: {
      send: (sheet, to) => void seen.sent.push(`${sheet.callId} ${to}`),
      take: async (_own, handedCallId, isWanted) => {
        seen.asked.push(handedCallId)
        await seen.handedCame
        return isWanted() ? seen.handed : null
      },
      stop: () => {},
    },
    runs: {
      summary: async () => seen.summary,
      record: async (id) => {
        seen.recordedRuns.push(id)
        return ok(undefined)
      },
    },
    clock: { now: () => NOW + 20_000 },
    newId: () => anId(0x1f),
    every: (_ms, tick) => {
      seen.ticks.add(tick)
      return () => seen.ticks.delete(tick)
    },
    alone: (work) => {
      void work()
      return () => {}
    },
    ended: endedCallsIn(tab, actor.userId),
    openPerson: () => seen.openPerson,
    show: (sheet) => seen.shown.push(`${sheet.caller.kind}:${phaseOf(sheet)}`),
    done: () => {},
  })
  return {
    flow,
    seen,
    sheet: () => flow.state.getState().sheets[0],
    set: async (...now: PhoneCall[]) => {
      calls = now
      for (const listener of listeners) listener()
      await settled()
    },
    end: async (facts: CallFacts) => {
      calls = []
      for (const ender of enders) ender(facts)
      await settled()
    },
  }
}

/** Lets everything that waits on memory finish. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve()
}

export function withPeople(...people: (typeof anna)[]): MemoryDeskData {
  const data = memoryDeskData(actor, { now: () => NOW })
  for (const person of people) data.put('insuredPerson', person)
  return data
}

export async function theCall(data: MemoryDeskData): Promise<Call | undefined> {
  return (await data.reads.record('call', callId))?.data
}
