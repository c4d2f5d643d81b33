import { describe, expect, it } from 'vitest'
import { type CallFlow, type FlowPorts, startCallFlow } from '#renderer/app/call/call-flow.ts'
import { type CallFacts, closesItself, type Handed, phaseOf } from '#renderer/app/call/call-sheet.ts'
import { endedCallsIn } from '#renderer/app/call/ended-calls.ts'
import { promiseKeeper } from '#renderer/app/call-backs/keep-promise.ts'
import { emptyIntake } from '#renderer/features/appeals/appeal-intake.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anId, USER_ID } from '#shared/builders/ids.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { AppealId, CallId, ContactId, PersonId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { type MemoryDeskData, memoryDeskData } from '#test/fakes/memory-desk-data.ts'

const NOW = Date.UTC(2026, 10, 24, 9)
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString()
const callId = anId<CallId>(0xca)
const anna = aPerson({}, 1)
const viktor = aPerson({ surname: 'Смирнов', givenName: 'Виктор', phones: anna.phones }, 2)
const number = anna.phones[0]?.number ?? ''

const actor: Actor = {
  userId: anId(USER_ID),
  orgId: anId(0x0e),
  role: 'L1',
  clinicIds: [],
  deviceId: anId(0xd1),
}

type PhoneCall = ReturnType<FlowPorts['phone']['calls']>[number]

function aCall(over: Partial<PhoneCall> = {}): PhoneCall {
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

function factsOf(over: Partial<CallFacts> = {}): CallFacts {
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
function aTab() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    kept,
  }
}

