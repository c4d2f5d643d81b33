import { beforeEach, describe, expect, it } from 'vitest'
import type { CallFacts } from './engine/call-facts.ts'
import type { Call, CallEvent, RemoteParty } from './engine/call-state.ts'
import { DEFAULT_CHOICE } from './engine/devices.ts'
import { type FakeScheduler, fakeScheduler } from './engine/fake-scheduler.ts'
import type { PortEvent, SipPort } from './engine/sip-port.ts'
import type { ToneName } from './engine/tones.ts'
import { Softphone } from './softphone.ts'

const CITIZEN: RemoteParty = {
  number: '+70001234567',
  name: 'Иванова',
  source: 'direct',
  isInternal: false,
  divertedFrom: undefined,
}
const COLLEAGUE: RemoteParty = { ...CITIZEN, number: '1002', isInternal: true }

/** A port that writes down what it was told and says what the test wants. */
function fakePort() {
  const told: string[] = []
  let listener: (event: PortEvent) => void = () => undefined
  const tell = (what: string): void => void told.push(what)
  const port: SipPort = {
    subscribe: (given) => {
      listener = given
      return () => undefined
    },
    start: () => tell('start'),
    stop: async () => tell('stop'),
    networkChanged: () => undefined,
    dial: (id, number) => tell(`dial ${id} ${number}`),
    ring: (id) => tell(`ring ${id}`),
    accept: (id) => tell(`accept ${id}`),
    reject: (id, code) => tell(`reject ${id} ${code}`),
    hangUp: (id) => tell(`hangUp ${id}`),
    setHold: (id, isHeld) => tell(`${isHeld ? 'hold' : 'resume'} ${id}`),
    setMuted: (id, isMuted) => tell(`${isMuted ? 'mute' : 'unmute'} ${id}`),
    restartMedia: (id) => tell(`restart ${id}`),
    transfer: (id, to, withId) => tell(`transfer ${id} ${to}${withId === undefined ? '' : ` with ${withId}`}`),
    mix: () => undefined,
    sendKey: (id, key) => tell(`key ${id} ${key}`),
    showGrant: async () => true,
    replaceMicrophone: async () => undefined,
    stats: async () => undefined,
  }
  return { port, told, say: (event: PortEvent) => listener(event) }
}

let scheduler: FakeScheduler
let phone: Softphone
let told: string[]
let say: (event: PortEvent) => void
let tones: (ToneName | undefined)[]
let ended: CallFacts[]
let rung: Call[]
let released: number

beforeEach(() => {
  scheduler = fakeScheduler(Date.UTC(2026, 0, 15, 9))
  const fake = fakePort()
  told = fake.told
  say = fake.say
  tones = []
  ended = []
  rung = []
  released = 0
  let nextId = 0
  phone = new Softphone({
    port: fake.port,
    scheduler,
    newId: () => `out${++nextId}`,
    choice: DEFAULT_CHOICE,
    audio: { attach: () => undefined, setSilenced: () => undefined, detach: () => undefined },
    playTone: (tone) => tones.push(tone),
    microphone: { openForCall: () => Promise.reject(new Error('none')), release: () => void released++ },
  })
  phone.onEnded((facts) => ended.push(facts))
  phone.onIncoming((call) => rung.push(call))
})

const incoming = (id: string, remote = CITIZEN): void => say({ type: 'incoming', id, sipCallId: `sip-${id}`, remote })
const happens = (id: string, event: CallEvent): void => say({ type: 'call', id, event })
const talkOn = (id: string): void => {
  incoming(id)
  phone.answer(id)
  happens(id, { type: 'established' })
}
const states = (): string => phone.state.calls.map((call) => `${call.id}:${call.state}`).join(' ')

