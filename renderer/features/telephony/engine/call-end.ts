import type { CallResult } from '#shared/features/telephony/call.ts'

/** Who ended it. `network`: the link or the media was lost; `timeout`: the machine gave up waiting. [TEL10] */
export type EndedBy = 'desk' | 'farSide' | 'network' | 'timeout'

/**
 * Why, for a person: key `telephony:end.<reason>` of the catalogue.
 * The SIP codes behind one reason differ between exchanges (404, 484 and 480 all mean "no such number here").
 */
export type EndReason =
  | 'conversationOver'
  /** The other side talks to somebody else now: we sent it on. */
  | 'transferred'
  | 'answeredElsewhere'
  | 'callerGaveUp'
  | 'weDeclined'
  | 'weCancelled'
  | 'notAnswered'
  | 'busy'
  | 'declinedByFar'
  | 'numberUnknown'
  | 'numberIncomplete'
  | 'notReachable'
  | 'forbidden'
  | 'mediaNotAccepted'
  | 'serverFault'
  | 'noReply'
  | 'connectionLost'
  | 'microphoneMissing'
  | 'microphoneDenied'
  | 'internalFault'

export interface CallEnd {
  readonly result: CallResult
  readonly by: EndedBy
  readonly reason: EndReason
  /** Final SIP response code of the far side or the cause of its Reason header. */
  readonly sipCode: number | undefined
}

const BY_CODE: Readonly<Record<number, readonly [CallResult, EndReason]>> = {
  403: ['failed', 'forbidden'],
  404: ['failed', 'numberUnknown'],
  408: ['noAnswer', 'notAnswered'],
  410: ['failed', 'numberUnknown'],
  415: ['failed', 'mediaNotAccepted'],
  480: ['noAnswer', 'notReachable'],
  482: ['failed', 'notReachable'],
  484: ['failed', 'numberIncomplete'],
  486: ['busy', 'busy'],
  487: ['cancelled', 'weCancelled'],
  488: ['failed', 'mediaNotAccepted'],
  600: ['busy', 'busy'],
  603: ['busy', 'declinedByFar'],
  604: ['failed', 'numberUnknown'],
  606: ['failed', 'mediaNotAccepted'],
}

/** Result of an outgoing call that was refused with a final response (RFC 3261 §21). */
export function endByRefusal(sipCode: number): CallEnd {
  const known = BY_CODE[sipCode]
  if (known) return { result: known[0], reason: known[1], by: 'farSide', sipCode }
  return { result: 'failed', reason: sipCode >= 500 ? 'serverFault' : 'notReachable', by: 'farSide', sipCode }
}

/** One `Reason` value of RFC 3326: protocol, cause and text. */
export interface ReasonHeader {
  readonly protocol: string
  readonly cause: number | undefined
  readonly text: string
}

/** Reads the first value of a `Reason` header; `undefined` if there is none. Never throws: the header is foreign input. */
export function parseReason(header: string | undefined): ReasonHeader | undefined {
  const protocol = /^\s*([\w-]+)/.exec(header ?? '')?.[1]
  if (!header || !protocol) return undefined
  const cause = /;\s*cause\s*=\s*(\d{1,3})/i.exec(header)?.[1]
  const text = /;\s*text\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;,\s]+))/i.exec(header)
  return {
    protocol: protocol.toUpperCase(),
    cause: cause ? Number(cause) : undefined,
    text: text?.[1] ?? text?.[2] ?? '',
  }
}

/**
 * A CANCEL that came because a colleague answered: `SIP;cause=200` (RFC 3326 §2; Kamailio, SIPp) or the words of exchanges
 * that send another cause. Such a call is not a missed one.
 */
export function isAnsweredElsewhere(header: string | undefined): boolean {
  const reason = parseReason(header)
  if (!reason) return false
  return (reason.protocol === 'SIP' && reason.cause === 200) || /(completed|answered) elsewhere/i.test(reason.text)
}
