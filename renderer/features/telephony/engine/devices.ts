/** Devices the operator chose. `''` = whatever the system calls default. Kept by the browser profile; nothing personal in it. */
export interface DeviceChoice {
  readonly microphoneId: string
  readonly speakerId: string
  readonly ringId: string
  /** 0–1. */
  readonly ringVolume: number
  /** Keeps the microphone open between calls: the answer is some milliseconds faster, the system's microphone lamp stays on. */
  readonly keepsMicrophoneOpen: boolean
  /** Keys of a menu go by INFO in any case: for exchanges that agree to tones in the audio and do not hear them. */
  readonly keysByInfo: boolean
  /** Buttons and lamps of headsets; off where another programme is to have them. */
  readonly headsetButtons: boolean
}

export const DEFAULT_CHOICE: DeviceChoice = {
  microphoneId: '',
  speakerId: '',
  ringId: '',
  ringVolume: 0.8,
  keepsMicrophoneOpen: false,
  keysByInfo: false,
  headsetButtons: true,
}

export interface Device {
  readonly id: string
  readonly label: string
}

export interface DeviceList {
  readonly microphones: readonly Device[]
  /** Speakers serve for the voice and for the ring alike. */
  readonly speakers: readonly Device[]
}

/** Present devices. Labels are empty until the microphone has been allowed once. */
export async function listDevices(media: Pick<MediaDevices, 'enumerateDevices'>): Promise<DeviceList> {
  const all = await media.enumerateDevices()
  const of = (kind: MediaDeviceKind): readonly Device[] =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '' && device.deviceId !== 'default')
      .map((device) => ({ id: device.deviceId, label: device.label }))
  return { microphones: of('audioinput'), speakers: of('audiooutput') }
}

/** Reads a stored choice; anything damaged falls back to the default, field by field. */
export function parseChoice(stored: string | null): DeviceChoice {
  let read: Partial<Record<keyof DeviceChoice, unknown>> = {}
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}')
    if (typeof parsed === 'object' && parsed !== null) read = parsed
  } catch {
    // a damaged setting must not take the telephone away
  }
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    microphoneId: text(read.microphoneId),
    speakerId: text(read.speakerId),
    ringId: text(read.ringId),
    ringVolume:
      typeof read.ringVolume === 'number' && read.ringVolume >= 0 && read.ringVolume <= 1
        ? read.ringVolume
        : DEFAULT_CHOICE.ringVolume,
    keepsMicrophoneOpen: read.keepsMicrophoneOpen === true,
    keysByInfo: read.keysByInfo === true,
    headsetButtons: read.headsetButtons !== false,
  }
}
