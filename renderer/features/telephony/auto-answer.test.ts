import { beforeEach, describe, expect, it } from 'vitest'
import { AutoAnswer, RINGS_MS } from './auto-answer.ts'
import type { RemoteParty } from './engine/call-state.ts'
import { DEFAULT_CHOICE } from './engine/devices.ts'
import { type FakeScheduler, fakeScheduler } from './engine/fake-scheduler.ts'
import type { PortEvent, SipPort } from './engine/sip-port.ts'
import { Softphone } from './softphone.ts'

const QUEUED: RemoteParty = {
  number: '+79160000001',
  name: '',
  source: 'direct',
  isInternal: false,
  divertedFrom: undefined,
  called: '100',
}

let scheduler: FakeScheduler
let phone: Softphone
let accepted: string[]
let tones: number
let say: (event: PortEvent) => void

beforeEach(() => {
  scheduler = fakeScheduler()
  accepted = []
  tones = 0
  const nothing = (): void => undefined
  const port = {
    subscribe: (listener: (event: PortEvent) => void) => {
      say = listener
      return nothing
    },
    accept: (id: string) => accepted.push(id),
    ring: nothing,
    reject: nothing,
    hangUp: nothing,
    stats: async () => undefined,
  } as unknown as SipPort
  phone = new Softphone({
    port,
    scheduler,
    newId: () => 'out',
    choice: DEFAULT_CHOICE,
    audio: { attach: nothing, setSilenced: nothing, detach: nothing },
    playTone: nothing,
    microphone: { openForCall: () => Promise.reject(new Error('none')), release: nothing },
  })
  new AutoAnswer({ phone, scheduler, numbers: () => ['100', '101'], playTone: () => void tones++ })
  phone.ready()
})

const ring = (id: string, change: Partial<RemoteParty> = {}): void =>
  say({ type: 'incoming', id, sipCallId: id, remote: { ...QUEUED, ...change } })

describe('[TEL113] a call of a queue that is answered by itself', () => {
  it('rings, says so, sounds and is answered', () => {
    ring('a')
    expect(phone.state.autoAnswer).toEqual({ callId: 'a', at: RINGS_MS })
    scheduler.advance(RINGS_MS - 1)
    expect(tones).toBe(1)
    expect(accepted).toEqual([])
    scheduler.advance(1)
    expect(accepted).toEqual(['a'])
    expect(phone.state.autoAnswer).toBeUndefined()
  })

  it.each<[string, Partial<RemoteParty>]>([
    ['of another number', { called: '1001' }],
    ['that does not say what was dialled', { called: undefined as never }],
    ['of a colleague', { isInternal: true }],
    ['handed over by a colleague', { handedCallId: 'h' }],
  ])('is none %s', (_what, change) => {
    ring('a', change)
    scheduler.advance(RINGS_MS * 2)
    expect(accepted).toEqual([])
    expect(phone.state.autoAnswer).toBeUndefined()
  })

  it('waits for the representative when she says so', () => {
    ring('a')
    phone.store.setState({ autoAnswer: undefined })
    scheduler.advance(RINGS_MS * 2)
    expect(accepted).toEqual([])
    expect(phone.state.calls[0]?.state).toBe('ringingIn')
  })

  it('is never answered beside another call, whichever came first', () => {
    ring('a')
    ring('b')
    scheduler.advance(RINGS_MS * 2)
    expect(accepted).toEqual([])
    phone.answer('a')
    say({ type: 'call', id: 'a', event: { type: 'established' } })
    ring('c')
    scheduler.advance(RINGS_MS * 2)
    expect(accepted).toEqual(['a'])
  })

  it('is not answered at a desk that has been locked or left meanwhile', () => {
    ring('a')
    phone.notReady('break')
    scheduler.advance(RINGS_MS * 2)
    expect(accepted).toEqual([])
    expect(phone.state.autoAnswer).toBeUndefined()
  })

  it('is forgotten with a caller who gives up, and leaves no timer', () => {
    ring('a')
    say({ type: 'call', id: 'a', event: { type: 'cancelledByFar', isAnsweredElsewhere: false } })
    expect(phone.state.autoAnswer).toBeUndefined()
    scheduler.advance(RINGS_MS * 2)
    expect(tones).toBe(0)
    expect(accepted).toEqual([])
  })
})
