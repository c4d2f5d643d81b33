/** Direction of a media section (RFC 3264 §5.1), seen from whoever wrote the description. */
export type SdpDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

const DIRECTION_LINE = /^a=(sendrecv|sendonly|recvonly|inactive)[ \t]*(\r?)$/m

interface AudioSection {
  readonly start: number
  readonly end: number
}

function audioSection(sdp: string): AudioSection | undefined {
  const start = sdp.search(/^m=audio /m)
  if (start < 0) return undefined
  const next = sdp.slice(start + 1).search(/^m=/m)
  return { start, end: next < 0 ? sdp.length : start + 1 + next }
}

/** Direction of the first audio section; the session level counts when the section names none, `sendrecv` when nobody does. */
export function directionOf(sdp: string): SdpDirection {
  const section = audioSection(sdp)
  const session = sdp.slice(0, Math.max(0, sdp.search(/^m=/m)))
  const own = section ? DIRECTION_LINE.exec(sdp.slice(section.start, section.end)) : undefined
  return ((own ?? DIRECTION_LINE.exec(session))?.[1] as SdpDirection | undefined) ?? 'sendrecv'
}

const canSend = (direction: SdpDirection): boolean => direction === 'sendrecv' || direction === 'sendonly'
const canReceive = (direction: SdpDirection): boolean => direction === 'sendrecv' || direction === 'recvonly'

/**
 * The answer nearest to `answer` that RFC 3264 §6.1 allows for `offer`. Exchanges that answer a hold (`sendonly`) with
 * `sendrecv` exist, Chromium refuses their answer and the library would end the call. [TEL31]
 */
export function legalAnswer(offer: SdpDirection, answer: SdpDirection): SdpDirection {
  const sends = canSend(answer) && canReceive(offer)
  const receives = canReceive(answer) && canSend(offer)
  if (sends) return receives ? 'sendrecv' : 'sendonly'
  return receives ? 'recvonly' : 'inactive'
}

/** The same description with another direction in its first audio section. */
export function withDirection(sdp: string, direction: SdpDirection): string {
  const section = audioSection(sdp)
  if (!section || directionOf(sdp) === direction) return sdp
  const media = sdp.slice(section.start, section.end)
  const changed = DIRECTION_LINE.test(media)
    ? media.replace(DIRECTION_LINE, `a=${direction}$2`)
    : `${media.replace(/\r?\n$/, '')}\r\na=${direction}\r\n`
  return sdp.slice(0, section.start) + changed + sdp.slice(section.end)
}

/** True if whoever sent this offer does not want to hear us: the far side holds. */
export function isHoldOffer(direction: SdpDirection): boolean {
  return !canReceive(direction)
}

/** What we offer. The library's own table turns `inactive` into `recvonly` on resume and the call stays one-way. */
export function directionToOffer(isHeld: boolean): SdpDirection {
  return isHeld ? 'sendonly' : 'sendrecv'
}

/** What we answer to `offer`. */
export function directionToAnswer(offer: SdpDirection, isHeld: boolean): SdpDirection {
  return legalAnswer(offer, directionToOffer(isHeld))
}

/** What of the DTLS handshake this side does (RFC 5763 §5). */
type DtlsRole = 'active' | 'passive'

const SETUP_LINE = /^a=setup:(\w+)[ \t]*(\r?)$/gm

/**
 * The far side's present description as its answer to an offer of ours: the same media and DTLS roles, another direction.
 * @param local our present description: it knows the roles when the far side's was an offer (`actpass`)
 */
export function asAnswer(remote: string, local: string, direction: SdpDirection): string {
  const ours = /^a=setup:(active|passive)\r?$/m.exec(local)?.[1] as DtlsRole | undefined
  const theirs = ours === 'active' ? 'passive' : 'active'
  return withDirection(remote, direction).replace(SETUP_LINE, (line, role: string, end: string) =>
    role === 'actpass' ? `a=setup:${theirs}${end}` : line,
  )
}

/** True if an offer begins ICE anew: its user fragment differs from the present one. */
export function isIceRestart(offer: string, present: string): boolean {
  const fragment = (sdp: string): string | undefined => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1]
  return fragment(offer) !== fragment(present)
}
