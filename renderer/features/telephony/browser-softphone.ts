import type { ListeningKey } from '#shared/features/telephony/listening.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { CallRecordings, type CallRecordingsOptions } from './call-recordings.ts'
import { CallAudio } from './engine/audio-output.ts'
import { isEstablished } from './engine/call-machine.ts'
import { CallRecorder, type CallRecorderOptions, recordSpeech } from './engine/call-recorder.ts'
import { DeskVoices } from './engine/desk-voices.ts'
import { type DeviceChoice, listDevices, parseChoice } from './engine/devices.ts'
import { type LevelMeter, measureLevel } from './engine/level-meter.ts'
import { currentCall } from './engine/lines.ts'
import { Microphone } from './engine/microphone.ts'
import { MutedTalk } from './engine/muted-talk.ts'
import { browserScheduler } from './engine/scheduler.ts'
import { createSipAdapter } from './engine/sip-adapter.ts'
import type { TelephonyLog } from './engine/sip-log.ts'
import type { CredentialsSource } from './engine/sip-port.ts'
import { Tones } from './engine/tones.ts'
import { mixVoices } from './engine/voice-mix.ts'
import { VoiceMixer } from './engine/voice-mixer.ts'
import { Listeners } from './listeners.ts'
import { Listening, type ListeningOptions } from './listening.ts'
import { checkGrant } from './listening-grant.ts'
import { holdPhone, type PhoneLock } from './phone-lock.ts'
import { Softphone } from './softphone.ts'
import { talkNow } from './softphone-store.ts'

const CHOICE_KEY = 'opora.telephony.devices'

export interface BrowserSoftphoneOptions {
  /** Whether this desk records calls comes with the credentials. */
  readonly credentials: CredentialsSource
  /** Whose phone it is: one registration for each. */
  readonly userId: string
  readonly log: TelephonyLog
  /** Asks the central API whether a call may be listened to. */
  readonly requestListening: ListeningOptions['request']
  readonly recordings: Pick<CallRecordingsOptions, 'hold' | 'onKept'> & Pick<CallRecorderOptions, 'keep'>
}

/** The softphone with the microphone, speakers and settings of this browser; what React is given. */
export interface BrowserSoftphone {
  readonly phone: Softphone
  /** Taking part in calls of colleagues; for supervisors. */
  readonly listening: Listening
  start(): void
  stop(): Promise<void>
  /** The computer is back from sleep: the line is looked at now, not when a timer comes to it. */
  wake(): void
  /** Takes the phone from the window that has it. */
  takeOver(): void
  chooseDevices(change: Partial<DeviceChoice>): void
  refreshDevices(): Promise<void>
  testRing(isOn: boolean): void
  /** Leaves out of the recording what is said from here on, or goes on recording; without an id, of the call the keys act upon. */
  toggleRecordingPause(callId?: string): void
  /** Ends what is being recorded, and resolves when it is kept; the calls go on. */
  endRecordings(): Promise<void>
  /** Opens the microphone for the settings dialog; the caller stops it. */
  openLevelMeter(): Promise<LevelMeter>
}

