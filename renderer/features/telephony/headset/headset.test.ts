import { beforeEach, describe, expect, it } from 'vitest'
import { Headset } from './headset.ts'
import { AT_REST, type HeadsetScene, type HeadsetWish } from './headset-step.ts'
import type { Hid, HidCollection, HidDevice, HidInputEvent, HidItem } from './hid-device.ts'
import { usageMapOf } from './usage-map.ts'

const TEL = 0x0b0000
const LED = 0x080000
const bit = (usage: number, change: Partial<HidItem> = {}): HidItem => ({
  isAbsolute: true,
  hasPreferredState: false,
  usages: [usage],
  reportSize: 1,
  reportCount: 1,
  ...change,
})
const button = { isAbsolute: false, hasPreferredState: true }
const padding = (bits: number): HidItem => ({ isConstant: true, reportSize: bits, reportCount: 1 })

/** As office headsets describe themselves: a hook that is a switch, a mute that is a button, lamps in one report. */
const TELEPHONE: HidCollection = {
  usagePage: 0x0b,
  usage: 0x05,
  inputReports: [
    {
      reportId: 2,
      items: [bit(TEL | 0x20), bit(TEL | 0x97), bit(TEL | 0x2f, button), bit(TEL | 0x26, button), padding(12)],
    },
  ],
  outputReports: [
    {
      reportId: 2,
      items: [
        { ...bit(0), usages: [LED | 0x17, LED | 0x09, LED | 0x18], reportCount: 3 },
        padding(5),
        bit(LED | 0x20),
        padding(7),
      ],
    },
  ],
}
const CONSUMER: HidCollection = {
  usagePage: 0x0c,
  usage: 0x01,
  inputReports: [{ reportId: 1, items: [bit(0x0c00e9), bit(0x0c00ea), padding(6)] }],
}

/** A headset without plastic. A switch moves with the lamp, as real ones confirm it. */
function simulated(name: string, collections: readonly HidCollection[] = [CONSUMER, TELEPHONE], canOpen = true) {
  const sent: string[] = []
  let listener: ((event: HidInputEvent) => void) | undefined
  const device = {
    productName: name,
    opened: false,
    collections,
    open: async () => {
      if (!canOpen) throw new DOMException('', 'NotAllowedError')
      device.opened = true
    },
    close: async () => {
      device.opened = false
    },
    sendReport: async (reportId: number, data: BufferSource) => {
      const bytes = [...new Uint8Array(data as ArrayBuffer)]
      sent.push(`${reportId}:${bytes.join(',')}`)
      // the echo of the hook switch
      if (device.confirms) press((bytes[0] ?? 0) & 1)
    },
    addEventListener: (_type: string, given: (event: HidInputEvent) => void) => {
      listener = given
    },
    removeEventListener: () => {
      listener = undefined
    },
    confirms: false,
  }
  const press = (byte: number, reportId = 2): void =>
    listener?.({ reportId, data: new DataView(Uint8Array.of(byte, 0).buffer) })
  return { device: device as HidDevice & typeof device, sent, press, isListened: () => listener !== undefined }
}

const HOOK = 1
const MUTE = 4
const DROP = 8
const RINGING: HeadsetScene = { ...AT_REST, isRinging: true }
const TALKING: HeadsetScene = { ...AT_REST, isOffHook: true }

let wishes: HeadsetWish[]
let names: readonly string[]
let devices: HidDevice[]
let plugged: Record<string, (event: { device: HidDevice }) => void>
let headset: Headset

beforeEach(() => {
  wishes = []
  names = []
  devices = []
  plugged = {}
  const hid: Hid = {
    getDevices: async () => devices,
    requestDevice: async ({ filters }) => {
      expect(filters).toEqual([{ usagePage: 0x0b }])
      return devices
    },
    addEventListener: (type, listener) => {
      plugged[type] = listener
    },
    removeEventListener: (type) => {
      delete plugged[type]
    },
  }
  headset = new Headset({ hid, onWish: (wish) => wishes.push(wish), onChange: (given) => (names = given) })
})

async function withHeadset() {
  const it_ = simulated('Office 40')
  devices = [it_.device]
  await headset.start()
  return it_
}

describe('[TEL120] what a headset is', () => {
  it('is read out of its report descriptor', () => {
    const map = usageMapOf([CONSUMER, TELEPHONE])
    expect(map?.buttons).toEqual({
      hook: { reportId: 2, bit: 0, isSwitch: true },
      mute: { reportId: 2, bit: 2, isSwitch: false },
      drop: { reportId: 2, bit: 3, isSwitch: false },
    })
    expect(map?.lamps).toEqual({
      offHook: { reportId: 2, bit: 0 },
      mute: { reportId: 2, bit: 1 },
      ring: { reportId: 2, bit: 2 },
      hold: { reportId: 2, bit: 8 },
    })
    expect(map?.lampBytes.get(2)).toBe(2)
  })

  it('is found in a collection inside another, in a range, and behind fields that are no buttons', () => {
    const map = usageMapOf([
      {
        usagePage: 0x0b,
        children: [
          {
            inputReports: [
              {
                items: [
                  { isArray: true, usages: [TEL | 0xb0], reportSize: 4, reportCount: 1 },
                  { ...bit(0), isRange: true, usageMinimum: TEL | 0x1f, usageMaximum: TEL | 0x21, reportCount: 3 },
                ],
              },
            ],
          },
        ],
      },
    ])
    expect(map?.buttons).toEqual({ hook: { reportId: 0, bit: 5, isSwitch: true } })
  })

  it('is nothing that has no telephone: keyboards and mice are not touched', async () => {
    expect(usageMapOf([CONSUMER])).toBeUndefined()
    const mouse = simulated('Mouse', [CONSUMER])
    devices = [mouse.device]
    await headset.start()
    expect(mouse.device.opened).toBe(false)
    expect(names).toEqual([])
  })

  it('that another programme holds is left alone', async () => {
    devices = [simulated('Taken', [TELEPHONE], false).device]
    await headset.start()
    expect(names).toEqual([])
  })
})

