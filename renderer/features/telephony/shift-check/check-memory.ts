import type { DeviceChoice } from '../engine/devices.ts'

/** What is looked at before the shift, in the order in which it is shown. */
export const CHECK_ITEMS = [
  'registration',
  'network',
  'notices',
  'microphone',
  'speaker',
  'ownVoice',
  'ringer',
] as const
export type CheckItem = (typeof CHECK_ITEMS)[number]

/** The last whole check of one user on this computer, or that it was put off. Nothing personal in it. */
export interface KeptCheck {
  readonly userId: string
  /** Day of the organisation, `YYYY-MM-DD`. */
  readonly day: string
  /** Epoch milliseconds; null: put off for the day. */
  readonly at: number | null
  readonly failed: readonly CheckItem[]
  /** Devices that were checked: another headset is another check. */
  readonly devices: string
}

/** Where the last check is kept: a `Storage`, or what a test gives. */
export interface CheckMemory {
  load(): KeptCheck | null
  save(kept: KeptCheck): void
}

export function devicesOf({ microphoneId, speakerId, ringId }: DeviceChoice): string {
  return [microphoneId, speakerId, ringId].join('|')
}

/** Whether the telephone need not be offered to be checked: checked today with these devices, or put off today. [TEL110] */
export function isSettled(
  kept: KeptCheck | null,
  now: { readonly userId: string; readonly day: string; readonly devices: string },
): boolean {
  if (kept === null || kept.userId !== now.userId || kept.day !== now.day) return false
  return kept.at === null || kept.devices === now.devices
}

/** Reads what is kept; anything damaged counts as nothing. */
export function parseKept(stored: string | null): KeptCheck | null {
  try {
    const read: unknown = JSON.parse(stored ?? 'null')
    if (typeof read !== 'object' || read === null) return null
    const { userId, day, at, failed, devices } = read as Partial<Record<keyof KeptCheck, unknown>>
    if (typeof userId !== 'string' || typeof day !== 'string' || typeof devices !== 'string') return null
    if (!(at === null || typeof at === 'number') || !Array.isArray(failed)) return null
    return { userId, day, at, devices, failed: CHECK_ITEMS.filter((item) => failed.includes(item)) }
  } catch {
    return null
  }
}
