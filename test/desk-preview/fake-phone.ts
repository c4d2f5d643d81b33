import type { BrowserSoftphone } from '#renderer/features/telephony/browser-softphone.ts'
import { DEFAULT_CHOICE } from '#renderer/features/telephony/engine/devices.ts'
import { browserScheduler } from '#renderer/features/telephony/engine/scheduler.ts'
import type { PortEvent, SipPort } from '#renderer/features/telephony/engine/sip-port.ts'
import { createHeadsetButtons } from '#renderer/features/telephony/headset/browser-headset.ts'
import { Listening } from '#renderer/features/telephony/listening.ts'
import { createBrowserCheck } from '#renderer/features/telephony/shift-check/browser-check.ts'
import { Softphone } from '#renderer/features/telephony/softphone.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { err } from '#shared/kernel/result.ts'

/** The real softphone on a line that does what the preview says. */
export function fakePhone() {
  const listeners = new Set<(event: PortEvent) => void>()
  const tell = (event: PortEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const newId = (): string => newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length)))
  const port: SipPort = {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: () => tell({ type: 'link', status: { state: 'registered' } }),
    stop: async () => undefined,
    networkChanged: () => undefined,
    dial: () => undefined,
    ring: () => undefined,
    accept: (id) => tell({ type: 'call', id, event: { type: 'established' } }),
    reject: () => undefined,
    hangUp: (id) => tell({ type: 'call', id, event: { type: 'farHungUp' } }),
    setHold: (id) => tell({ type: 'call', id, event: { type: 'reinviteConfirmed' } }),
    setMuted: () => undefined,
    restartMedia: () => undefined,
    mix: () => undefined,
    transfer: () => undefined,
    sendKey: () => undefined,
    showGrant: async () => true,
    replaceMicrophone: async () => undefined,
    stats: async () => undefined,
  }
  const phone = new Softphone({
    port,
    scheduler: browserScheduler,
    newId,
    choice: DEFAULT_CHOICE,
    audio: { attach: () => undefined, setSilenced: () => undefined, detach: () => undefined },
    playTone: () => undefined,
    microphone: { openForCall: async () => new MediaStream(), release: () => undefined },
  })
  const check = createBrowserCheck({
    userId: 'preview',
    store: phone.store,
    credentials: async () => Promise.reject(new Error('no server')),
    choice: () => DEFAULT_CHOICE,
    openMicrophone: async () => new MediaStream(),
    releaseMicrophone: () => undefined,
    openMeter: async () => ({ level: () => 0.3, stop: () => undefined }),
    sound: () => undefined,
  })
  const soft: BrowserSoftphone = {
    phone,
    check,
    headset: createHeadsetButtons(undefined, phone),
    listening: new Listening({
      phone,
      port,
      request: async () => err(refuse('telephony.listening.unreachable')),
    }),
    start: () => port.start(),
    stop: async () => undefined,
    wake: () => undefined,
    takeOver: () => undefined,
    chooseDevices: () => undefined,
    refreshDevices: async () => undefined,
    testRing: () => undefined,
    toggleRecordingPause: () => undefined,
    endRecordings: async () => undefined,
    openLevelMeter: async () => ({ level: () => 0.3, stop: () => undefined }),
  }
  return {
    soft,
    ring: (number: string, source: 'direct' | 'fundContactCentre' = 'direct') => {
      phone.ready()
      const remote = { number, name: '', source, isInternal: false, divertedFrom: undefined }
      tell({ type: 'incoming', id: newId(), sipCallId: 'preview', remote })
    },
  }
}
