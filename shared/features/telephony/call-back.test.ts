import { describe, expect, it } from 'vitest'
import { anId } from '../../builders/ids.ts'
import type { CallId, DeviceId, OrgId, UserId } from '../../kernel/ids.ts'
import { type CallBack, isKeptBy, offeredTimes, openCallBacks, promiseCallBack, settleCallBack } from './call-back.ts'

const ME = anId<UserId>(7)
const OTHER = anId<UserId>(8)
const NOW = '2026-11-24T09:00:00.000Z'
const PROMISE: CallBack = {
  id: anId(1),
  number: '+70001234567',
  personId: null,
  clinicId: anId(3),
  dueAt: '2026-11-24T10:00:00.000Z',
  forUserId: null,
  byUserId: OTHER,
  note: '',
  state: 'open',
  settledAt: null,
}
const by = (userId: typeof ME, read: CallBack | undefined) => ({
  actor: { userId, orgId: anId<OrgId>(9), role: 'L1' as const, clinicIds: [], deviceId: anId<DeviceId>(5) },
  occurredAt: NOW,
  receivedAt: null,
  read: () => read,
})

describe('[C7] a promised call', () => {
  it('is for whom it was promised: this representative, or anyone', () => {
    const { forUserId: _f, byUserId: _b, state: _s, settledAt: _a, ...args } = PROMISE
    const made = promiseCallBack.apply(by(ME, undefined), { ...args, isForAnyone: false })
    expect(made).toMatchObject({ ok: true, value: [{ data: { forUserId: ME, byUserId: ME, state: 'open' } }] })
    expect(promiseCallBack.apply(by(ME, undefined), { ...args, isForAnyone: true })).toMatchObject({
      value: [{ data: { forUserId: null } }],
    })
    expect(promiseCallBack.args.safeParse({ ...args, clinicId: null, isForAnyone: true }).success).toBe(false)
    expect(promiseCallBack.apply(by(ME, PROMISE), { ...args, isForAnyone: true })).toMatchObject({ ok: false })
  })

  it('that was taken by one is nobody else’s, and is settled once', () => {
    const taken = settleCallBack.apply(by(ME, PROMISE), { id: PROMISE.id, how: 'take' })
    expect(taken).toMatchObject({ ok: true, value: [{ data: { forUserId: ME, state: 'open' } }] })
    const mine = { ...PROMISE, forUserId: ME }
    expect(settleCallBack.apply(by(OTHER, mine), { id: PROMISE.id, how: 'take' })).toMatchObject({
      error: { code: 'telephony.callBackTaken' },
    })
    const kept = settleCallBack.apply(by(ME, mine), { id: PROMISE.id, how: 'kept' })
    expect(kept).toMatchObject({ value: [{ data: { state: 'kept', settledAt: NOW } }] })
    expect(settleCallBack.apply(by(ME, { ...mine, state: 'kept' }), { id: PROMISE.id, how: 'dropped' })).toMatchObject({
      error: { code: 'telephony.callBackSettled' },
    })
  })

  it('is listed for those who may keep it, the soonest first', () => {
    const later = { ...PROMISE, id: anId<CallId>(2), dueAt: '2026-11-24T12:00:00.000Z', forUserId: ME }
    const foreign = { ...PROMISE, id: anId<CallId>(3), forUserId: OTHER }
    expect(openCallBacks([later, foreign, PROMISE, { ...PROMISE, state: 'kept' }], ME)).toEqual([PROMISE, later])
  })

  it('is kept by a later talk with the number, not by a try and not by the call in which it was promised', () => {
    const call = { id: anId<CallId>(4), remoteNumber: PROMISE.number, result: 'answered', offeredAt: NOW } as const
    expect(isKeptBy(PROMISE, '2026-11-24T08:00:00.000Z', call)).toBe(true)
    expect(isKeptBy(PROMISE, '2026-11-24T08:00:00.000Z', { ...call, result: 'noAnswer' })).toBe(false)
    expect(isKeptBy(PROMISE, '2026-11-24T08:00:00.000Z', { ...call, id: PROMISE.id })).toBe(false)
    expect(isKeptBy(PROMISE, '2026-11-24T09:30:00.000Z', call)).toBe(false)
  })

  it('is offered times within the hours, also late in the evening', () => {
    const hours = { from: 9, to: 20 }
    const shown = (now: Date) => offeredTimes(now, hours).map((time) => time.toISOString().slice(8, 16))
    expect(shown(new Date(Date.UTC(2026, 10, 24, 11, 20)))).toEqual(['24T12:20', '24T16:00', '25T10:00', '25T16:00'])
    expect(shown(new Date(Date.UTC(2026, 10, 24, 21, 5)))).toEqual(['25T10:00', '25T16:00'])
    expect(shown(new Date(Date.UTC(2026, 10, 24, 23, 30)))).toEqual(['25T10:00', '25T16:00'])
  })
})
