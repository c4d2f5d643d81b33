import { beforeEach, describe, expect, it } from 'vitest'
import type { ListeningRequest } from '#shared/features/telephony/listening.ts'
import { refuse } from '#shared/kernel/errors.ts'
import type { CallId, UserId } from '#shared/kernel/ids.ts'
import { err, ok } from '#shared/kernel/result.ts'
import type { CallEvent } from './engine/call-state.ts'
import { DEFAULT_CHOICE } from './engine/devices.ts'
import { fakeScheduler } from './engine/fake-scheduler.ts'
import type { PortEvent, SipPort } from './engine/sip-port.ts'
import { Listening } from './listening.ts'
import { Softphone } from './softphone.ts'

const LISTENED = { userId: 'u' as UserId, name: 'Петрова', callId: 'c' as CallId }

let told: string[]
let asked: ListeningRequest[]
let isAllowed: boolean
let isTaken: boolean
let say: (event: PortEvent) => void
let phone: Softphone
let listening: Listening

beforeEach(() => {
  told = []
  asked = []
  isAllowed = true
  isTaken = true
  const listeners = new Set<(event: PortEvent) => void>()
  say = (event) => {
    for (const listener of listeners) listener(event)
  }
  const ignore = () => undefined
  const port: SipPort = {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: ignore,
    stop: async () => undefined,
    networkChanged: ignore,
    dial: (id, number, along) => void told.push(`dial ${id} ${number} ${along?.grant}`),
    ring: ignore,
    accept: ignore,
    reject: ignore,
    hangUp: (id) => void told.push(`hangUp ${id}`),
    setHold: ignore,
    setMuted: (id, isMuted) => void told.push(`${isMuted ? 'mute' : 'unmute'} ${id}`),
    restartMedia: ignore,
    transfer: ignore,
    mix: ignore,
    sendKey: ignore,
    showGrant: async (id, grant) => {
      told.push(`show ${id} ${grant}`)
      return isTaken
    },
    replaceMicrophone: async () => undefined,
    stats: async () => undefined,
  }
  let next = 0
  phone = new Softphone({
    port,
    scheduler: fakeScheduler(0),
    newId: () => `leg${++next}`,
    choice: DEFAULT_CHOICE,
    audio: { attach: ignore, setSilenced: ignore, detach: ignore },
    playTone: ignore,
    microphone: { openForCall: () => Promise.reject(new Error('none')), release: ignore },
  })
  listening = new Listening({
    phone,
    port,
    request: async (request) => {
      asked.push(request)
      if (!isAllowed) return err(refuse('telephony.listening.notTalking'))
      return ok({ listeningId: request.listeningId ?? 'l1', grant: `grant${asked.length}`, extension: '1001' })
    },
  })
})

const happens = (id: string, event: CallEvent): void => say({ type: 'call', id, event })
const begun = async (mode: 'listen' | 'whisper' = 'listen'): Promise<void> => {
  await listening.start(LISTENED, mode)
  happens('leg1', { type: 'established' })
}
const modes = () => phone.state.calls.map((call) => `${call.id} ${call.remote.listening?.mode} ${call.isMuted}`)

describe('listening to a colleague', () => {
  it('[TEL100] begins with a grant of the server; who only listens is muted from the first moment', async () => {
    await begun()
    expect(told).toEqual(['dial leg1 1001 grant1', 'mute leg1'])
    expect(modes()).toEqual(['leg1 listen true'])
    phone.toggleMute()
    phone.transfer('1002')
    expect(modes()).toEqual(['leg1 listen true'])
  })
  it('is no call of hers in the log', async () => {
    const ended: string[] = []
    phone.onEnded((facts) => ended.push(facts.id))
    await begun()
    happens('leg1', { type: 'farHungUp' })
    expect([phone.state.calls, ended]).toEqual([[], []])
  })
  it('without a grant nobody is called', async () => {
    isAllowed = false
    expect(await listening.start(LISTENED, 'listen')).toEqual(err({ code: 'telephony.listening.notTalking' }))
    expect([told, phone.state.calls]).toEqual([[], []])
  })
  it('[TEL100] speaks only after the far desk has agreed, and is silent before it is told', async () => {
    await begun()
    told = []
    await listening.change('leg1', 'whisper')
    expect(told).toEqual(['show leg1 grant2', 'unmute leg1'])
    expect(asked[1]).toMatchObject({ listeningId: 'l1', mode: 'whisper' })
    told = []
    await listening.change('leg1', 'listen')
    expect(told).toEqual(['mute leg1', 'show leg1 grant3'])
  })
  it('[TEL104] an exchange that lets no INFO through is called anew with another grant', async () => {
    await begun()
    isTaken = false
    await listening.change('leg1', 'join')
    happens('leg1', { type: 'farHungUp' })
    expect(told.slice(-3)).toEqual(['show leg1 grant2', 'hangUp leg1', 'dial leg2 1001 grant3'])
    expect(modes()).toEqual(['leg2 join false'])
  })
  it('[TEL104] leaves a desk that rings, and says why the exchange is at fault', async () => {
    await listening.start(LISTENED, 'listen')
    happens('leg1', { type: 'progressed', hasEarlyMedia: false })
    expect(told.at(-1)).toBe('hangUp leg1')
    expect(phone.state.notices.map(({ key }) => key)).toEqual(['listening.unheard'])
  })
  it.each([
    [403, 'expired', 'listening.expired'],
    [403, undefined, 'listening.foreign'],
    [410, undefined, 'listening.callOver'],
    [486, undefined, 'listening.taken'],
    [480, 'nonsense', 'listening.unheard'],
  ] as const)('[TEL102] says why it was refused: %s %s', async (sipCode, why, key) => {
    await listening.start(LISTENED, 'listen')
    happens('leg1', { type: 'refused', sipCode, ...(why === undefined ? {} : { why }) })
    expect(phone.state.notices.map((notice) => notice.key)).toEqual([key])
  })
})
