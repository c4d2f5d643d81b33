import { awaitOutside, type CalledOutside, type CallFromOutside, inviteFromOutside } from '#scripts/lab/outside.ts'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import { type Lab, type LabOptions, startLab } from '#scripts/lab/start-lab.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { loadPhraseAudio } from '#scripts/try-out-pbx/phrases.ts'

/** Secret of the lab and of the credentials that tests issue. */
export const LAB_SECRET = 'secret of the sip lab tests'
/** What the outside says unless told otherwise, Hz. */
export const OUTSIDE_HZ = 600

/** A tone (Hz), a phrase of a citizen (`{ phrase: 'check-up' }`), or everything sent back. */
export type OutsideSpeech = number | { readonly phrase: string } | 'echo'

/** The people outside, as a test uses them. Whatever call a test leaves open is ended by `close`. */
export interface Outside {
  /** Somebody calls the service number, or `to`. */
  call(call?: Partial<Omit<CallFromOutside, 'speech'>> & { readonly speech?: OutsideSpeech }): Promise<OutsideCall>
  /** Somebody waits to be called; await this before the desk dials. One at a time. */
  waitForCall(side?: Partial<Omit<CalledOutside, 'speech'>> & { readonly speech?: OutsideSpeech }): Promise<OutsideCall>
  close(): Promise<void>
}

export function startTestLab(options: Partial<LabOptions> = {}): Promise<Lab> {
  return startLab({ secret: LAB_SECRET, keepLogs: process.env['OPORA_KEEP_LAB_LOGS'] !== undefined, ...options })
}

export function outsideOf(lab: Lab): Outside {
  const open: OutsideCall[] = []
  const keep = (call: OutsideCall): OutsideCall => {
    open.push(call)
    return call
  }
  return {
    call: async ({ speech = OUTSIDE_HZ, ...call } = {}) =>
      keep(await inviteFromOutside(lab, { from: '+70001234567', ...call, speech: audioOf(speech) })),
    waitForCall: async ({ speech = OUTSIDE_HZ, ...side } = {}) =>
      keep(await awaitOutside(lab, { answerMs: 200, ...side, speech: audioOf(speech) })),
    close: async () => {
      await Promise.all(open.splice(0).map((call) => call.vanish()))
    },
  }
}

function audioOf(speech: OutsideSpeech): Uint8Array | 'echo' {
  if (speech === 'echo') return speech
  return typeof speech === 'number' ? alawTone(speech, 10) : loadPhraseAudio(speech.phrase)
}
