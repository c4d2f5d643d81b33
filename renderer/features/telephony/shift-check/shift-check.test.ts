import { beforeEach, describe, expect, it } from 'vitest'
import { type FakeScheduler, fakeScheduler } from '../engine/fake-scheduler.ts'
import type { LinkStatus } from '../engine/sip-port.ts'
import { isSettled, type KeptCheck, parseKept } from './check-memory.ts'
import type { NetworkFinding } from './network-probe.ts'
import { type NoticeLeave, ShiftCheck, type ShiftCheckOptions } from './shift-check.ts'

const WELL: NetworkFinding = { hasAddress: true, stun: 'answered', turn: 'answered' }
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

let scheduler: FakeScheduler
let kept: KeptCheck | null
let sounds: string[]
let level: number
let openMeters: number
let link: LinkStatus
let leave: NoticeLeave
let devices: string

beforeEach(() => {
  scheduler = fakeScheduler(Date.UTC(2026, 0, 15, 6))
  kept = null
  sounds = []
  level = 0
  openMeters = 0
  link = { state: 'registered' }
  leave = 'granted'
  devices = 'a|b|c'
})

function check(change: Partial<ShiftCheckOptions> = {}): ShiftCheck {
  return new ShiftCheck({
    userId: 'me',
    scheduler,
    dayOf: (nowMs) => new Date(nowMs).toISOString().slice(0, 10),
    devices: () => devices,
    memory: {
      load: () => kept,
      save: (given) => {
        kept = given
      },
    },
    link: () => link,
    probeNetwork: async () => WELL,
    openMeter: async () => {
      openMeters += 1
      let isOpen = true
      return {
        level: () => level,
        stop: () => {
          if (isOpen) openMeters -= 1
          isOpen = false
        },
      }
    },
    playOwnVoice: async (_signal, onPlaying) => onPlaying(),
    soundSpeaker: (isOn) => void sounds.push(`speaker ${isOn}`),
    soundRinger: (isOn) => void sounds.push(`ringer ${isOn}`),
    noticeLeave: () => leave,
    askNoticeLeave: async () => 'granted',
    ...change,
  })
}
const stateOf = (it: ShiftCheck, item: keyof ReturnType<ShiftCheck['store']['getState']>['items']) =>
  it.store.getState().items[item]

async function passAll(it: ShiftCheck): Promise<void> {
  level = 0.5
  it.open()
  await settle()
  scheduler.advance(1_000)
  it.sound('speaker')
  it.heard('speaker', true)
  await it.repeatVoice()
  it.heard('ownVoice', true)
  it.sound('ringer')
  it.heard('ringer', true)
}

describe('[TEL110] the check before the shift', () => {
  it('passes what it can see by itself and asks a person what was heard', async () => {
    const it_ = check()
    level = 0.5
    it_.open()
    await settle()
    scheduler.advance(1_000)
    for (const item of ['registration', 'network', 'notices', 'microphone'] as const)
      expect(stateOf(it_, item)).toEqual({ is: 'passed' })
    expect(openMeters).toBe(0)
    expect(stateOf(it_, 'ringer')).toEqual({ is: 'open' })
    expect(kept).toBeNull()
  })

  it('is remembered for the day, and for these devices', async () => {
    const it_ = check()
    expect(it_.isWanted(it_.store.getState().kept)).toBe(true)
    await passAll(it_)
    expect(kept).toMatchObject({ userId: 'me', day: '2026-01-15', failed: [], devices: 'a|b|c' })
    const next = check()
    expect(next.isWanted(next.store.getState().kept)).toBe(false)
    devices = 'another headset|b|c'
    expect(next.isWanted(next.store.getState().kept)).toBe(true)
    devices = 'a|b|c'
    scheduler.advance(24 * 3_600_000)
    expect(next.isWanted(next.store.getState().kept)).toBe(true)
  })

  it('put off, is not offered again on this day, and tomorrow is', () => {
    const it_ = check()
    it_.putOff()
    expect(it_.isWanted(it_.store.getState().kept)).toBe(false)
    scheduler.advance(24 * 3_600_000)
    expect(it_.isWanted(it_.store.getState().kept)).toBe(true)
  })

  it('keeps what failed: a fault that cannot be mended now is no reason to ask all day', async () => {
    const it_ = check({ probeNetwork: async () => ({ ...WELL, turn: 'silent' }) })
    await passAll(it_)
    expect(kept).toMatchObject({ failed: ['network'] })
    expect(it_.isWanted(it_.store.getState().kept)).toBe(false)
  })

  it('sounds one thing at a time, and falls silent with the answer or when it is closed', () => {
    const it_ = check()
    it_.open()
    sounds = []
    it_.sound('speaker')
    it_.sound('ringer')
    expect(sounds.slice(-3)).toEqual(['speaker false', 'ringer false', 'ringer true'])
    it_.heard('ringer', false)
    expect(sounds.at(-1)).toBe('ringer false')
    expect(stateOf(it_, 'ringer')).toEqual({ is: 'failed', why: 'ringerUnheard' })
    it_.sound('ringer')
    it_.close()
    expect(sounds.at(-1)).toBe('ringer false')
    expect(it_.store.getState().isOpen).toBe(false)
  })
})

