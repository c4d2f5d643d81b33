import type { Scheduler } from '../engine/scheduler.ts'

/** `silent`: it is set and does not answer. */
export type Reached = 'notSet' | 'answered' | 'silent'

/** What ways for sound this computer has. */
export interface NetworkFinding {
  /** At least one network address of this computer. */
  readonly hasAddress: boolean
  /** The server that tells us how we are seen from outside (RFC 8489). */
  readonly stun: Reached
  /** The server that passes sound on where nothing goes directly (RFC 8656). */
  readonly turn: Reached
}

type ProbeConnection = Pick<
  RTCPeerConnection,
  'addEventListener' | 'createDataChannel' | 'createOffer' | 'setLocalDescription' | 'close' | 'iceGatheringState'
>

export interface ProbeOptions {
  readonly iceServers: readonly RTCIceServer[]
  readonly createConnection: (configuration: RTCConfiguration) => ProbeConnection
  readonly scheduler: Scheduler
}

/** A server that has said nothing for so long does not help a call either. */
const LIMIT_MS = 6_000

/**
 * Gathers ways for sound as a call would, and says which servers have answered. [TEL111]
 * @throws never; a connection that cannot be made has no address
 */
export function probeNetwork({ iceServers, createConnection, scheduler }: ProbeOptions): Promise<NetworkFinding> {
  const isSet = (scheme: RegExp): boolean =>
    iceServers.some(({ urls }) => [urls].flat().some((url) => scheme.test(url)))
  const needs = { stun: isSet(/^stuns?:/i), turn: isSet(/^turns?:/i) }
  const types = new Set<string>()
  let isStunRefused = false
  return new Promise((resolve) => {
    let connection: ProbeConnection | undefined
    const finish = (isComplete: boolean): void => {
      stopTimer()
      connection?.close()
      // Without address translation we are seen under our own address, which the browser does not name twice.
      const isStunReached = types.has('srflx') || (isComplete && !isStunRefused && types.size > 0)
      const reached = (isNeeded: boolean, isReached: boolean): Reached =>
        !isNeeded ? 'notSet' : isReached ? 'answered' : 'silent'
      resolve({
        hasAddress: types.size > 0,
        stun: reached(needs.stun, isStunReached),
        turn: reached(needs.turn, types.has('relay')),
      })
    }
    const stopTimer = scheduler.after(LIMIT_MS, () => finish(false))
    const seen = ({ candidate }: RTCPeerConnectionIceEvent): void => {
      const type = / typ (\w+)/.exec(candidate?.candidate ?? '')?.[1]
      if (type !== undefined) types.add(type)
      if (types.has('host') && (!needs.stun || types.has('srflx')) && (!needs.turn || types.has('relay'))) finish(false)
    }
    try {
      connection = createConnection({ iceServers: [...iceServers] })
      connection.addEventListener('icecandidate', seen as EventListener)
      connection.addEventListener('icecandidateerror', ((event: RTCPeerConnectionIceErrorEvent) => {
        if (/^stuns?:/i.test(event.url)) isStunRefused = true
      }) as EventListener)
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection?.iceGatheringState === 'complete') finish(true)
      })
      connection.createDataChannel('probe')
      connection
        .createOffer()
        .then((offer) => connection?.setLocalDescription(offer))
        .catch(() => finish(false))
    } catch {
      finish(false)
    }
  })
}
