import type { HidCollection, HidItem, HidReport } from './hid-device.ts'

/** Telephony devices of the HID Usage Tables (USB-IF, §14). */
export const TELEPHONY_PAGE = 0x0b
const LED_PAGE = 0x08

/** Buttons: Hook Switch, Drop, Phone Mute. */
const BUTTONS = {
  hook: usage(TELEPHONY_PAGE, 0x20),
  drop: usage(TELEPHONY_PAGE, 0x26),
  mute: usage(TELEPHONY_PAGE, 0x2f),
}
/** Lamps: Off-Hook, Mute, Ring, Hold. Some headsets need Off-Hook to open their microphone at all. */
const LAMPS = {
  offHook: usage(LED_PAGE, 0x17),
  mute: usage(LED_PAGE, 0x09),
  ring: usage(LED_PAGE, 0x18),
  hold: usage(LED_PAGE, 0x20),
}

export type HeadsetButton = keyof typeof BUTTONS
export type HeadsetLamp = keyof typeof LAMPS

/** Where one bit stands. */
export interface BitPlace {
  readonly reportId: number
  /** From the beginning of the report's data. */
  readonly bit: number
}

export interface ButtonPlace extends BitPlace {
  /** A switch that stays where it is put; otherwise a button that springs back and tells only that it was pressed. */
  readonly isSwitch: boolean
}

export interface UsageMap {
  readonly buttons: Partial<Record<HeadsetButton, ButtonPlace>>
  readonly lamps: Partial<Record<HeadsetLamp, BitPlace>>
  /** Length of the data of each report that carries lamps, bytes. */
  readonly lampBytes: ReadonlyMap<number, number>
}

/** Finds buttons and lamps in the report descriptor; `undefined` for a device that is no telephone. [TEL120] */
export function usageMapOf(collections: readonly HidCollection[]): UsageMap | undefined {
  if (!collections.some(({ usagePage }) => usagePage === TELEPHONY_PAGE)) return undefined
  const buttons: Partial<Record<HeadsetButton, ButtonPlace>> = {}
  const lamps: Partial<Record<HeadsetLamp, BitPlace>> = {}
  const lampBytes = new Map<number, number>()
  for (const collection of flat(collections)) {
    for (const report of collection.inputReports ?? [])
      for (const { usage: found, bit, item } of bitsOf(report).bits) {
        const button = nameOf(BUTTONS, found)
        if (button !== undefined)
          buttons[button] ??= {
            reportId: report.reportId ?? 0,
            bit,
            isSwitch: item.isAbsolute === true && item.hasPreferredState !== true,
          }
      }
    for (const report of collection.outputReports ?? []) {
      const { bits, length } = bitsOf(report)
      const reportId = report.reportId ?? 0
      for (const { usage: found, bit } of bits) {
        const lamp = nameOf(LAMPS, found)
        if (lamp === undefined || lamps[lamp] !== undefined) continue
        lamps[lamp] = { reportId, bit }
        lampBytes.set(reportId, Math.max(lampBytes.get(reportId) ?? 0, Math.ceil(length / 8)))
      }
    }
  }
  return { buttons, lamps, lampBytes }
}

export function readBit(data: DataView, { bit }: BitPlace): boolean {
  const byte = bit >> 3
  return byte < data.byteLength && ((data.getUint8(byte) >> (bit & 7)) & 1) === 1
}

/** Reports that put lamps as wanted; those of lamps that the device has not are left out. */
export function lampReports(
  map: UsageMap,
  wanted: Readonly<Record<HeadsetLamp, boolean>>,
): ReadonlyMap<number, Uint8Array<ArrayBuffer>> {
  const reports = new Map([...map.lampBytes].map(([reportId, length]) => [reportId, new Uint8Array(length)]))
  for (const [lamp, place] of Object.entries(map.lamps) as [HeadsetLamp, BitPlace][]) {
    const data = reports.get(place.reportId)
    const byte = place.bit >> 3
    if (data !== undefined && wanted[lamp]) data[byte] = (data[byte] ?? 0) | (1 << (place.bit & 7))
  }
  return reports
}

function usage(page: number, id: number): number {
  return (page << 16) | id
}

/** A collection before those inside it: it lists their items as well, and places are counted over the whole report. */
function flat(collections: readonly HidCollection[]): readonly HidCollection[] {
  return [...collections, ...collections.flatMap(({ children }) => (children === undefined ? [] : flat(children)))]
}

function nameOf<Name extends string>(names: Readonly<Record<Name, number>>, found: number): Name | undefined {
  return (Object.keys(names) as Name[]).find((name) => names[name] === found)
}

/** Single bits of a report with their usages. Arrays and wider fields only take their room. */
function bitsOf({ items = [] }: HidReport): {
  readonly bits: readonly { readonly usage: number; readonly bit: number; readonly item: HidItem }[]
  readonly length: number
} {
  const bits: { usage: number; bit: number; item: HidItem }[] = []
  let at = 0
  for (const item of items) {
    const { reportSize = 0, reportCount = 0 } = item
    if (item.isConstant !== true && item.isArray !== true && reportSize === 1)
      for (let index = 0; index < reportCount; index += 1) {
        const found = usageAt(item, index)
        if (found !== undefined) bits.push({ usage: found, bit: at + index, item })
      }
    at += reportSize * reportCount
  }
  return { bits, length: at }
}

function usageAt({ isRange, usages, usageMinimum, usageMaximum }: HidItem, index: number): number | undefined {
  if (isRange === true && usageMinimum !== undefined && usageMaximum !== undefined)
    return usageMinimum + index <= usageMaximum ? usageMinimum + index : undefined
  return usages?.[index]
}
