import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LevelMeter } from '../engine/level-meter.ts'
import type { Scheduler } from '../engine/scheduler.ts'
import type { LinkReason, LinkStatus } from '../engine/sip-port.ts'
import { CHECK_ITEMS, type CheckItem, type CheckMemory, isSettled, type KeptCheck } from './check-memory.ts'
import type { NetworkFinding } from './network-probe.ts'

/** Why something failed; the remedy is `telephony:check.remedy.<why>`, of the link `telephony:linkHelp.<reason>`. */
export type CheckFault =
  | 'noAddress'
  | 'noCredentials'
  | 'stunSilent'
  | 'turnSilent'
  | 'noticesDenied'
  | 'noticesMissing'
  | 'microphoneDenied'
  | 'microphoneMissing'
  | 'microphoneBusy'
  | 'microphoneSilent'
  | 'microphoneQuiet'
  | 'speakerUnheard'
  | 'ownVoiceUnheard'
  | 'ringerUnheard'

export type CheckState =
  | { readonly is: 'open' }
  /** Looked at by itself. `listening`: something must be said. */
  | { readonly is: 'running'; readonly what: 'looking' | 'listening' | 'recording' | 'playing' }
  /** Sounds, or has sounded: only a person can say whether it was heard. */
  | { readonly is: 'asking' }
  /** The browser asks for leave only upon a click. */
  | { readonly is: 'needsLeave' }
  | { readonly is: 'passed' }
  | { readonly is: 'failed'; readonly why: CheckFault | { readonly link: LinkReason } }

export interface ShiftCheckState {
  readonly isOpen: boolean
  readonly items: Readonly<Record<CheckItem, CheckState>>
  /** 0–1, of the microphone while it is listened to. */
  readonly level: number
  readonly kept: KeptCheck | null
  /** What the network has; null until it was looked at. */
  readonly network: NetworkFinding | null
}

export type NoticeLeave = NotificationPermission | 'missing'

/** The telephone and the computer, as the check needs them. */
export interface ShiftCheckOptions {
  readonly userId: string
  readonly scheduler: Scheduler
  /** Day of the organisation of an instant. */
  readonly dayOf: (nowMs: number) => string
  readonly devices: () => string
  readonly memory: CheckMemory
  readonly link: () => LinkStatus
  /** @throws when there are no credentials to ask with */
  readonly probeNetwork: () => Promise<NetworkFinding>
  readonly openMeter: () => Promise<LevelMeter>
  readonly playOwnVoice: (signal: AbortSignal, onPlaying: () => void) => Promise<void>
  readonly soundSpeaker: (isOn: boolean) => void
  readonly soundRinger: (isOn: boolean) => void
  readonly noticeLeave: () => NoticeLeave
  readonly askNoticeLeave: () => Promise<NoticeLeave>
}

const LOOK_MS = 100
/** Of the meter's scale, on which ordinary speech reaches the middle. */
const SPOKEN_LEVEL = 0.35
const SPOKEN_LOOKS = 3
const SILENT_LEVEL = 0.05
const LISTEN_LOOKS = 100

const UNTOUCHED = Object.fromEntries(CHECK_ITEMS.map((item) => [item, { is: 'open' }])) as ShiftCheckState['items']

/** Looks before the shift whether the telephone rings, is heard and hears (REQUIREMENTS C1). Offered and never forced. [TEL110] */
export class ShiftCheck {
  readonly store: StoreApi<ShiftCheckState>
  private readonly options: ShiftCheckOptions
  /** Ends everything that sounds or listens when the check is closed or begun anew. */
  private round = new AbortController()

  constructor(options: ShiftCheckOptions) {
    this.options = options
    this.store = createStore<ShiftCheckState>(() => ({
      isOpen: false,
      items: UNTOUCHED,
      level: 0,
      kept: options.memory.load(),
      network: null,
    }))
  }

  /** Whether the check is to be offered now. */
  isWanted(kept: KeptCheck | null): boolean {
    const { userId, scheduler, dayOf, devices } = this.options
    return !isSettled(kept, { userId, day: dayOf(scheduler.now()), devices: devices() })
  }

  open(): void {
    this.restart()
    this.store.setState({ isOpen: true })
    this.lookAtLink()
    void this.lookAtNetwork()
    this.takeLeave(this.options.noticeLeave())
    void this.listen()
  }

  close(): void {
    this.restart()
    this.store.setState({ isOpen: false })
  }

  /** Not today: the offer goes until tomorrow. */
  putOff(): void {
    this.keep(null, [])
  }

  /** The link has changed while the check is on the screen. */
  linkChanged(): void {
    if (this.store.getState().isOpen) this.lookAtLink()
  }

  async askNotices(): Promise<void> {
    const { signal } = this.round
    const leave = await this.options.askNoticeLeave().catch(() => 'denied' as const)
    if (!signal.aborted) this.takeLeave(leave)
  }

