import { randomBytes } from 'node:crypto'
import { headersOfSource } from '#scripts/try-out-pbx/call-headers.ts'
import { formatNameAddress } from '#scripts/try-out-pbx/sip-address.ts'
import { type OutsideCall, runSipp } from './outside-call.ts'
import { openRtpEndpoint } from './rtp-endpoint.ts'
import { calleeScenario, callerScenario, plainValue, type ReinviteAnswer } from './sipp-scenario.ts'
import { type Lab, SERVICE_NUMBER } from './start-lab.ts'

/** Longer than any test; a call that is forgotten ends by itself. */
const LONG_MS = 600_000

interface OutsideSide {
  /** A-law that the outside says over and over; `echo` sends back what it hears. */
  readonly speech: Uint8Array | 'echo'
  /** Hangs up when nothing was signalled for so long. */
  readonly talkMs?: number
  readonly onReinvite?: ReinviteAnswer
}

export interface CallFromOutside extends OutsideSide {
  /** Caller's number, or `anonymous`. */
  readonly from: string
  readonly name?: string | undefined
  /** Extension or, by default, the service number that hunts over the desks. */
  readonly to?: string | undefined
  readonly source?: 'direct' | 'fund' | 'dispatch' | undefined
  readonly divertedFrom?: string | undefined
  /** Gives up ringing after this. */
  readonly ringMs?: number | undefined
  /** `Reason` of the CANCEL: `SIP;cause=200;text="Call completed elsewhere"` and the like. */
  readonly cancelReason?: string
  readonly isLateOffer?: boolean
  /** Whom exactly, when a transfer has named an address. */
  readonly uri?: string
  /** Headers that a transfer asks for: Replaces and the like. */
  readonly headers?: ReadonlyArray<readonly [name: string, value: string]>
}

/** A person outside calls: a real INVITE by sipp through the trunk, with real audio. */
export async function inviteFromOutside(lab: Lab, call: CallFromOutside): Promise<OutsideCall> {
  const token = `call-${randomBytes(5).toString('hex')}`
  const media = await openRtpEndpoint(lab.nextPeerPort(), call.speech)
  const uri = call.from === 'anonymous' ? 'sip:anonymous@anonymous.invalid' : `sip:${call.from}@outside.invalid`
  const from = plainValue(formatNameAddress({ displayName: call.name, uri }))
  const number = call.to ?? SERVICE_NUMBER
  const scenario = callerScenario({
    to: call.uri ?? `sip:${number}@${lab.domain}`,
    token,
    from,
    headers: [...headersOfSource(call, 'outside.invalid'), ...(call.headers ?? [])].map(([name, value]) => [
      name,
      plainValue(value),
    ]),
    isLateOffer: call.isLateOffer ?? false,
    ringMs: call.ringMs ?? LONG_MS,
    cancelReason: call.cancelReason,
    mediaPort: media.port,
    talkMs: call.talkMs ?? LONG_MS,
    onReinvite: call.onReinvite ?? 'mirror',
  })
  const { source: _before, divertedFrom: _too, ...onward } = call
  return runSipp({
    folder: lab.folder,
    token,
    scenario,
    sipPort: lab.nextPeerPort(),
    target: { port: lab.ports.trunk, number },
    media,
    onRefer: (referral) => inviteFromOutside(lab, { ...onward, ...referral }),
  })
}

export interface CalledOutside extends OutsideSide {
  /** Rings so long, then answers or refuses. */
  readonly answerMs: number
  /** `486 Busy Here`, `404 Not Found` …: refuses instead. */
  readonly refusal?: string
  readonly isEarlyMedia?: boolean
}

/** A person outside who waits for one call of a desk. The lab has one provider port: one at a time. */
export async function awaitOutside(lab: Lab, side: CalledOutside): Promise<OutsideCall> {
  const token = `called-${randomBytes(5).toString('hex')}`
  const media = await openRtpEndpoint(lab.nextPeerPort(), side.speech)
  const scenario = calleeScenario({
    token,
    answerMs: side.answerMs,
    refusal: side.refusal,
    isEarlyMedia: side.isEarlyMedia ?? false,
    mediaPort: media.port,
    talkMs: side.talkMs ?? LONG_MS,
    onReinvite: side.onReinvite ?? 'mirror',
  })
  const { speech, onReinvite } = side
  return runSipp({
    folder: lab.folder,
    token,
    scenario,
    sipPort: lab.ports.provider,
    media,
    onRefer: (referral, self) =>
      inviteFromOutside(lab, { from: self, speech, ...(onReinvite === undefined ? {} : { onReinvite }), ...referral }),
  })
}
