import { beforeEach, expect, it } from 'vitest'
import { CallRecordings } from './call-recordings.ts'
import { newCall } from './engine/call-machine.ts'
import type { Call, RemoteParty } from './engine/call-state.ts'
import { DeskVoices } from './engine/desk-voices.ts'
import { DEFAULT_CHOICE } from './engine/devices.ts'
import type { PortEvent } from './engine/sip-port.ts'
import { createSoftphoneStore, type SoftphoneStore } from './softphone-store.ts'

const CITIZEN: RemoteParty = {
  number: '+70001234567',
  name: '',
  source: 'direct',
  isInternal: false,
  divertedFrom: undefined,
}

let store: SoftphoneStore
let say: (event: PortEvent) => void
let done: string[]
let mixed: string[]
let isOn: boolean
let faultOf: (() => void) | undefined
let recordings: CallRecordings

beforeEach(() => {
  store = createSoftphoneStore(0, DEFAULT_CHOICE)
  done = []
  mixed = []
  isOn = true
  recordings = new CallRecordings({
    voices: new DeskVoices({
      subscribe: (listener) => {
        say = listener
        return () => undefined
      },
    }),
    store,
    isOn: () => isOn,
    createMix: () => ({
      stream: {} as MediaStream,
      setVoices: (voices) => {
        mixed = [...voices.keys()]
      },
      setSilenced: () => undefined,
      stop: () => undefined,
    }),
    record: (callId, _mix, onFault) => {
      faultOf = onFault
      done.push(`record ${callId}`)
      return {
        pause: () => void done.push('pause'),
        resume: () => void done.push('resume'),
        stop: async () => void done.push(`stop ${callId}`),
      }
    },
    hold: () => async () => void done.push('let go'),
    onKept: () => void done.push('kept'),
  })
})

function aLine(id: string, answeredAt: number | undefined, remote = CITIZEN): Call {
  const call = newCall({ id, sipCallId: id, line: 1, direction: 'in', remote }, 0)
  return { ...call, state: answeredAt === undefined ? 'ringingIn' : 'talking', answeredAt }
}
const linesAre = (...calls: Call[]): void => store.setState({ calls })
const hear = (id: string): void =>
  say({ type: 'audio', id, stream: { getAudioTracks: () => [{}] } as unknown as MediaStream })
const standing = () => store.getState().recordings

it('[S2] [TEL80] records from the answer to the end with both voices, and then lets the upload have it', async () => {
  linesAre(aLine('a', undefined))
  hear('a')
  expect(done).toEqual([])
  linesAre(aLine('a', 5))
  expect([done, standing(), mixed]).toEqual([['record a'], { a: 'on' }, ['far:a']])
  say({ type: 'microphone', id: 'a', track: {} as MediaStreamTrack })
  expect(mixed).toEqual(['far:a', 'near:a'])
  linesAre({ ...aLine('a', 5), isHeld: true })
  linesAre()
  await expect.poll(() => done.slice(1)).toEqual(['stop a', 'let go', 'kept'])
  expect(standing()).toEqual({})
})

it('[TEL80] [TEL96] in a conversation of three the third voice is recorded too, and no longer when it is split', () => {
  linesAre(aLine('a', 5), aLine('b', 5, { ...CITIZEN, isInternal: true }))
  hear('a')
  hear('b')
  expect(mixed).toEqual(['far:a'])
  store.setState({ isConference: true })
  expect(mixed).toEqual(['far:a', 'far:b'])
  store.setState({ isConference: false })
  expect(mixed).toEqual(['far:a'])
})

it('[TEL80] [TEL101] a supervisor is recorded when she has joined, and never while she whispers', () => {
  linesAre(aLine('a', 5))
  hear('a')
  hear('s')
  const listener = { id: 's', callId: 'a', extension: '1009', isShown: true } as const
  store.setState({ listeners: [{ ...listener, mode: 'whisper' }] })
  expect(mixed).toEqual(['far:a'])
  store.setState({ listeners: [{ ...listener, mode: 'join' }] })
  expect(mixed).toEqual(['far:a', 'far:s'])
})

it('[S2] [TEL81] a pause and its end are told to the recorder and shown', () => {
  linesAre(aLine('a', 5))
  recordings.togglePause('a')
  expect([done.at(-1), standing()]).toEqual(['pause', { a: 'paused' }])
  recordings.togglePause('a')
  expect([done.at(-1), standing()]).toEqual(['resume', { a: 'on' }])
  recordings.togglePause('nobody')
  expect(done.at(-1)).toBe('resume')
})

it('[S2] the telephone stops only when what was recorded is on the disk', async () => {
  linesAre(aLine('a', 5))
  linesAre(aLine('a', 5), aLine('b', 6))
  linesAre(aLine('b', 6))
  await recordings.stop()
  expect(done.filter((what) => what.startsWith('stop'))).toEqual(['stop a', 'stop b'])
  expect(done.filter((what) => what === 'kept')).toHaveLength(2)
})

it('[TEL80] colleagues among themselves are not recorded, nor anybody where the setting says so', () => {
  linesAre(aLine('a', 5, { ...CITIZEN, isInternal: true }))
  isOn = false
  linesAre(aLine('b', 5))
  expect([done, standing()]).toEqual([[], {}])
})

it('[TEL84] says that nothing is recorded when the recorder fails, and there is nothing to pause then', () => {
  linesAre(aLine('a', 5))
  faultOf?.()
  expect(standing()).toEqual({ a: 'failed' })
  recordings.togglePause('a')
  expect(done).not.toContain('pause')
})
