import { isEstablished } from '../engine/call-machine.ts'
import type { Call } from '../engine/call-state.ts'
import { currentCall, ringingCall } from '../engine/lines.ts'
import type { Softphone } from '../softphone.ts'
import { Headset } from './headset.ts'
import type { HeadsetScene, HeadsetWish } from './headset-step.ts'
import type { Hid } from './hid-device.ts'

/** Buttons of headsets at this desk. */
export interface HeadsetButtons {
  /** False where the browser knows no HID devices: nothing is offered then. */
  readonly isPossible: boolean
  /** Asks which headset may be used; only from a click. Resolves to whether one was chosen. */
  choose(): Promise<boolean>
  /** Holds the headsets, or lets go of them for another programme. */
  turn(isOn: boolean): Promise<void>
}

/** A call that has just come is not picked up, and neither is one before its first event. */
function isPickedUp({ state }: Call): boolean {
  return state !== 'ringingIn' && state !== 'idle'
}

/** What the headset shows of the present calls. */
export function sceneOf(calls: readonly Call[]): HeadsetScene {
  const current = currentCall(calls.filter(isPickedUp))
  return {
    isRinging: ringingCall(calls) !== undefined,
    isOffHook: current !== undefined && current.state !== 'hangingUp',
    isMuted: current?.isMuted === true,
    isHeld: current !== undefined && isEstablished(current) && current.isHeld,
  }
}

/** Joins the headsets of this browser with the telephone: one truth, shown on both. */
export function createHeadsetButtons(hid: Hid | undefined, phone: Softphone): HeadsetButtons {
  if (hid === undefined) return { isPossible: false, choose: async () => false, turn: async () => undefined }
  const headset = new Headset({
    hid,
    onWish: (wish) => fulfil(phone, wish),
    onChange: (headsets) => phone.store.setState({ headsets }),
  })
  phone.store.subscribe(({ calls }, before) => {
    if (calls !== before.calls) headset.show(sceneOf(calls))
  })
  return {
    isPossible: true,
    choose: () => headset.choose(),
    turn: (isOn) => (isOn ? headset.start() : headset.stop()),
  }
}

/** `navigator.hid` where there is one. */
export function browserHid(): Hid | undefined {
  return (navigator as { readonly hid?: Hid }).hid
}

function fulfil(phone: Softphone, wish: HeadsetWish): void {
  if (wish === 'answer') phone.answer()
  else if (wish === 'decline') phone.decline()
  else if (wish === 'hangUp') phone.hangUp(currentCall(phone.state.calls.filter(isPickedUp))?.id)
  else if (sceneOf(phone.state.calls).isMuted !== (wish === 'mute')) phone.toggleMute()
}