describe('[TEL110] each fault has a name', () => {
  it.each([
    ['NotAllowedError', 'microphoneDenied'],
    ['NotFoundError', 'microphoneMissing'],
    ['NotReadableError', 'microphoneBusy'],
  ])('%s: %s', async (name, why) => {
    const it_ = check({ openMeter: () => Promise.reject(new DOMException('', name)) })
    it_.open()
    await settle()
    expect(stateOf(it_, 'microphone')).toEqual({ is: 'failed', why })
  })

  it.each([
    [0, 'microphoneSilent'],
    [0.2, 'microphoneQuiet'],
  ])('a microphone at %s for ten seconds: %s', async (heard, why) => {
    const it_ = check()
    level = heard
    it_.open()
    await settle()
    scheduler.advance(20_000)
    expect(stateOf(it_, 'microphone')).toEqual({ is: 'failed', why })
    expect(openMeters).toBe(0)
    expect(scheduler.pending).toBe(0)
  })

  it.each<[NetworkFinding | Error, string]>([
    [new Error('no credentials'), 'noCredentials'],
    [{ ...WELL, hasAddress: false }, 'noAddress'],
    [{ ...WELL, turn: 'silent' }, 'turnSilent'],
    [{ ...WELL, stun: 'silent' }, 'stunSilent'],
  ])('the network: %j', async (found, why) => {
    const it_ = check({ probeNetwork: async () => (found instanceof Error ? Promise.reject(found) : found) })
    it_.open()
    await settle()
    expect(stateOf(it_, 'network')).toEqual({ is: 'failed', why })
  })

  it('a link that is not there says why, and passes once it comes back', () => {
    link = { state: 'unregistered', reason: 'serverAway' }
    const it_ = check()
    it_.open()
    expect(stateOf(it_, 'registration')).toEqual({ is: 'failed', why: { link: 'serverAway' } })
    link = { state: 'registered' }
    it_.linkChanged()
    expect(stateOf(it_, 'registration')).toEqual({ is: 'passed' })
  })

  it('leave for notices is asked by a click', async () => {
    leave = 'default'
    const it_ = check()
    it_.open()
    expect(stateOf(it_, 'notices')).toEqual({ is: 'needsLeave' })
    await it_.askNotices()
    expect(stateOf(it_, 'notices')).toEqual({ is: 'passed' })
    leave = 'denied'
    it_.open()
    expect(stateOf(it_, 'notices')).toEqual({ is: 'failed', why: 'noticesDenied' })
  })

  it('closed in the middle, lets go of the microphone that opens too late', async () => {
    let opened: (meter: { level: () => number; stop: () => void }) => void = () => undefined
    let stopped = 0
    const it_ = check({ openMeter: () => new Promise((resolve) => (opened = resolve)) })
    it_.open()
    it_.close()
    opened({ level: () => 0, stop: () => void stopped++ })
    await settle()
    expect(stopped).toBe(1)
    expect(stateOf(it_, 'microphone')).toEqual({ is: 'open' })
  })
})

describe('[TEL110] what is kept', () => {
  it('belongs to one user', () => {
    const mine: KeptCheck = { userId: 'me', day: '2026-01-15', at: 1, failed: [], devices: 'x' }
    expect(isSettled(mine, { userId: 'me', day: '2026-01-15', devices: 'x' })).toBe(true)
    expect(isSettled(mine, { userId: 'other', day: '2026-01-15', devices: 'x' })).toBe(false)
  })

  it.each(['', '{', 'null', '[]', '{"userId":1}', '{"userId":"me","day":"d","devices":"x","at":"soon","failed":[]}'])(
    'damaged is nothing: %s',
    (stored) => expect(parseKept(stored)).toBeNull(),
  )

  it('survives being written and read, without items of another version', () => {
    const written = { userId: 'me', day: '2026-01-15', at: 5, failed: ['network', 'lamp'], devices: 'x' }
    expect(parseKept(JSON.stringify(written))).toEqual({ ...written, failed: ['network'] })
  })
})
