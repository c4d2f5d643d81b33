import { beforeEach, describe, expect, it } from 'vitest'
import type { ListeningClaims } from '#shared/features/telephony/listening.ts'
import type { CallId, UserId } from '#shared/kernel/ids.ts'
import { newCall } from './engine/call-machine.ts'
import type { Call } from './engine/call-state.ts'
import { DEFAULT_CHOICE } from './engine/devices.ts'
import type { PortEvent } from './engine/sip-port.ts'
import { Listeners } from './listeners.ts'
import { createSoftphoneStore, type SoftphoneStore } from './softphone-store.ts'

const AGENT = 'agent' as UserId
const REMOTE = {
  number: '+70001234567',
  name: '',
  source: 'direct',
  isInternal: false,
  divertedFrom: undefined,
} as const

let store: SoftphoneStore
let told: string[]
let say: (event: PortEvent) => void
let claims: Readonly<Record<string, ListeningClaims>>

const claim = (change: Partial<ListeningClaims> = {}): ListeningClaims => ({
  lid: 'l1',
  ext: '1009',
  agent: AGENT,
  call: 'a' as CallId,
  mode: 'listen',
  shown: true,
  ...change,
})
const aTalk = (id: string): Call => ({
  ...newCall({ id, sipCallId: id, line: 1, direction: 'in', remote: REMOTE }, 0),
  state: 'talking',
  answeredAt: 1,
})
const come = async (id: string, grant: string, extension = '1009'): Promise<void> => {
  say({ type: 'listenerCame', id, extension, grant })
  await Promise.resolve()
  await Promise.resolve()
}
const ask = (id: string, grant: string): Promise<boolean> =>
  new Promise((answer) => say({ type: 'listenerAsked', id, grant, answer }))
const shown = () =>
  store.getState().listeners.map(({ id, mode, isShown }) => `${id} ${mode}${isShown ? '' : ' unseen'}`)

beforeEach(() => {
  store = createSoftphoneStore(0, DEFAULT_CHOICE)
  told = []
  claims = { good: claim() }
  const tell = (what: string) => void told.push(what)
  new Listeners({
    port: {
      subscribe: (listener) => {
        say = listener
        return () => undefined
      },
      accept: (id) => tell(`accept ${id}`),
      reject: (id, code, why) => tell(`reject ${id} ${code} ${why}`),
      hangUp: (id) => {
        tell(`hangUp ${id}`)
        say({ type: 'gone', id })
      },
      setMuted: (id, isMuted) => tell(`muted ${id} ${isMuted}`),
    },
    store,
    userId: AGENT,
    check: async (grant) => {
      const found = claims[grant]
      return found === undefined ? { ok: false, refusal: 'forged' } : { ok: true, claims: found, grantId: grant }
    },
    audio: {
      setSilenced: (id, isSilenced) => tell(`silenced ${id} ${isSilenced}`),
      detach: (id) => tell(`detach ${id}`),
    },
  })
  store.setState({ calls: [aTalk('a')] })
})

describe('supervisors in calls of this desk', () => {
  it('[TEL101] one with a grant is let in without ringing, mixed only, and shown once she is there', async () => {
    await come('s', 'good')
    expect([told, shown()]).toEqual([['muted s true', 'accept s'], []])
    say({ type: 'audio', id: 's', stream: {} as MediaStream })
    say({ type: 'call', id: 's', event: { type: 'established' } })
    expect([told.at(-1), shown()]).toEqual(['silenced s true', ['s listen']])
  })
  it.each([
    ['forged', {}, 403],
    ['foreign', { agent: 'other' as UserId }, 403],
    ['foreign', { ext: '1008' }, 403],
    ['callOver', { call: 'b' as CallId }, 410],
  ] as const)('[TEL102] %s: refused, nothing rings', async (refusal, change, code) => {
    claims = refusal === 'forged' ? {} : { bad: claim(change) }
    await come('s', 'bad')
    expect(told).toEqual([`reject s ${code} ${refusal}`])
  })
  it('[TEL102] a grant serves once, also after she has left', async () => {
    await come('s', 'good')
    say({ type: 'gone', id: 's' })
    await come('t', 'good')
    expect(told.at(-1)).toBe('reject t 403 used')
  })
  it('[TEL102] a second supervisor is refused; the same one who comes anew takes the place of her former leg', async () => {
    claims = { good: claim(), other: claim({ ext: '1008', lid: 'l2' }), again: claim({ lid: 'l3' }) }
    await come('s', 'good')
    await come('t', 'other', '1008')
    expect(told.at(-1)).toBe('reject t 486 taken')
    await come('u', 'again')
    expect(told.slice(-4)).toEqual(['hangUp s', 'detach s', 'muted u true', 'accept u'])
  })
  it('[TEL100] the mode changes inside the leg by a grant of the same listening, and by no other', async () => {
    claims = {
      good: claim(),
      whisper: claim({ mode: 'whisper', shown: false }),
      stranger: claim({ mode: 'join', lid: 'l2' }),
    }
    await come('s', 'good')
    say({ type: 'call', id: 's', event: { type: 'established' } })
    expect(await ask('s', 'whisper')).toBe(true)
    expect([told.at(-1), shown()]).toEqual(['silenced s false', ['s whisper unseen']])
    for (const grant of ['whisper', 'stranger', 'nothing']) expect(await ask('s', grant)).toBe(false)
    expect(shown()).toEqual(['s whisper unseen'])
  })
  it('[TEL101] it ends with the call, and when its media is lost', async () => {
    await come('s', 'good')
    say({ type: 'call', id: 's', event: { type: 'established' } })
    store.setState({ calls: [] })
    expect([told.slice(-2), shown()]).toEqual([['hangUp s', 'detach s'], []])
    store.setState({ calls: [aTalk('a')] })
    await come('t', 'good')
    say({ type: 'call', id: 't', event: { type: 'mediaLost' } })
    expect(told.slice(-2)).toEqual(['hangUp t', 'detach t'])
  })
})
