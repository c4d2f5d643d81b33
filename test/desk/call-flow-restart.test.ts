import { describe, expect, it } from 'vitest'
import { endedCallsIn } from '#renderer/app/call/ended-calls.ts'
import { anId } from '#shared/builders/ids.ts'
import type { CallId, ContactId } from '#shared/kernel/ids.ts'
import {
  aCall,
  actor,
  aDesk,
  anna,
  aTab,
  at,
  callId,
  factsOf,
  number,
  settled,
  theCall,
  withPeople,
} from './call-flow-desk.ts'

describe('the flow of a call over a restart and a lock', () => {
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
