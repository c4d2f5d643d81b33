import type { BrowserSoftphone } from '#renderer/features/telephony/browser-softphone.ts'
import { DEFAULT_CHOICE } from '#renderer/features/telephony/engine/devices.ts'
import { browserScheduler } from '#renderer/features/telephony/engine/scheduler.ts'
import type { PortEvent, SipPort } from '#renderer/features/telephony/engine/sip-port.ts'
import { Listening } from '#renderer/features/telephony/listening.ts'
import { Softphone } from '#renderer/features/telephony/softphone.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { err } from '#shared/kernel/result.ts'

/** The real softphone on a line that does what the preview says. */
export function fakePhone() {
  let tell: (event: PortEvent) => void = () => undefined
  const newId = (): string => newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length)))
  const port: SipPort = {
    subscribe: (listener) => {
      tell = listener
      return () => undefined
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
  const soft: BrowserSoftphone = {
    phone,
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
