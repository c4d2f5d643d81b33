import type { DeviceList } from './devices.ts'

/** How the microphone stands that the calls have. */
export interface MicrophoneStanding {
  /** The device chosen in the settings; `''`: whatever the system calls default. */
  readonly chosenId: string
  /** Another one than the chosen is in use, for that was not there. */
  readonly isSubstitute: boolean
  /** There was none at all: the far side hears nothing. */
  readonly isMissing: boolean
}

/**
 * Whether a headset that was plugged in is to be taken at once: somebody who was told to plug it in must not have to do anything more, and the chosen one
 * comes back into its place. [TEL36]
 */
export function takesBack(standing: MicrophoneStanding, { microphones }: DeviceList): boolean {
  if (standing.isMissing) return microphones.length > 0
  return standing.isSubstitute && standing.chosenId !== '' && microphones.some(({ id }) => id === standing.chosenId)
}
