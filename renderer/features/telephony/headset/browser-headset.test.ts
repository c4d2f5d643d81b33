import { beforeEach, describe, expect, it } from 'vitest'
import type { RemoteParty } from '../engine/call-state.ts'
import { DEFAULT_CHOICE } from '../engine/devices.ts'
import { fakeScheduler } from '../engine/fake-scheduler.ts'
import type { PortEvent, SipPort } from '../engine/sip-port.ts'
import { Softphone } from '../softphone.ts'
import { createHeadsetButtons, type HeadsetButtons, sceneOf } from './browser-headset.ts'
import type { Hid, HidDevice, HidInputEvent } from './hid-device.ts'

const CITIZEN: RemoteParty = {
  number: '+79160000001',
  name: '',
  source: 'direct',
  isInternal: false,
  divertedFrom: undefined,
}
const single = (usages: readonly number[], isAbsolute = true) => ({
  usages,
  isAbsolute,
  hasPreferredState: !isAbsolute,
  reportSize: 1,
  reportCount: usages.length,
})

let phone: Softphone
let say: (event: PortEvent) => void
let told: string[]
let lamps: number[]
let press: (byte: number) => void
let buttons: HeadsetButtons

beforeEach(async () => {
  told = []
  lamps = []
  const nothing = (): void => undefined
  const port = {
    subscribe: (listener: (event: PortEvent) => void) => {
      say = listener
      return nothing
    },
    ring: nothing,
    accept: (id: string) => told.push(`accept ${id}`),
    reject: (id: string, code: number) => told.push(`reject ${id} ${code}`),
    hangUp: (id: string) => told.push(`hangUp ${id}`),
    setMuted: (id: string, isMuted: boolean) => told.push(`${isMuted ? 'mute' : 'unmute'} ${id}`),
    setHold: (id: string, isHeld: boolean) => told.push(`${isHeld ? 'hold' : 'resume'} ${id}`),
    stats: async () => undefined,
  } as unknown as SipPort
  phone = new Softphone({
    port,
    scheduler: fakeScheduler(),
    newId: () => 'out',
    choice: DEFAULT_CHOICE,
    audio: { attach: nothing, setSilenced: nothing, detach: nothing },
    playTone: nothing,
    microphone: { openForCall: () => Promise.reject(new Error('none')), release: nothing },
  })
  phone.ready()
  let listener: (event: HidInputEvent) => void = nothing
  const device: HidDevice = {
    productName: 'Office 40',
    opened: true,
    collections: [
      {
        usagePage: 0x0b,
        inputReports: [{ reportId: 2, items: [single([0x0b0020]), single([0x0b002f, 0x0b0026], false)] }],
        outputReports: [{ reportId: 2, items: [single([0x080017, 0x080009, 0x080018])] }],
      },
    ],
    open: async () => undefined,
    close: async () => undefined,
    sendReport: async (_reportId, data) => void lamps.push(new Uint8Array(data as ArrayBuffer)[0] ?? 0),
    addEventListener: (_type, given) => {
      listener = given
    },
    removeEventListener: () => {
      listener = nothing
    },
  }
  press = (byte) => listener({ reportId: 2, data: new DataView(Uint8Array.of(byte).buffer) })
  const hid: Hid = {
    getDevices: async () => [device],
    requestDevice: async () => [device],
    addEventListener: nothing,
    removeEventListener: nothing,
  }
  buttons = createHeadsetButtons(hid, phone)
  await buttons.turn(true)
})

const ring = (id: string): void => say({ type: 'incoming', id, sipCallId: id, remote: CITIZEN })
const established = (id: string): void => say({ type: 'call', id, event: { type: 'established' } })

describe('[TEL121] a headset and the telephone', () => {
  it('answer, mute both ways with the lamp in step, and hang up', () => {
    expect(phone.state.headsets).toEqual(['Office 40'])
    ring('a')
    press(1)
    established('a')
    press(3)
    press(1)
    expect(phone.state.calls[0]?.isMuted).toBe(true)
    phone.toggleMute()
    expect(phone.state.calls[0]?.isMuted).toBe(false)
    press(0)
    expect(told).toEqual(['accept a', 'mute a', 'unmute a', 'hangUp a'])
    // at rest, ring, off-hook, and muted, not muted, on-hook
    expect(lamps).toEqual([0, 4, 1, 3, 1, 0])
  })

  it('decline without answering', () => {
    ring('a')
    press(4)
    expect(told).toEqual(['reject a 486'])
  })

  it('end the talk and not the caller who waits', () => {
    ring('a')
    phone.answer()
    established('a')
    ring('b')
    press(4)
    expect(told.at(-1)).toBe('hangUp a')
    expect(phone.state.calls.find(({ id }) => id === 'b')?.state).toBe('ringingIn')
  })

  it('switched off, leave the telephone alone', async () => {
    await buttons.turn(false)
    ring('a')
    press(1)
    expect(phone.state.headsets).toEqual([])
    expect(phone.state.calls[0]?.state).toBe('ringingIn')
  })

  it('are not offered by a browser without HID', async () => {
    const none = createHeadsetButtons(undefined, phone)
    expect(none.isPossible).toBe(false)
    await none.turn(true)
    expect(await none.choose()).toBe(false)
  })

  it('show nothing while nobody calls', () => {
    expect(sceneOf([])).toEqual({ isRinging: false, isOffHook: false, isMuted: false, isHeld: false })
  })
})