/** @throws never; devices that are missing show up as notices or as the end of a call */
export function createBrowserSoftphone(options: BrowserSoftphoneOptions): BrowserSoftphone {
  const media = navigator.mediaDevices
  let choice = parseChoice(localStorage.getItem(CHOICE_KEY))
  let context: AudioContext | undefined
  let lock: PhoneLock | undefined
  let recordsCalls = false
  let listeningKey: ListeningKey | undefined
  const audioContext = (): AudioContext => {
    context ??= new AudioContext()
    return context
  }

  const microphone = new Microphone({
    media,
    microphoneId: () => choice.microphoneId,
    onLost: () => void replaceMicrophone(),
    onFallback: () => phone.notice('microphoneFallback'),
  })
  const audio = new CallAudio({
    createElement: () => new Audio(),
    speakerId: () => choice.speakerId,
    onFallback: () => phone.notice('speakerFallback'),
  })
  const tones = new Tones({
    createContext: audioContext,
    createElement: () => new Audio(),
    ringId: () => choice.ringId,
    speakerId: () => choice.speakerId,
    ringVolume: () => choice.ringVolume,
    onFallback: () => phone.notice('ringFallback'),
  })
  const newId = (): string => newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length)))
  const port = createSipAdapter({
    credentials: async () => {
      const credentials = await options.credentials()
      recordsCalls = credentials.recordsCalls
      listeningKey = credentials.listeningKey
      return credentials
    },
    scheduler: browserScheduler,
    openMicrophone: () => microphone.openForCall(),
    newId,
    isOnline: () => navigator.onLine,
    log: options.log,
  })
  const phone = new Softphone({
    port,
    scheduler: browserScheduler,
    newId,
    choice,
    audio,
    playTone: (tone) => tones.play(tone),
    microphone,
  })

  const voices = new DeskVoices(port)
  const listening = new Listening({ phone, port, request: options.requestListening })
  new Listeners({
    port,
    store: phone.store,
    userId: options.userId,
    check: (grant) => checkGrant(grant, listeningKey, browserScheduler.now()),
    audio,
  })
  const recordings = new CallRecordings({
    voices,
    store: phone.store,
    isOn: () => recordsCalls,
    createMix: () => mixVoices(audioContext()),
    record: (callId, mix, onFault) =>
      new CallRecorder({
        callId,
        mix,
        createRecorder: recordSpeech,
        keep: options.recordings.keep,
        now: () => browserScheduler.now(),
        onFault,
      }),
    hold: options.recordings.hold,
    onKept: options.recordings.onKept,
  })

  const mixer = new VoiceMixer({ port, voices, createMix: () => mixVoices(audioContext()) })
  phone.store.subscribe((state) => mixer.setTalk(talkNow(state)))

  const mutedTalk = new MutedTalk({
    scheduler: browserScheduler,
    openMeter: async () => measureLevel(audioContext(), await microphone.base()),
    onTalking: () => phone.notice('mutedTalking'),
  })
  phone.store.subscribe(({ calls, notices }) => {
    // Who only listens to a colleague is muted on purpose, and may talk to somebody in the room.
    const isMuted = calls.some(
      (call) => call.isMuted && isEstablished(call) && !call.isHeld && call.remote.listening === undefined,
    )
    mutedTalk.setMuted(isMuted)
    if (!isMuted && notices.some(({ key }) => key === 'mutedTalking')) phone.dismissNotice('mutedTalking')
  })

  /** A device that vanished, or another one chosen, in the middle of a call. [TEL36] */
  async function replaceMicrophone(isChosen = false): Promise<void> {
    microphone.release()
    if (phone.state.calls.length === 0) return
    try {
      await port.replaceMicrophone(() => microphone.openForCall())
      if (!isChosen) phone.notice('microphoneReplaced')
    } catch {
      phone.notice('microphoneGone')
    }
  }

  async function refreshDevices(): Promise<void> {
    phone.store.setState({ devices: await listDevices(media) })
  }
  const onDeviceChange = (): void => {
    void refreshDevices()
    void audio.speakerChanged()
  }
  const onOnline = (): void => port.networkChanged(true)
  const onOffline = (): void => port.networkChanged(false)
  /** A window that closes or reloads says BYE: the other side would hear dead air until the exchange notices. */
  const onPageHide = (): void => void port.stop()

  return {
    phone,
    listening,
    start: () => {
      media.addEventListener('devicechange', onDeviceChange)
      window.addEventListener('online', onOnline)
      window.addEventListener('offline', onOffline)
      window.addEventListener('pagehide', onPageHide)
      void refreshDevices()
      lock = holdPhone(navigator.locks, options.userId, (isOurs) => {
        if (isOurs) port.start()
        else
          void port.stop().then(() => phone.store.setState({ link: { state: 'unregistered', reason: 'otherWindow' } }))
      })
    },
    stop: async () => {
      media.removeEventListener('devicechange', onDeviceChange)
      window.removeEventListener('online', onOnline)
      window.removeEventListener('offline', onOffline)
      window.removeEventListener('pagehide', onPageHide)
      await port.stop()
      await recordings.stop()
      lock?.release()
      tones.play(undefined)
      microphone.release()
      await context?.close()
      context = undefined
    },
    wake: () => port.networkChanged(navigator.onLine),
    takeOver: () => lock?.takeOver(),
    chooseDevices: (change) => {
      const before = choice
      choice = { ...choice, ...change }
      localStorage.setItem(CHOICE_KEY, JSON.stringify(choice))
      phone.store.setState({ choice })
      if (before.speakerId !== choice.speakerId) void audio.speakerChanged()
      if (before.microphoneId !== choice.microphoneId) void replaceMicrophone(true)
      if (before.keepsMicrophoneOpen && !choice.keepsMicrophoneOpen && phone.state.calls.length === 0)
        microphone.release()
    },
    refreshDevices,
    toggleRecordingPause: (callId = currentCall(phone.state.calls)?.id) => {
      if (callId !== undefined) recordings.togglePause(callId)
    },
    endRecordings: () => recordings.endAll(),
    testRing: (isOn) => tones.play(isOn ? 'ring' : undefined),
    openLevelMeter: async () => {
      const stream = await microphone.openForCall()
      void refreshDevices()
      const meter = measureLevel(audioContext(), stream)
      return {
        level: meter.level,
        stop: () => {
          meter.stop()
          for (const track of stream.getTracks()) track.stop()
          if (phone.state.calls.length === 0 && !choice.keepsMicrophoneOpen) microphone.release()
        },
      }
    },
  }
}