describe('softphone', () => {
  it('rings, is answered, ends: facts come once and the microphone is let go', () => {
    phone.ready()
    incoming('a')
    expect(rung.map((call) => call.id)).toEqual(['a'])
    expect(tones.at(-1)).toBe('ring')
    phone.answer()
    expect(told).toEqual(['ring a', 'accept a'])
    happens('a', { type: 'established' })
    expect(tones.at(-1)).toBeUndefined()
    scheduler.advance(60_000)
    happens('a', { type: 'farHungUp' })
    say({ type: 'gone', id: 'a' })
    expect(ended).toHaveLength(1)
    expect(ended[0]).toMatchObject({
      result: 'answered',
      endedBy: 'farSide',
      remoteNumber: '+70001234567',
      sipCallId: 'sip-a',
    })
    expect(released).toBe(1)
    expect(phone.state.agent.state).toMatchObject({ kind: 'afterCallWork', callId: 'a' })
  })

  it('[TEL51] a queue call to an agent who is not ready is turned away without ringing and counted', () => {
    incoming('a')
    expect(told).toEqual(['reject a 480'])
    expect(tones).toEqual([])
    expect(rung).toEqual([])
    expect(phone.state.agent.turnedAway).toMatchObject({ count: 1, last: { while: 'notReady' } })
  })

  it('[TEL50] a colleague rings through', () => {
    incoming('a', COLLEAGUE)
    expect(told).toEqual(['ring a'])
  })

  it('[TEL11] [TEL12] the second call ticks; answering it holds the first before', () => {
    phone.ready()
    talkOn('a')
    incoming('b')
    expect(tones.at(-1)).toBe('waiting')
    phone.answer()
    expect(told.slice(-2)).toEqual(['hold a', 'accept b'])
    happens('a', { type: 'reinviteConfirmed' })
    happens('b', { type: 'established' })
    expect(states()).toBe('a:held b:talking')
  })

  it('[TEL13] a third call is busy', () => {
    phone.ready()
    talkOn('a')
    incoming('b')
    incoming('c')
    expect(told.at(-1)).toBe('reject c 486')
  })

  it('[TEL14] resuming one call holds the other', () => {
    phone.ready()
    talkOn('a')
    incoming('b')
    phone.answer()
    happens('a', { type: 'reinviteConfirmed' })
    happens('b', { type: 'established' })
    phone.toggleHold('a')
    expect(told.slice(-2)).toEqual(['hold b', 'resume a'])
  })

  it('[TEL12] dialling while talking holds the present call', () => {
    phone.ready()
    talkOn('a')
    expect(phone.call('+7 000 765-43-21')).toBe('out1')
    expect(told.slice(-2)).toEqual(['hold a', 'dial out1 +7 000 765-43-21'])
    expect(phone.call('600')).toBeUndefined()
  })

  it('[TEL2] nobody answers: the offer ends by itself and the agent is not ready', () => {
    phone.ready()
    incoming('a')
    scheduler.advance(120_000)
    expect(told.at(-1)).toBe('reject a 480')
    expect(ended[0]).toMatchObject({ result: 'missed', endedBy: null })
    expect(phone.state.agent.state).toMatchObject({ kind: 'notReady', reason: 'missedOffer' })
    expect(scheduler.pending).toBeLessThanOrEqual(1)
  })

  it('a busy number is heard as busy and kept as busy', () => {
    const id = phone.call('+70007654321') ?? ''
    happens(id, { type: 'progressed', hasEarlyMedia: false })
    expect(tones.at(-1)).toBe('ringback')
    happens(id, { type: 'refused', sipCode: 486 })
    expect(tones.at(-1)).toBe('busy')
    expect(phone.state.lastEnded).toMatchObject({ reason: 'busy', facts: { result: 'busy', sipStatus: 486 } })
    expect(phone.state.agent.state.kind).toBe('notReady')
  })

  it('[TEL7] a failed hold mutes and warns; the warning can be dismissed', () => {
    phone.ready()
    talkOn('a')
    phone.toggleHold()
    happens('a', { type: 'reinviteFailed' })
    expect(told.at(-1)).toBe('mute a')
    expect(phone.state.notices.map((notice) => notice.key)).toEqual(['holdFailed'])
    phone.dismissNotice('holdFailed')
    expect(phone.state.notices).toEqual([])
  })

  it('hanging up frees the line at once, whatever the network does', () => {
    phone.ready()
    talkOn('a')
    phone.hangUp()
    expect(told.at(-1)).toBe('hangUp a')
    scheduler.advance(5_000)
    expect(states()).toBe('')
    expect(ended[0]).toMatchObject({ result: 'answered', endedBy: 'desk' })
  })

  it('keys go only into a conversation, and only keys', () => {
    phone.ready()
    incoming('a')
    phone.sendKey('1')
    phone.answer()
    happens('a', { type: 'established' })
    for (const key of ['5', '#', 'x', '12', '']) phone.sendKey(key)
    expect(told.filter((what) => what.startsWith('key'))).toEqual(['key a 5', 'key a #'])
  })

  /** A talk with a citizen on the first line, held, and one with a colleague who was asked on the second. */
  function consulting(): void {
    phone.ready()
    talkOn('a')
    phone.consult('1002', 'Петрова')
    happens('a', { type: 'reinviteConfirmed' })
    happens('out1', { type: 'progressed', hasEarlyMedia: false })
    happens('out1', { type: 'established' })
  }

  it('[TEL93] a colleague is asked on the other line, by name and with the id of the call; the first one is held', () => {
    const handed: string[] = []
    phone.onHandOver((call, to) => handed.push(`${call.id} ${to}`))
    consulting()
    expect(states()).toBe('a:held out1:talking')
    expect(phone.state.consult).toEqual({ callId: 'a', withCallId: 'out1' })
    expect(phone.state.calls[1]?.remote).toMatchObject({ name: 'Петрова', isInternal: true, handedCallId: 'a' })
    phone.completeTransfer()
    expect(told.at(-1)).toBe('transfer a 1002 with out1')
    // what was learned while asking goes along too
    expect(handed).toEqual(['a 1002', 'a 1002'])
    happens('a', { type: 'transferAccepted' })
    happens('a', { type: 'transferDone' })
    expect(told.at(-1)).toBe('hangUp a')
    say({ type: 'gone', id: 'a' })
    expect(phone.state.consult).toBeUndefined()
    expect(ended[0]).toMatchObject({ endedBy: 'desk', transfer: { kind: 'consult', to: '1002' } })
  })

  it('[TEL93] back to the first one with one command; swapping gives the microphone to the other', () => {
    consulting()
    phone.swap()
    happens('out1', { type: 'reinviteConfirmed' })
    happens('a', { type: 'reinviteConfirmed' })
    expect(states()).toBe('a:talking out1:held')
    phone.swap()
    happens('a', { type: 'reinviteConfirmed' })
    happens('out1', { type: 'reinviteConfirmed' })
    expect(states()).toBe('a:held out1:talking')
    phone.backOut()
    expect(told.slice(-2)).toEqual(['hangUp out1', 'resume a'])
    say({ type: 'gone', id: 'out1' })
    happens('a', { type: 'reinviteConfirmed' })
    expect(states()).toBe('a:talking')
  })

  it('[TEL91] a transfer that failed is said, and the call stays', () => {
    phone.ready()
    talkOn('a')
    phone.transfer('1002')
    expect(told.at(-1)).toBe('transfer a 1002')
    happens('a', { type: 'transferFailed', sipCode: 486 })
    expect(states()).toBe('a:held')
    expect(phone.state.notices.map(({ key }) => key)).toEqual(['transferFailed'])
  })

  it('[TEL95] a call handed over by a colleague rings although no calls of the queue are taken', () => {
    incoming('a', { ...CITIZEN, handedCallId: 'theirs' })
    expect(told).toEqual(['ring a'])
  })

  it('[TEL96] two calls become one conversation, muted as one; whoever is held leaves it', () => {
    consulting()
    phone.toggleConference()
    expect(told.at(-1)).toBe('resume a')
    happens('a', { type: 'reinviteConfirmed' })
    expect(states()).toBe('a:talking out1:talking')
    phone.toggleMute()
    expect(told.slice(-2)).toEqual(['mute a', 'mute out1'])
    phone.toggleMute('out1')
    expect(told.slice(-2)).toEqual(['unmute a', 'unmute out1'])
    phone.toggleHold('out1')
    expect(phone.state.isConference).toBe(false)
    happens('out1', { type: 'reinviteConfirmed' })
    expect(states()).toBe('a:talking out1:held')
    phone.toggleConference()
    happens('out1', { type: 'reinviteConfirmed' })
    expect(phone.state.isConference).toBe(true)
    happens('out1', { type: 'farHungUp' })
    expect(phone.state.isConference).toBe(false)
  })
})

describe('the number dialled last', () => {
  it('is the one that was dialled, not who was asked about another call', () => {
    phone.call(' 8 916 000-00-01 ')
    expect(phone.state.lastDialled).toBe('8 916 000-00-01')
    say({ type: 'call', id: 'out1', event: { type: 'established' } })
    phone.consult('1003')
    expect(phone.state.lastDialled).toBe('8 916 000-00-01')
  })

  it('comes from the log of calls after a restart, and only then', () => {
    phone.rememberDialled('+79160000009')
    expect(phone.state.lastDialled).toBe('+79160000009')
    phone.call('1002')
    phone.rememberDialled('+79160000009')
    expect(phone.state.lastDialled).toBe('1002')
  })
})
