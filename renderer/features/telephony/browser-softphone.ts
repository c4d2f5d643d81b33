import type { ListeningKey } from '#shared/features/telephony/listening.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { AutoAnswer } from './auto-answer.ts'
import { CallRecordings, type CallRecordingsOptions } from './call-recordings.ts'
import { CallAudio } from './engine/audio-output.ts'
import { isEstablished } from './engine/call-machine.ts'
import { CallRecorder, type CallRecorderOptions, recordSpeech } from './engine/call-recorder.ts'
import { DeskVoices } from './engine/desk-voices.ts'
import { type DeviceChoice, listDevices, parseChoice } from './engine/devices.ts'
import { type LevelMeter, measureLevel } from './engine/level-meter.ts'
import { currentCall } from './engine/lines.ts'
import { Microphone } from './engine/microphone.ts'
import { takesBack } from './engine/microphone-return.ts'
import { MutedTalk } from './engine/muted-talk.ts'
import { playSound } from './engine/play-sound.ts'
import { browserScheduler } from './engine/scheduler.ts'
import { createSipAdapter } from './engine/sip-adapter.ts'
import type { TelephonyLog } from './engine/sip-log.ts'
import type { CredentialsSource } from './engine/sip-port.ts'
import { toneFor } from './engine/tone-choice.ts'
import { type ToneName, Tones } from './engine/tones.ts'
import { mixVoices } from './engine/voice-mix.ts'
import { VoiceMixer } from './engine/voice-mixer.ts'
import { browserHid, createHeadsetButtons, type HeadsetButtons } from './headset/browser-headset.ts'
import { Listeners } from './listeners.ts'
import { Listening, type ListeningOptions } from './listening.ts'
import { checkGrant } from './listening-grant.ts'
import { holdPhone, type PhoneLock } from './phone-lock.ts'
import { createBrowserCheck } from './shift-check/browser-check.ts'
import type { ShiftCheck } from './shift-check/shift-check.ts'
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
  /** Looks before the shift whether everything works. */
  readonly check: ShiftCheck
  readonly headset: HeadsetButtons
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
  let lock: PhoneLock | undefined
  let recordsCalls = false
  let listeningKey: ListeningKey | undefined
  let autoAnswers: readonly string[] = []

  const play = (element: HTMLAudioElement): void =>
    playSound(
      element,
      window,
      () => phone.notice('soundBlocked'),
      () => phone.dismissNotice('soundBlocked'),
    )
  let isMicrophoneMissing = false
  const microphone = new Microphone({
    media,
    microphoneId: () => choice.microphoneId,
    onLost: () => void replaceMicrophone(),
    onFallback: () => phone.notice('microphoneFallback'),
  })
  const audio = new CallAudio({
    createElement: () => new Audio(),
    play,
    speakerId: () => choice.speakerId,
    onFallback: () => phone.notice('speakerFallback'),
  })
  const tones = new Tones({
    createContext: () => new AudioContext(),
    createElement: () => new Audio(),
    play,
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
      autoAnswers = credentials.autoAnswers
      return credentials
    },
    scheduler: browserScheduler,
    openMicrophone: () => microphone.openForCall(),
    newId,
    isOnline: () => navigator.onLine,
    areKeysByInfo: () => choice.keysByInfo,
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

  new AutoAnswer({
    phone,
    scheduler: browserScheduler,
    numbers: () => autoAnswers,
    playTone: () => tones.play('autoAnswer'),
  })
  const headset = createHeadsetButtons(browserHid(), phone)
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
    createMix: () => mixVoices(new AudioContext()),
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

  const mixer = new VoiceMixer({ port, voices, createMix: () => mixVoices(new AudioContext()) })
  phone.store.subscribe((state) => mixer.setTalk(talkNow(state)))

  const mutedTalk = new MutedTalk({
    scheduler: browserScheduler,
    openMeter: () => microphone.base().then((stream) => measureLevel(new AudioContext(), stream)),
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
    isMicrophoneMissing = false
    if (phone.state.calls.length === 0) return
    try {
      await port.replaceMicrophone(() => microphone.openForCall())
      if (!isChosen) phone.notice('microphoneReplaced')
    } catch {
      isMicrophoneMissing = true
      phone.notice('microphoneGone')
    }
  }

  /** A headset that was plugged in again goes on where it was, without a word of anybody. [TEL36] */
  async function takeBackMicrophone(): Promise<void> {
    if (!phone.state.calls.some(isEstablished)) return
    const inUse = isMicrophoneMissing ? undefined : await microphone.base().catch(() => undefined)
    const usedId = inUse?.getAudioTracks()[0]?.getSettings().deviceId
    const standing = {
      chosenId: choice.microphoneId,
      isSubstitute: usedId !== choice.microphoneId,
      isMissing: isMicrophoneMissing,
    }
    if (!takesBack(standing, phone.state.devices)) return
    await replaceMicrophone(true)
    if (isMicrophoneMissing) return
    for (const key of ['microphoneGone', 'microphoneReplaced', 'microphoneFallback'] as const) phone.dismissNotice(key)
    phone.notice('microphoneBack')
  }

  async function refreshDevices(): Promise<void> {
    phone.store.setState({ devices: await listDevices(media) })
  }
  const onDeviceChange = (): void => {
    void refreshDevices().then(takeBackMicrophone)
    void audio.speakerChanged()
  }
  const onOnline = (): void => port.networkChanged(true)
  const onOffline = (): void => port.networkChanged(false)
  /** A window that closes or reloads says BYE: the other side would hear dead air until the exchange notices. */
  const onPageHide = (): void => void port.stop()

  async function openLevelMeter(): Promise<LevelMeter> {
    const stream = await microphone.openForCall()
    void refreshDevices()
    const meter = measureLevel(new AudioContext(), stream)
    return {
      level: meter.level,
      stop: () => {
        meter.stop()
        for (const track of stream.getTracks()) track.stop()
        releaseUnused()
      },
    }
  }
  function releaseUnused(): void {
    if (phone.state.calls.length === 0 && !choice.keepsMicrophoneOpen) microphone.release()
  }
  /** Whatever is tried out, a call that rings meanwhile goes on ringing. */
  const sound = (tone: ToneName | undefined): void => tones.play(tone ?? toneFor(phone.state.calls))
  const check = createBrowserCheck({
    userId: options.userId,
    store: phone.store,
    credentials: options.credentials,
    choice: () => choice,
    openMicrophone: () => microphone.openForCall(),
    releaseMicrophone: releaseUnused,
    openMeter: openLevelMeter,
    sound,
  })

  return {
    phone,
    listening,
    check,
    headset,
    start: () => {
      media.addEventListener('devicechange', onDeviceChange)
      window.addEventListener('online', onOnline)
      window.addEventListener('offline', onOffline)
      window.addEventListener('pagehide', onPageHide)
      void refreshDevices()
      if (choice.headsetButtons) void headset.turn(true)
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
      await headset.turn(false)
      await recordings.stop()
      lock?.release()
      tones.play(undefined)
      microphone.release()
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
      if (before.headsetButtons !== choice.headsetButtons) void headset.turn(choice.headsetButtons)
      if (before.keepsMicrophoneOpen && !choice.keepsMicrophoneOpen && phone.state.calls.length === 0)
        microphone.release()
    },
    refreshDevices,
    toggleRecordingPause: (callId = currentCall(phone.state.calls)?.id) => {
      if (callId !== undefined) recordings.togglePause(callId)
    },
    endRecordings: () => recordings.endAll(),
    testRing: (isOn) => sound(isOn ? 'ring' : undefined),
    openLevelMeter,
  }
}