/** A desk over `data`; the same data under a second desk is the desk started again. */
function aDesk(data: MemoryDeskData, onTheLine: PhoneCall[] = [], tab = aTab()) {
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
async function settled(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve()
}

function withPeople(...people: (typeof anna)[]): MemoryDeskData {
  const data = memoryDeskData(actor, { now: () => NOW })
  for (const person of people) data.put('insuredPerson', person)
  return data
}

async function theCall(data: MemoryDeskData): Promise<Call | undefined> {
  return (await data.reads.record('call', callId))?.data
}

describe('the flow of a call', () => {
  it('[C2] knows the person while it rings, but takes nobody for identified', async () => {
    const desk = aDesk(withPeople(anna))
    await desk.set(aCall())
    expect(desk.sheet()?.caller).toEqual({ kind: 'person', personId: anna.id, isSure: false })
    expect(desk.seen.shown).toEqual(['looking:ringing', 'person:ringing'])
  })

  it('[C1] brings the call that is answered to the screen, also when another talk stood there', async () => {
    const desk = aDesk(withPeople(anna))
    const first = aCall({ remoteNumber: '+79990001122', answeredAt: at(2) })
    const second = { ...aCall(), callId: anId<CallId>(0xca2), sipCallId: 'second' }
    await desk.set(first)
    await desk.set(first, second)
    desk.seen.shown.length = 0
    await desk.set(first, { ...second, answeredAt: at(9) })
    expect(desk.seen.shown).toEqual(['person:talking'])
    await desk.set(first, { ...second, answeredAt: at(9) })
    expect(desk.seen.shown).toEqual(['person:talking'])
  })

  const handed: Handed = {
    fromName: 'Петрова',
    personId: viktor.id,
    isPersonSure: true,
    contactId: null,
    source: 'dispatchService',
    note: 'Просит врача на дом',
    appeals: [{ id: anId<AppealId>(0xa1), number: 'ОМС-2026-000001', result: 'takenIntoWork' }],
  }

  it('[C7] takes over what a colleague knew of the call: nothing is asked twice', async () => {
    const desk = aDesk(withPeople(anna, viktor))
    desk.seen.handed = handed
    await desk.set(aCall({ handedCallId: anId<CallId>(0xcb) }))
    expect(desk.seen.asked).toEqual([anId<CallId>(0xcb)])
    expect(desk.sheet()).toMatchObject({
      caller: { kind: 'person', personId: viktor.id, isSure: true },
      source: 'dispatchService',
      note: 'Просит врача на дом',
      appeals: handed.appeals,
      handOver: 'taken',
      handedBy: 'Петрова',
    })
  })

  it('[C7] what came too late does not overwrite what was begun without it', async () => {
    const desk = aDesk(withPeople(anna))
    let came = (): void => {}
    desk.seen.handed = handed
    desk.seen.handedCame = new Promise((resolve) => {
      came = resolve
    })
    await desk.set(aCall({ handedCallId: anId<CallId>(0xcb), answeredAt: at(3) }))
    expect(desk.sheet()?.handOver).toBe('awaited')
    desk.flow.step(callId, { type: 'handOverGivenUp' })
    came()
    await desk.set(aCall({ answeredAt: at(3) }))
    expect(desk.sheet()).toMatchObject({ handOver: 'without', note: '', caller: { personId: anna.id } })
  })

  it('[C7] tells what is known when the call is sent on, and its outcome is that it was handed over', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.set(aCall({ answeredAt: at(3) }))
    for (const tell of desk.seen.handOvers) tell(callId, '1101')
    expect(desk.seen.sent).toEqual([`${callId} 1101`])
    await desk.end(factsOf({ transfer: { kind: 'blind', to: '1101' } }))
    expect(desk.sheet()?.outcome).toBe('handedOver')
    expect((await theCall(data))?.transfer).toEqual({ kind: 'blind', to: '1101' })
  })

  it('[C2] offers a choice when several people share the number, and keeps the choice', async () => {
    const desk = aDesk(withPeople(anna, viktor))
    await desk.set(aCall())
    expect(desk.sheet()?.caller).toMatchObject({
      kind: 'several',
      personIds: expect.arrayContaining([anna.id, viktor.id]),
    })
    desk.flow.step(callId, { type: 'personChosen', personId: viktor.id })
    expect(desk.sheet()?.caller).toEqual({ kind: 'person', personId: viktor.id, isSure: true })
  })

  it('[C2] says unknown when nobody has the number, until a contact is made', async () => {
    const data = withPeople()
    const desk = aDesk(data)
    await desk.set(aCall())
    expect(desk.sheet()?.caller).toEqual({ kind: 'unknown' })
    desk.flow.step(callId, { type: 'contactChosen', contactId: anId<ContactId>(7) })
    await desk.set(aCall({ answeredAt: at(4) }))
    await desk.end(factsOf())
    expect(await theCall(data)).toMatchObject({ personId: null, contactId: anId(7) })
  })

  it('takes the open card for whom a call goes out to, though others share the number', async () => {
    const desk = aDesk(withPeople(anna, viktor))
    desk.seen.openPerson = viktor.id
    await desk.set(aCall({ direction: 'out' }))
    expect(desk.sheet()?.caller).toMatchObject({ personId: viktor.id, isSure: false })
  })

  it('[C9] records the call when it ends and waits for the wrap-up; one confirmation finishes everything', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.set(aCall())
    await desk.set(aCall({ answeredAt: at(4) }))
    await desk.end(factsOf())
    expect(await theCall(data)).toMatchObject({ personId: anna.id, outcome: null })
    const sheet = desk.sheet()
    expect(sheet && phaseOf(sheet)).toBe('wrapUp')
    expect(sheet && (await desk.flow.suggestion(sheet))).toEqual({ outcome: 'resolved', because: 'usual' })
    desk.flow.step(callId, { type: 'noteTyped', note: 'Перезвонит сама' })
    expect(await desk.flow.wrapUp(callId, 'resolved')).toMatchObject({ ok: true })
    expect(await theCall(data)).toMatchObject({ outcome: 'resolved', note: 'Перезвонит сама' })
    expect(desk.sheet()).toBeUndefined()
    expect(desk.seen.readied).toBe(1)
    expect(await data.drafts.keys('calls/')).toEqual([])
  })

  it('[C7] a promised call is written down with the wrap-up, once, with what was chosen', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.set(aCall({ answeredAt: at(4) }))
    await desk.end(factsOf())
    const dueAt = toInstant(NOW + 7_200_000)
    desk.flow.step(callId, { type: 'callBackPromised', draft: { dueAt, isForAnyone: true } })
    desk.flow.step(callId, { type: 'noteTyped', note: 'Справка для бассейна' })
    expect(await desk.flow.wrapUp(callId, 'callBackPromised')).toMatchObject({ ok: true })
    const promised = await data.reads.records('callBack')
    expect(promised.map((kept) => kept.data)).toMatchObject([
      { id: callId, dueAt, personId: anna.id, clinicId: anna.clinicId, forUserId: null, note: 'Справка для бассейна' },
    ])
  })

  it('[C9] suggests the registered appeal as the outcome', async () => {
    const desk = aDesk(withPeople(anna))
    await desk.set(aCall({ answeredAt: at(4) }))
    desk.flow.step(callId, {
      type: 'appealRegistered',
      appeal: { id: anId<AppealId>(9), number: 'ОЖ-2026-000001', result: 'answeredAtOnce' },
    })
    await desk.end(factsOf())
    const sheet = desk.sheet()
    expect(sheet && (await desk.flow.suggestion(sheet))).toEqual({ outcome: 'appealRegistered', because: 'appeal' })
  })

  it('[C4] records the answers of the script with the wrap-up, not before', async () => {
    const desk = aDesk(withPeople(anna))
    await desk.set(aCall({ answeredAt: at(4) }))
    await desk.end(factsOf())
    expect(desk.seen.recordedRuns).toEqual([])
    await desk.flow.wrapUp(callId, 'resolved')
    expect(desk.seen.recordedRuns).toEqual([callId])
  })

  it('[C6] records with the wrap-up what the script heard about the check-up, once', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.set(aCall({ answeredAt: at(4) }))
    desk.seen.summary = {
      means: { informing: 'willThink' },
      result: 'done',
      texts: { appealText: '', resultText: '', informingNote: 'После праздников' },
    }
    await desk.end(factsOf())
    expect(await desk.flow.wrapUp(callId, 'resolved')).toMatchObject({ ok: true })
    const informings = await data.reads.records('informing')
    expect(informings.map((it) => it.data)).toMatchObject([
      { personId: anna.id, callId, way: '03', stage: '101', result: 'willThink', note: 'После праздников' },
    ])
  })

  it('[C6] what was filled in by hand wins over the script, and a refusal without a reason stops the wrap-up', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.set(aCall({ answeredAt: at(4) }))
    desk.flow.step(callId, {
      type: 'informingDrafted',
      draft: { result: 'refused', reason: null, repeatOn: null, note: '' },
    })
    await desk.end(factsOf())
    expect(await desk.flow.wrapUp(callId, 'resolved')).toMatchObject({
      ok: false,
      error: [{ code: 'preventiveCare.reasonRequired', field: 'reason' }],
    })
    expect(desk.sheet()).toBeDefined()
  })

  it('keeps the sheet and says why when the wrap-up is refused', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.set(aCall({ answeredAt: at(4) }))
    await desk.end(factsOf())
    desk.flow.step(callId, { type: 'noteTyped', note: 'x'.repeat(4_001) })
    const refused = await desk.flow.wrapUp(callId, 'resolved')
    expect(refused).toMatchObject({ ok: false, error: [{ code: 'text.tooLong', field: 'note' }] })
    expect(desk.sheet()?.note).toHaveLength(4_001)
    expect(desk.seen.readied).toBe(0)
  })

  it('asks no wrap-up for a missed call, but keeps the call', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.set(aCall())
    await desk.end(factsOf({ result: 'missed', answeredAt: null }))
    expect(desk.sheet()).toBeUndefined()
    expect(await theCall(data)).toMatchObject({ result: 'missed', outcome: null })
  })

  it('leaves no draft behind, but for words that somebody typed', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    const form = `appeals/form/${callId}`
    for (const [touched, left] of [
      [[], []],
      [['text'], [form]],
    ]) {
      await desk.set(aCall())
      await data.drafts.save(form, { ...emptyIntake(anId<AppealId>(0xaa), 1), touched })
      await desk.end(factsOf({ result: 'missed', answeredAt: null }))
      expect(desk.sheet()).toBeUndefined()
      expect(await data.drafts.keys('')).toEqual(left)
    }
  })

  it('a call that nobody answered closes itself, a talk does not', () => {
    expect(closesItself({ facts: null })).toBe(false)
    expect(closesItself({ facts: factsOf({ result: 'missed', answeredAt: null }) })).toBe(true)
    expect(closesItself({ facts: factsOf() })).toBe(false)
  })

  it('closes an attempt of ours that nobody answered by itself', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.set(aCall({ direction: 'out' }))
    await desk.end(factsOf({ direction: 'out', result: 'busy', answeredAt: null }))
    expect(await theCall(data)).toMatchObject({ outcome: 'busy' })
    expect(desk.sheet()).toBeUndefined()
  })

  it('[X1] a desk killed in mid-call and started again records the call once and offers the wrap-up with the note', async () => {
    const data = withPeople(anna)
    const first = aDesk(data)
    await first.set(aCall())
    await first.set(aCall({ answeredAt: at(4) }))
    first.flow.step(callId, { type: 'noteTyped', note: 'Начала рассказывать' })
    for (const tick of first.seen.ticks) tick()
    await settled()
    first.flow.stop()

    const second = aDesk(data)
    await settled()
    expect(await theCall(data)).toMatchObject({
      result: 'answered',
      endedBy: 'network',
      endedAt: at(20),
      personId: anna.id,
    })
    expect(second.sheet()).toMatchObject({ note: 'Начала рассказывать', caller: { personId: anna.id } })
    expect(second.seen.shown).toEqual(['person:wrapUp'])
    second.flow.stop()

    const third = aDesk(data)
    await settled()
    expect(await third.flow.wrapUp(callId, 'cutOff')).toMatchObject({ ok: true })
    expect(await data.reads.waiting()).toHaveLength(2)
    const fourth = aDesk(data)
    await settled()
    expect(fourth.sheet()).toBeUndefined()
  })

  it('[X1] says that a note and a contact being written down are kept only when the disk has them', async () => {
    const data = withPeople()
    const ends: (() => void)[] = []
    const { save } = data.drafts
    let isSlow = false
    data.drafts.save = async (key, value) => {
      if (isSlow) await new Promise<void>((end) => ends.push(end))
      return save(key, value)
    }
    const desk = aDesk(data)
    await desk.set(aCall({ answeredAt: at(4) }))
    const keeping = () => desk.flow.state.getState().keeping.get(callId)
    expect(keeping()).toBe('kept')
    isSlow = true
    desk.flow.step(callId, { type: 'noteTyped', note: 'перезвонить' })
    desk.flow.step(callId, {
      type: 'contactDrafted',
      draft: { id: anId<ContactId>(0xc0), name: 'Регистратура', note: '' },
    })
    expect(keeping()).toBe('keeping')
    ends[0]?.()
    await settled()
    expect(keeping()).toBe('keeping')
    ends[1]?.()
    await settled()
    expect(keeping()).toBe('kept')
    const again = aDesk(data)
    await settled()
    expect(again.sheet()).toMatchObject({ note: 'перезвонить', contact: { name: 'Регистратура' } })
  })

  it('[X1] a contact that was half noted when the desk died is there again, under the same id', async () => {
    const data = withPeople()
    const first = aDesk(data)
    await first.set(aCall({ remoteNumber: '+79990001122', answeredAt: at(4) }))
    const draft = { id: anId<ContactId>(0xc1), name: 'Ан', note: '' }
    first.flow.step(callId, { type: 'contactDrafted', draft })
    await settled()
    first.flow.stop()

    const second = aDesk(data)
    await settled()
    expect(second.sheet()?.contact).toEqual(draft)
    second.flow.step(callId, { type: 'contactChosen', contactId: draft.id })
    expect(second.sheet()).toMatchObject({ contact: null, caller: { kind: 'contact', contactId: draft.id } })
  })

  it('keeps the facts of a colleague’s call, which has no sheet', async () => {
    const data = withPeople(anna)
    const desk = aDesk(data)
    await desk.end(factsOf({ remoteNumber: '1002' }))
    expect(await theCall(data)).toMatchObject({ remoteNumber: '1002', personId: null })
    expect(desk.sheet()).toBeUndefined()
  })

  it('a look-up that comes late does not overwrite what the representative said', async () => {
    const desk = aDesk(withPeople(anna))
    const calls = desk.set(aCall())
    desk.flow.step(callId, { type: 'personChosen', personId: viktor.id })
    await calls
    expect(desk.sheet()?.caller).toEqual({ kind: 'person', personId: viktor.id, isSure: true })
  })

  it('[LOCK4] a call that went on over the lock is the one it was, not a new one', async () => {
    const data = withPeople(anna)
    const before = aDesk(data)
    await before.set(aCall())
    await before.set(aCall({ answeredAt: at(4) }))
    before.flow.step(callId, { type: 'noteTyped', note: 'просит справку' })
    await settled()
    before.flow.stop()

    const after = aDesk(data, [aCall({ answeredAt: at(4) })])
    await settled()
    expect(after.flow.state.getState().sheets).toHaveLength(1)
    expect(after.sheet()).toMatchObject({ note: 'просит справку', caller: { personId: anna.id }, facts: null })
    await after.end(factsOf())
    expect(after.sheet()).toMatchObject({ note: 'просит справку', facts: { endedAt: at(200) } })
    expect(await theCall(data)).toMatchObject({ personId: anna.id, endedAt: at(200), remoteNumber: number })
  })

  it('[LOCK4] a call that ended while the desk was locked has its real end, and its number from the sheet', async () => {
    const data = withPeople(anna)
    const before = aDesk(data)
    await before.set(aCall({ answeredAt: at(4) }))
    before.flow.stop()
    const tab = aTab()
    const noted = endedCallsIn(tab, actor.userId)
    noted.note(factsOf({ remoteName: 'Анна Плантова' }), false)
    noted.note(factsOf({ id: anId<CallId>(0xcb), remoteNumber: '1002', remoteName: 'Борис' }), true)
    expect([...tab.kept.values()].join()).not.toMatch(new RegExp(`${number.slice(1)}|Плантова|Борис`))

    const after = aDesk(data, [], tab)
    await settled()
    await settled()
    expect(await theCall(data)).toMatchObject({ endedAt: at(200), endedBy: 'farSide', remoteNumber: number })
    expect((await data.reads.record('call', anId<CallId>(0xcb)))?.data).toMatchObject({ remoteNumber: '1002' })
    expect(after.sheet()).toMatchObject({ facts: { remoteNumber: number } })
    expect(endedCallsIn(tab, actor.userId).all()).toEqual([])
  })

  it('[LOCK4] calls noted of one person are not recorded by another in the same tab', () => {
    const tab = aTab()
    endedCallsIn(tab, actor.userId).note(factsOf(), false)
    expect(endedCallsIn(tab, anId(0x77)).all()).toEqual([])
  })
})
