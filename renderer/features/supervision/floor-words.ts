import type { Icon } from '@tabler/icons-react'
import {
  IconCircleCheck,
  IconClockPause,
  IconDeviceDesktop,
  IconPencil,
  IconPhoneCall,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconUserOff,
} from '@tabler/icons-react'
import type { Tone } from '#renderer/ui/state-chip.tsx'
import { type FloorLimit, type FloorPerson, type FloorState, floorLimitOf } from '#shared/features/supervision/floor.ts'

/** In the order in which a supervisor wants to see them: who is waited for first, who is not there last. */
export const FLOOR_ORDER: readonly FloorState[] = [
  'ringing',
  'talking',
  'dialling',
  'afterCallWork',
  'ready',
  'noLine',
  'notReady',
  'atDesk',
  'away',
]

export const FLOOR_ICONS: Readonly<Record<FloorState, Icon>> = {
  ringing: IconPhoneIncoming,
  talking: IconPhoneCall,
  dialling: IconPhoneOutgoing,
  afterCallWork: IconPencil,
  ready: IconCircleCheck,
  noLine: IconPhoneOff,
  notReady: IconClockPause,
  atDesk: IconDeviceDesktop,
  away: IconUserOff,
}

/** How much a state asks for attention, by its age and the limits in force. Somebody who waits for an answer past the target is always red. */
export function toneOf(
  person: Pick<FloorPerson, 'state' | 'reason'>,
  ageMs: number,
  { targetSeconds, limits }: { readonly targetSeconds: number; readonly limits: readonly FloorLimit[] },
): Tone {
  const { state } = person
  if (state === 'ringing') return ageMs > targetSeconds * 1000 ? 'urgent' : 'attention'
  const limit = floorLimitOf(limits, person)
  if (limit !== undefined) {
    if (limit.urgentSeconds !== null && ageMs >= limit.urgentSeconds * 1000) return 'urgent'
    if (ageMs >= limit.attentionSeconds * 1000) return 'attention'
  }
  return state === 'talking' || state === 'ready' ? 'accent' : 'neutral'
}

/** People by state, inside a state the longest first; names decide the rest, so that rows do not jump. */
export function inFloorOrder(people: readonly FloorPerson[]): FloorPerson[] {
  return [...people].sort(
    (a, b) =>
      FLOOR_ORDER.indexOf(a.state) - FLOOR_ORDER.indexOf(b.state) ||
      (a.since ?? '').localeCompare(b.since ?? '') ||
      a.name.localeCompare(b.name, 'ru'),
  )
}

/** Milliseconds since an instant of the server; `offsetMs` is this computer's clock minus the server's. Never negative. */
export function ageOf(since: string | null, nowMs: number, offsetMs: number): number | null {
  return since === null ? null : Math.max(0, nowMs - offsetMs - Date.parse(since))
}
