import { beforeEach, expect, it } from 'vitest'
import { CallRecordings } from './call-recordings.ts'
import { newCall } from './engine/call-machine.ts'
import type { Call, RemoteParty } from './engine/call-state.ts'
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
let isOn: boolean
let faultOf: (() => void) | undefined
let recordings: CallRecordings

beforeEach(() => {
  store = createSoftphoneStore(0, DEFAULT_CHOICE)
  done = []
  isOn = true
  recordings = new CallRecordings({
    port: {
      subscribe: (listener) => {
        say = listener
        return () => undefined
      },
    },
    store,
    isOn: () => isOn,
    createMix: () => ({
      stream: {} as MediaStream,
      setNear: () => void done.push('near'),
      setFar: () => void done.push('far'),
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
const standing = () => store.getState().recordings

it('[S2] [TEL80] records from the answer to the end with both voices, and then lets the upload have it', async () => {
  linesAre(aLine('a', undefined))
  say({ type: 'audio', id: 'a', stream: {} as MediaStream })
  expect(done).toEqual([])
  linesAre(aLine('a', 5))
  expect([done, standing()]).toEqual([['far', 'record a'], { a: 'on' }])
  say({ type: 'microphone', id: 'a', track: {} as MediaStreamTrack })
  linesAre({ ...aLine('a', 5), isHeld: true })
  linesAre()
  await expect.poll(() => done.slice(2)).toEqual(['near', 'stop a', 'let go', 'kept'])
  expect(standing()).toEqual({})
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
