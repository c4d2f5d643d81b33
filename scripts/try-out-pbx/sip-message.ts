import { splitList } from './sip-address.ts'

/** Longest message taken from the wire, in UTF-16 units: an INVITE of a browser has about 3,000. */
export const MAX_SIP_MESSAGE_LENGTH = 65_536
const MAX_HEADERS = 200

/** Header names are kept in lower case and in their long form; values hold one list member each. */
export type SipHeader = readonly [name: string, value: string]

export interface SipRequest {
  readonly kind: 'request'
  readonly method: string
  readonly uri: string
  readonly headers: readonly SipHeader[]
  readonly body: string
}

export interface SipResponse {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
  readonly headers: readonly SipHeader[]
  readonly body: string
}

export type SipMessage = SipRequest | SipResponse

export type SipParse =
  | { readonly ok: true; readonly message: SipMessage }
  | {
      readonly ok: false
      readonly reason: 'too-long' | 'no-end' | 'start-line' | 'header' | 'missing-header' | 'cseq' | 'length'
    }

const LONG_NAMES: Readonly<Record<string, string>> = {
  c: 'content-type',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  t: 'to',
  v: 'via',
}
const WRITTEN_NAMES: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
}
const LISTS = new Set(['via', 'contact', 'route', 'record-route'])
const REQUIRED = ['via', 'from', 'to', 'call-id', 'cseq']

const REQUEST_LINE = /^([A-Z]{1,32}) ([!-~]{1,2048}) SIP\/2\.0$/
const STATUS_LINE = /^SIP\/2\.0 ([1-6][0-9]{2}) ?(.*)$/
const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be found
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/
const CSEQ = /^([0-9]{1,10})[ \t]+([A-Z]{1,32})$/

/**
 * Reads one SIP message (RFC 3261 §7) that came in one WebSocket frame (RFC 7118 §5). Whatever the bytes, it answers and never throws.
 * The body is as long as Content-Length says; without that header it is the rest of the frame.
 */
export function parseSipMessage(text: string): SipParse {
  if (text.length > MAX_SIP_MESSAGE_LENGTH) return { ok: false, reason: 'too-long' }
  const start = text.replace(/^(?:\r\n)+/, '')
  const end = start.indexOf('\r\n\r\n')
  if (end < 0) return { ok: false, reason: 'no-end' }
  const [startLine = '', ...lines] = start
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  if (CONTROL.test(startLine)) return { ok: false, reason: 'start-line' }

  const headers = parseHeaders(lines)
  if (headers === undefined) return { ok: false, reason: 'header' }
  if (REQUIRED.some((name) => headerOf({ headers }, name) === undefined)) return { ok: false, reason: 'missing-header' }
  const cseq = CSEQ.exec(headerOf({ headers }, 'cseq') ?? '')
  if (cseq === null) return { ok: false, reason: 'cseq' }
  const body = bodyOf(start.slice(end + 4), headerOf({ headers }, 'content-length'))
  if (body === undefined) return { ok: false, reason: 'length' }
  const kept = headers.filter(([name]) => name !== 'content-length')

  const status = STATUS_LINE.exec(startLine)
  if (status !== null) {
    return {
      ok: true,
      message: { kind: 'response', status: Number(status[1]), reason: status[2] ?? '', headers: kept, body },
    }
  }
  const request = REQUEST_LINE.exec(startLine)
  if (request === null) return { ok: false, reason: 'start-line' }
  const [, method = '', uri = ''] = request
  if (cseq[2] !== method) return { ok: false, reason: 'cseq' }
  return { ok: true, message: { kind: 'request', method, uri, headers: kept, body } }
}

function parseHeaders(lines: readonly string[]): SipHeader[] | undefined {
  const headers: SipHeader[] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    const written = line.slice(0, Math.max(colon, 0)).trimEnd()
    const value = line.slice(colon + 1).trim()
    if (colon < 1 || !TOKEN.test(written) || CONTROL.test(value)) return undefined
    const lower = written.toLowerCase()
    const name = LONG_NAMES[lower] ?? lower
    for (const member of LISTS.has(name) ? splitList(value) : [value]) headers.push([name, member])
    if (headers.length > MAX_HEADERS) return undefined
  }
  return headers
}

function bodyOf(rest: string, contentLength: string | undefined): string | undefined {
  if (contentLength === undefined) return rest
  if (!/^[0-9]{1,7}$/.test(contentLength)) return undefined
  const bytes = new TextEncoder().encode(rest)
  const length = Number(contentLength)
  if (length > bytes.length) return undefined
  return length === bytes.length ? rest : new TextDecoder().decode(bytes.subarray(0, length))
}

/**
 * Writes a message. Content-Length is always computed.
 * @throws RangeError when a name or value would break the message apart (a line break in a display name, for instance)
 */
export function serialiseSipMessage(message: SipMessage): string {
  const startLine =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`
  const lines = [startLine]
  for (const [name, value] of message.headers)
    if (name !== 'content-length') lines.push(`${writtenName(name)}: ${value}`)
  for (const line of lines) if (CONTROL.test(line)) throw new RangeError('a control character in a SIP header')
  lines.push(`Content-Length: ${new TextEncoder().encode(message.body).length}`)
  return `${lines.join('\r\n')}\r\n\r\n${message.body}`
}

function writtenName(name: string): string {
  if (!TOKEN.test(name)) throw new RangeError('a SIP header name is not a token')
  return (
    WRITTEN_NAMES[name] ??
    name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
  )
}

/** First value of a header, by its long lower-case name. */
export function headerOf(message: { readonly headers: readonly SipHeader[] }, name: string): string | undefined {
  return message.headers.find(([key]) => key === name)?.[1]
}

/** All values of a header in their order. */
export function headersOf(message: { readonly headers: readonly SipHeader[] }, name: string): string[] {
  return message.headers.filter(([key]) => key === name).map(([, value]) => value)
}

/** Number and method of CSeq; a parsed message always has them. */
export function cseqOf(message: SipMessage): { readonly number: number; readonly method: string } {
  const match = CSEQ.exec(headerOf(message, 'cseq') ?? '')
  return { number: Number(match?.[1] ?? 0), method: match?.[2] ?? '' }
}

/** Branch of the topmost Via: the key of the transaction (RFC 3261 §17.1.3). */
export function branchOf(message: SipMessage): string {
  return /;\s*branch=([^;,\s]{1,256})/i.exec(headerOf(message, 'via') ?? '')?.[1] ?? ''
}

/** A response to a request: the headers that RFC 3261 §8.2.6 copies, and `toTag` unless the request had one. */
export function responseTo(
  request: SipRequest,
  status: number,
  reason: string,
  more: { readonly headers?: readonly SipHeader[]; readonly body?: string; readonly toTag?: string } = {},
): SipResponse {
  const to = headerOf(request, 'to') ?? ''
  const tagged =
    more.toTag === undefined || /;\s*tag=/i.test(to.slice(to.lastIndexOf('>') + 1)) ? to : `${to};tag=${more.toTag}`
  const copied = request.headers.flatMap(([name, value]): SipHeader[] => {
    if (name === 'to') return [['to', tagged]]
    return name === 'via' || name === 'from' || name === 'call-id' || name === 'cseq' || name === 'record-route'
      ? [[name, value]]
      : []
  })
  return { kind: 'response', status, reason, headers: [...copied, ...(more.headers ?? [])], body: more.body ?? '' }
}
