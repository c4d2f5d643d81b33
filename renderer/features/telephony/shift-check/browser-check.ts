import { todayHere } from '#renderer/i18n/today.ts'
import type { DeviceChoice } from '../engine/devices.ts'
import type { LevelMeter } from '../engine/level-meter.ts'
import { browserScheduler } from '../engine/scheduler.ts'
import type { CredentialsSource } from '../engine/sip-port.ts'
import type { ToneName } from '../engine/tones.ts'
import type { SoftphoneStore } from '../softphone-store.ts'
import { devicesOf, parseKept } from './check-memory.ts'
import { probeNetwork } from './network-probe.ts'
import { playOwnVoice } from './own-voice.ts'
import { type NoticeLeave, ShiftCheck } from './shift-check.ts'

const KEPT_KEY = 'opora.telephony.check'

export interface BrowserCheckOptions {
  readonly userId: string
  readonly store: SoftphoneStore
  readonly credentials: CredentialsSource
  readonly choice: () => DeviceChoice
  readonly openMicrophone: () => Promise<MediaStream>
  /** Lets go of what `openMicrophone` opened, unless a call needs it. */
  readonly releaseMicrophone: () => void
  readonly openMeter: () => Promise<LevelMeter>
  /** `undefined` goes back to what the calls ask for. */
  readonly sound: (tone: ToneName | undefined) => void
}

/** The check before the shift with what this browser has. A call that comes ends it: the call is first. */
export function createBrowserCheck(options: BrowserCheckOptions): ShiftCheck {
  const { store } = options
  const check = new ShiftCheck({
    userId: options.userId,
    scheduler: browserScheduler,
    dayOf: todayHere,
    devices: () => devicesOf(options.choice()),
    memory: {
      load: () => parseKept(localStorage.getItem(KEPT_KEY)),
      save: (kept) => localStorage.setItem(KEPT_KEY, JSON.stringify(kept)),
    },
    link: () => store.getState().link,
    probeNetwork: async () => {
      const { iceServers } = await options.credentials()
      return probeNetwork({
        iceServers: iceServers.map(({ urls, username, credential }) => ({
          urls,
          ...(username === undefined ? {} : { username }),
          ...(credential === undefined ? {} : { credential }),
        })),
        createConnection: (configuration) => new RTCPeerConnection(configuration),
        scheduler: browserScheduler,
      })
    },
    openMeter: options.openMeter,
    playOwnVoice: (signal, onPlaying) =>
      playOwnVoice({
        open: options.openMicrophone,
        createRecorder: (stream) => new MediaRecorder(stream),
        createElement: () => new Audio(),
        speakerId: () => options.choice().speakerId,
        scheduler: browserScheduler,
        onPlaying,
        signal,
      }).finally(options.releaseMicrophone),
    soundSpeaker: (isOn) => options.sound(isOn ? 'ringback' : undefined),
    soundRinger: (isOn) => options.sound(isOn ? 'ring' : undefined),
    noticeLeave,
    askNoticeLeave: async () => (noticeLeave() === 'missing' ? 'missing' : Notification.requestPermission()),
  })
  store.subscribe(({ calls, link }, before) => {
    if (calls.length > 0 && check.store.getState().isOpen) check.close()
    else if (link !== before.link) check.linkChanged()
  })
  return check
}

function noticeLeave(): NoticeLeave {
  return 'Notification' in globalThis ? Notification.permission : 'missing'
}
