import { readFileSync } from 'node:fs'
import { OUTSIDE_SSRC } from './rtp-endpoint.ts'

const FOLDER = new URL('sipp/', import.meta.url)
/** Final answers after which the caller has nothing left but to acknowledge. */
const REFUSALS = [400, 403, 404, 408, 480, 482, 484, 486, 487, 488, 491, 500, 503, 504, 600, 603]

/** What the outside makes of a re-INVITE: the right answer to hold, a wrong `sendrecv`, or a failure. */
export type ReinviteAnswer = 'mirror' | 'sendrecv' | 'fail'

export interface TalkOptions {
  /** Port where the outside's audio is received and sent from. */
  readonly mediaPort: number
  /** Hangs up when nothing happened for this long. */
  readonly talkMs: number
  readonly onReinvite: ReinviteAnswer
}

export interface CallerOptions extends TalkOptions {
  /** Whom it calls: a SIP URI, also one that a transfer names. */
  readonly to: string
  /** Unique text of this run: tag and branches. */
  readonly token: string
  /** Name-addr without a tag. */
  readonly from: string
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  /** INVITE without an SDP; the offer comes in the 200, the answer in the ACK. */
  readonly isLateOffer: boolean
  /** Gives up ringing after this. */
  readonly ringMs: number
  /** `Reason` of the CANCEL (RFC 3326), if any. */
  readonly cancelReason?: string | undefined
}

export interface CalleeOptions extends TalkOptions {
  readonly token: string
  readonly answerMs: number
  /** `486 Busy Here` and the like: refused instead of answered. */
  readonly refusal?: string | undefined
  /** 183 with an SDP, for announcements before the answer. */
  readonly isEarlyMedia: boolean
}

/** The sipp scenario of a call from outside. */
export function callerScenario(options: CallerOptions): string {
  const body = sdp(options.mediaPort, '101')
  return fill(read('caller.xml'), {
    to: options.to,
    token: options.token,
    from: options.from,
    headers: options.headers.map(([name, value]) => `      ${name}: ${value}\n`).join(''),
    offer: options.isLateOffer ? noBody() : body,
    answer: options.isLateOffer ? body : noBody(),
    refusals: REFUSALS.map((status) => `  <recv response="${status}" optional="true" next="refused"/>`).join('\n'),
    ringMs: options.ringMs,
    cancelReason: options.cancelReason === undefined ? '' : `      Reason: ${options.cancelReason}\n`,
    talk: talk(options, `      From: ${options.from};tag=${options.token}\n      To: <${options.to}>[$peerTag]`),
    // sipp takes an answer for that of the request sent last above it, so this must follow the BYE in the file
    parting: read('parting.xml'),
  })
}

/** The sipp scenario of an outside that is called. */
export function calleeScenario(options: CalleeOptions): string {
  return fill(read('callee.xml'), {
    token: options.token,
    progress: options.isEarlyMedia ? 'SIP/2.0 183 Session Progress' : 'SIP/2.0 180 Ringing',
    early: options.isEarlyMedia ? sdp(options.mediaPort, '[$event]') : noBody(),
    answerMs: options.answerMs,
    afterRinging: options.refusal === undefined ? 'answer' : 'refuse',
    refusal: options.refusal ?? '486 Busy Here',
    answer: sdp(options.mediaPort, '[$event]'),
    talk: talk(options, `      From:[$outside];tag=${options.token}\n      To:[$desk]`),
    parting: read('parting.xml'),
  })
}

/** @param dialogue From and To of our own requests within the call */
function talk(options: TalkOptions, dialogue: string): string {
  return fill(read('talk.xml'), {
    dialogue,
    talkMs: options.talkMs,
    onReinvite: options.onReinvite,
    'reinvite:sendrecv': reinviteAnswer(options.mediaPort, 'sendrecv'),
    'reinvite:recvonly': reinviteAnswer(options.mediaPort, 'recvonly'),
    'reinvite:inactive': reinviteAnswer(options.mediaPort, 'inactive'),
  })
}

function reinviteAnswer(mediaPort: number, direction: string): string {
  return `  <send next="talk"><![CDATA[
      SIP/2.0 200 OK
      [last_Via:]
      [last_From:]
      [last_To:]
      [last_Call-ID:]
      [last_CSeq:]
      [last_Record-Route:]
      Contact: <sip:outside@[local_ip]:[local_port]>
${sdp(mediaPort, '[$event]', direction)}
  ]]></send>`
}

/** @param eventType payload type of keys: ours in an offer, the far side's in an answer (rtpengine drops keys that change their number) */
function sdp(mediaPort: number, eventType: '101' | '[$event]', direction = 'sendrecv'): string {
  return `      Content-Type: application/sdp
      Content-Length: [len]

      v=0
      o=outside 1 1 IN IP4 127.0.0.1
      s=-
      c=IN IP4 127.0.0.1
      t=0 0
      m=audio ${mediaPort} RTP/AVP 8 ${eventType}
      a=rtpmap:8 PCMA/8000
      a=rtpmap:${eventType} telephone-event/8000
      a=fmtp:${eventType} 0-16
      a=ssrc:${OUTSIDE_SSRC} cname:outside
      a=${direction}`
}

function noBody(): string {
  return '      Content-Length: 0'
}

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8')
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{([\w:]+)\}\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new RangeError(`The sipp scenario names an unknown value: ${name}`)
    return String(value)
  })
}

/**
 * A display name or header value as it may stand in a scenario: brackets would be read as sipp's keywords, a line break as the next header.
 */
export function plainValue(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  const printable = text.replace(/[\u0000-\u001f\u007f]+/g, ' ')
  return printable.replaceAll('[', '(').replaceAll(']', ')')
}
