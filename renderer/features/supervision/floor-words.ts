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
import type { FloorPerson, FloorState } from '#shared/features/supervision/floor.ts'

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

/** Wrap-up takes under half a minute when the talk was followed in the form (ANCHORS-PRODUCT §3); three minutes are worth a look. */
const LONG_WRAP_UP_MS = 180_000
/** A break is looked at after a quarter of an hour; lunch, training and meetings take as long as they take. */
const LONG_BREAK_MS = 900_000

/** How much a state asks for attention. Red is for somebody who waits for an answer past the target, and for nothing else. */
export function toneOf(
  { state, reason }: Pick<FloorPerson, 'state' | 'reason'>,
  ageMs: number,
  targetMs: number,
): Tone {
  switch (state) {
    case 'ringing':
      return ageMs > targetMs ? 'urgent' : 'attention'
    case 'talking':
    case 'ready':
      return 'accent'
    case 'afterCallWork':
      return ageMs > LONG_WRAP_UP_MS ? 'attention' : 'neutral'
    case 'notReady':
      if (reason === 'notAdmitted' || reason === 'notActive') return 'attention'
      return reason === 'missedOffer' || (reason === 'break' && ageMs > LONG_BREAK_MS) ? 'attention' : 'neutral'
    case 'noLine':
      return 'attention'
    default:
      return 'neutral'
  }
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