describe('[TEL121] its buttons', () => {
  it('answer, mute and hang up', async () => {
    const { press } = await withHeadset()
    headset.show(RINGING)
    press(HOOK)
    headset.show(TALKING)
    press(HOOK | MUTE)
    press(HOOK)
    headset.show({ ...TALKING, isMuted: true })
    press(HOOK | MUTE)
    press(HOOK)
    headset.show(TALKING)
    press(0)
    expect(wishes).toEqual(['answer', 'mute', 'unmute', 'hangUp'])
  })

  it('decline a ringing call and end a talk by Drop', async () => {
    const { press } = await withHeadset()
    headset.show(RINGING)
    press(DROP)
    press(0)
    headset.show(TALKING)
    press(DROP)
    press(0)
    expect(wishes).toEqual(['decline', 'hangUp'])
  })

  it('do nothing while nobody calls or talks', async () => {
    const { press } = await withHeadset()
    for (const byte of [HOOK, 0, MUTE, 0, DROP, 0]) press(byte)
    expect(wishes).toEqual([])
  })

  it('of a switch that confirms what the desk did are no wishes', async () => {
    const { device, press } = await withHeadset()
    device.confirms = true
    // Answered and ended on the screen: the hook follows the lamp both times.
    headset.show(TALKING)
    headset.show(AT_REST)
    expect(wishes).toEqual([])
    headset.show(RINGING)
    press(HOOK)
    expect(wishes).toEqual(['answer'])
  })

  it('that are switches mute and unmute by their place', async () => {
    const latched = simulated('Desk phone', [
      { usagePage: 0x0b, inputReports: [{ reportId: 1, items: [bit(TEL | 0x20), bit(TEL | 0x2f)] }] },
    ])
    devices = [latched.device]
    await headset.start()
    headset.show(TALKING)
    latched.press(3, 1)
    headset.show({ ...TALKING, isMuted: true })
    latched.press(1, 1)
    expect(wishes).toEqual(['mute', 'unmute'])
  })

  it('that spring back answer and end with the same press', async () => {
    const springy = simulated('One button', [
      { usagePage: 0x0b, inputReports: [{ reportId: 1, items: [bit(TEL | 0x20, button)] }] },
    ])
    devices = [springy.device]
    await headset.start()
    headset.show(RINGING)
    springy.press(1, 1)
    springy.press(0, 1)
    headset.show(TALKING)
    springy.press(1, 1)
    springy.press(0, 1)
    expect(wishes).toEqual(['answer', 'hangUp'])
  })
})

describe('[TEL121] its lamps', () => {
  it('go in step with the desk, and nothing is sent twice', async () => {
    const { sent } = await withHeadset()
    headset.show(RINGING)
    headset.show(RINGING)
    headset.show(TALKING)
    headset.show({ ...TALKING, isMuted: true })
    headset.show({ ...TALKING, isHeld: true })
    headset.show(AT_REST)
    expect(sent).toEqual(['2:0,0', '2:4,0', '2:1,0', '2:3,0', '2:1,1', '2:0,0'])
  })
})

describe('[TEL122] coming and going', () => {
  it('a headset that is plugged in during a talk shows it at once', async () => {
    await headset.start()
    headset.show({ ...TALKING, isMuted: true })
    const late = simulated('Late')
    plugged['connect']?.({ device: late.device })
    await headset.choose()
    expect(late.sent).toEqual(['2:3,0'])
    expect(names).toEqual(['Late'])
    plugged['disconnect']?.({ device: late.device })
    expect(names).toEqual([])
    expect(late.isListened()).toBe(false)
  })

  it('switched off, puts its lamps out, is closed and heard no more', async () => {
    const { device, sent, isListened } = await withHeadset()
    headset.show(TALKING)
    await headset.stop()
    expect(sent.at(-1)).toBe('2:0,0')
    expect(device.opened).toBe(false)
    expect(isListened()).toBe(false)
    expect(plugged).toEqual({})
    expect(names).toEqual([])
  })

  it('is chosen by the person, and opened once', async () => {
    await headset.start()
    const it_ = simulated('Chosen')
    devices = [it_.device]
    expect(await headset.choose()).toBe(true)
    await headset.choose()
    expect(names).toEqual(['Chosen'])
    devices = []
    expect(await headset.choose()).toBe(false)
  })
})
