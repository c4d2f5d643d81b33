import type { ButtonPlace, HeadsetButton, HeadsetLamp } from './usage-map.ts'

/** The telephone, as a headset shows it. */
export interface HeadsetScene {
  /** A call waits for an answer. */
  readonly isRinging: boolean
  /** Somebody is dialled or talked with. */
  readonly isOffHook: boolean
  readonly isMuted: boolean
  readonly isHeld: boolean
}

export type HeadsetWish = 'answer' | 'decline' | 'hangUp' | 'mute' | 'unmute'

export const AT_REST: HeadsetScene = { isRinging: false, isOffHook: false, isMuted: false, isHeld: false }

/** Lamps that tell the scene. [TEL121] */
export function lampsOf(scene: HeadsetScene): Readonly<Record<HeadsetLamp, boolean>> {
  return {
    offHook: scene.isOffHook,
    mute: scene.isOffHook && scene.isMuted,
    ring: scene.isRinging,
    hold: scene.isHeld,
  }
}

/**
 * What a button means now; `undefined`: nothing. A switch repeats what the desk has just told it by the lamps: a place that the telephone is in
 * already is that echo and no wish. [TEL121]
 */
export function wishOf(
  button: HeadsetButton,
  isDown: boolean,
  { isSwitch }: Pick<ButtonPlace, 'isSwitch'>,
  scene: HeadsetScene,
): HeadsetWish | undefined {
  if (!isDown && !isSwitch) return undefined
  if (button === 'drop')
    return !isDown
      ? undefined
      : scene.isRinging && !scene.isOffHook
        ? 'decline'
        : scene.isOffHook
          ? 'hangUp'
          : undefined
  if (button === 'mute') {
    if (!scene.isOffHook) return undefined
    const wanted = isSwitch ? isDown : !scene.isMuted
    return wanted === scene.isMuted ? undefined : wanted ? 'mute' : 'unmute'
  }
  if (isDown && scene.isRinging && (!scene.isOffHook || isSwitch)) return 'answer'
  const isEnding = isSwitch ? !isDown : isDown
  return isEnding && scene.isOffHook ? 'hangUp' : undefined
}