  /** Listens until something is said; opens the microphone for it and closes it after. */
  async listen(): Promise<void> {
    const { signal } = this.round
    this.set('microphone', { is: 'running', what: 'listening' })
    let meter: LevelMeter
    try {
      meter = await this.options.openMeter()
    } catch (error) {
      if (!signal.aborted) this.set('microphone', { is: 'failed', why: faultOf(error) })
      return
    }
    // Once: what is opened later may be another's.
    let stop = (): void => {
      stop = () => undefined
      meter.stop()
    }
    signal.addEventListener('abort', () => stop())
    if (signal.aborted) stop()
    else this.look({ level: () => meter.level(), stop: () => stop() }, { looks: 0, spoken: 0, loudest: 0 }, signal)
  }

  /** Sounds in the headset, or as the ring; whoever hears it says so by `heard`. */
  sound(item: 'speaker' | 'ringer'): void {
    this.silence()
    this.set(item, { is: 'asking' })
    if (item === 'speaker') this.options.soundSpeaker(true)
    else this.options.soundRinger(true)
  }

  async repeatVoice(): Promise<void> {
    const { signal } = this.round
    this.silence()
    this.set('ownVoice', { is: 'running', what: 'recording' })
    try {
      await this.options.playOwnVoice(signal, () => this.set('ownVoice', { is: 'running', what: 'playing' }))
      if (!signal.aborted) this.set('ownVoice', { is: 'asking' })
    } catch (error) {
      if (!signal.aborted) this.set('ownVoice', { is: 'failed', why: faultOf(error) })
    }
  }

  heard(item: 'speaker' | 'ringer' | 'ownVoice', isHeard: boolean): void {
    this.silence()
    this.set(item, isHeard ? { is: 'passed' } : { is: 'failed', why: `${item}Unheard` })
  }

  private restart(): void {
    this.round.abort()
    this.round = new AbortController()
    this.silence()
    this.store.setState({ items: UNTOUCHED, level: 0, network: null })
  }

  private silence(): void {
    this.options.soundSpeaker(false)
    this.options.soundRinger(false)
  }

  private set(item: CheckItem, state: CheckState): void {
    const items = { ...this.store.getState().items, [item]: state }
    this.store.setState({ items })
    const isWhole = CHECK_ITEMS.every((it) => items[it].is === 'passed' || items[it].is === 'failed')
    if (isWhole)
      this.keep(
        this.options.scheduler.now(),
        CHECK_ITEMS.filter((it) => items[it].is === 'failed'),
      )
  }

  private keep(at: number | null, failed: readonly CheckItem[]): void {
    const { userId, scheduler, dayOf, devices, memory } = this.options
    const kept = { userId, day: dayOf(scheduler.now()), at, failed, devices: devices() }
    memory.save(kept)
    this.store.setState({ kept })
  }

  private lookAtLink(): void {
    const link = this.options.link()
    if (link.state === 'registered') this.set('registration', { is: 'passed' })
    else if (link.reason === 'starting') this.set('registration', { is: 'running', what: 'looking' })
    else this.set('registration', { is: 'failed', why: { link: link.reason } })
  }

  private async lookAtNetwork(): Promise<void> {
    const { signal } = this.round
    this.set('network', { is: 'running', what: 'looking' })
    const network = await this.options.probeNetwork().catch(() => null)
    if (signal.aborted) return
    this.store.setState({ network })
    this.set('network', networkState(network))
  }

  private takeLeave(leave: NoticeLeave): void {
    if (leave === 'default') this.set('notices', { is: 'needsLeave' })
    else if (leave === 'granted') this.set('notices', { is: 'passed' })
    else this.set('notices', { is: 'failed', why: leave === 'denied' ? 'noticesDenied' : 'noticesMissing' })
  }

  private look(
    meter: LevelMeter,
    before: { readonly looks: number; readonly spoken: number; readonly loudest: number },
    signal: AbortSignal,
  ): void {
    if (signal.aborted) return
    const level = meter.level()
    const now = {
      looks: before.looks + 1,
      spoken: before.spoken + (level >= SPOKEN_LEVEL ? 1 : 0),
      loudest: Math.max(before.loudest, level),
    }
    this.store.setState({ level })
    if (now.spoken < SPOKEN_LOOKS && now.looks < LISTEN_LOOKS) {
      this.options.scheduler.after(LOOK_MS, () => this.look(meter, now, signal))
      return
    }
    meter.stop()
    this.store.setState({ level: 0 })
    if (now.spoken >= SPOKEN_LOOKS) this.set('microphone', { is: 'passed' })
    else
      this.set('microphone', {
        is: 'failed',
        why: now.loudest < SILENT_LEVEL ? 'microphoneSilent' : 'microphoneQuiet',
      })
  }
}

function networkState(network: NetworkFinding | null): CheckState {
  if (network === null) return { is: 'failed', why: 'noCredentials' }
  if (!network.hasAddress) return { is: 'failed', why: 'noAddress' }
  if (network.turn === 'silent') return { is: 'failed', why: 'turnSilent' }
  return network.stun === 'silent' ? { is: 'failed', why: 'stunSilent' } : { is: 'passed' }
}

/** By the names of Media Capture §10. */
function faultOf(error: unknown): CheckFault {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'microphoneDenied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'microphoneMissing' : 'microphoneBusy'
}
