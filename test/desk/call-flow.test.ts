import { describe, expect, it } from 'vitest'
import { closesItself, type Handed, phaseOf } from '#renderer/app/call/call-sheet.ts'
import { emptyIntake } from '#renderer/features/appeals/appeal-intake.ts'
import { anId } from '#shared/builders/ids.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { AppealId, CallId, ContactId } from '#shared/kernel/ids.ts'
import { aCall, aDesk, anna, at, callId, factsOf, NOW, theCall, viktor, withPeople } from './call-flow-desk.ts'

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
})
