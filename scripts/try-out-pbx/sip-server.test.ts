import { expect, it } from 'vitest'
import { issueSipCredentials } from '#shared/features/telephony/sip-credentials.ts'
import { hmacSha1Base64 } from './credentials.ts'
import type { DeskLeg } from './desk-leg.ts'
import { digestResponse, parseDigestParams } from './digest.ts'
import type { SipLink } from './sip-link.ts'
import { headerOf, parseSipMessage, type SipHeader, type SipResponse, serialiseSipMessage } from './sip-message.ts'
import { createSipServer, type SipServer, VANISHED_AFTER_MS } from './sip-server.ts'
import { createFakeScheduler } from './testing/fake-scheduler.ts'

const SECRET = 's'
const DOMAIN = 'd.invalid'

function newLink(id: number): SipLink & { isOpen: boolean; readonly sent: string[] } {
  const sent: string[] = []
  return { id, isOpen: true, sent, send: (message) => sent.push(serialiseSipMessage(message)) }
}

/** Sends a request signed for extension 1001 and returns the answer to the signed one. */
function signed(
  sip: SipServer,
  link: ReturnType<typeof newLink>,
  nowMs: number,
  method: 'REGISTER' | 'INVITE',
  more: SipHeader[] = [],
  body = '',
): SipResponse {
  const { username, password } = issueSipCredentials({ extension: '1001', secret: SECRET, nowMs, hmacSha1Base64 })
  const uri = method === 'REGISTER' ? `sip:${DOMAIN}` : `sip:1002@${DOMAIN}`
  const send = (headers: SipHeader[]): SipResponse => {
    const to = method === 'REGISTER' ? `<sip:1001@${DOMAIN}>` : `<${uri}>`
    const request = {
      kind: 'request',
      method,
      uri,
      body,
      headers: [
        ['via', 'SIP/2.0/WS x;branch=z9hG4bK1'],
        ['from', `<sip:1001@${DOMAIN}>;tag=a`],
        ['to', to],
        ['call-id', 'c'],
        ['cseq', `1 ${method}`],
        ['contact', '<sip:1001@x.invalid>'],
        ...more,
        ...headers,
      ],
    } as const
    sip.receive(link, serialiseSipMessage(request))
    const answer = parseSipMessage(link.sent.at(-1) ?? '')
    if (!answer.ok || answer.message.kind !== 'response') throw new Error('no answer')
    return answer.message
  }
  const { realm = '', nonce = '' } = parseDigestParams(
    headerOf(send([]), method === 'REGISTER' ? 'www-authenticate' : 'proxy-authenticate') ?? '',
  )
  const response = digestResponse({ username, realm, password, method, uri, nonce })
  const value = `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`
  return send([[method === 'REGISTER' ? 'authorization' : 'proxy-authorization', value]])
}

function setUp() {
  const scheduler = createFakeScheduler()
  const told: string[] = []
  let tokens = 0
  const sip = createSipServer({
    domain: DOMAIN,
    secret: SECRET,
    scheduler,
    newToken: () => `t${++tokens}`,
    onDeskCall: (leg: DeskLeg, dialled) => {
      leg.events = {
        ringing: () => undefined,
        answered: () => undefined,
        refused: () => undefined,
        reoffered: () => undefined,
        keyed: () => undefined,
        referred: () => false,
        ended: (reason) => told.push(reason),
      }
      told.push(`calls ${dialled}`)
      leg.accept('answer')
    },
    onRegistered: (extension) => told.push(`registered ${extension}`),
  })
  return { sip, scheduler, told }
}

it('a registration serves as long as it says, and not longer', () => {
  const { sip, scheduler, told } = setUp()
  const link = newLink(1)
  const answer = signed(sip, link, scheduler.nowMs(), 'REGISTER', [['expires', '60']])
  expect(answer.status).toBe(200)
  expect(headerOf(answer, 'contact')).toBe('<sip:1001@x.invalid>;expires=60')
  expect(told).toEqual(['registered 1001'])
  scheduler.pass(59_999)
  expect(sip.registrar.find('1001')).toBeDefined()
  scheduler.pass(1)
  expect(sip.registrar.find('1001')).toBeUndefined()
  expect(signed(sip, link, scheduler.nowMs(), 'REGISTER', [['expires', 'soon']]).status).toBe(400)
})

it('a desk whose connection is away for half a minute has left its call', () => {
  const { sip, scheduler, told } = setUp()
  const link = newLink(1)
  signed(sip, link, scheduler.nowMs(), 'REGISTER')
  expect(signed(sip, link, scheduler.nowMs(), 'INVITE', [], 'offer').status).toBe(200)
  expect(told.at(-1)).toBe('calls 1002')
  link.isOpen = false
  sip.closeLink(link)
  scheduler.pass(VANISHED_AFTER_MS - 1)
  expect(told.at(-1)).toBe('calls 1002')
  scheduler.pass(1)
  expect(told.at(-1)).toBe('desk-vanished')
})

it('a desk that comes back in time keeps its call, and is asked whether it knows it', () => {
  const { sip, scheduler, told } = setUp()
  const [link, other] = [newLink(1), newLink(2)]
  signed(sip, link, scheduler.nowMs(), 'REGISTER')
  const answer = signed(sip, link, scheduler.nowMs(), 'INVITE', [], 'offer')
  sip.receive(
    link,
    serialiseSipMessage({
      kind: 'request',
      method: 'ACK',
      uri: 'sip:exchange@d',
      body: '',
      headers: [
        ['via', 'SIP/2.0/WS x;branch=z9hG4bK2'],
        ['from', headerOf(answer, 'from') ?? ''],
        ['to', headerOf(answer, 'to') ?? ''],
        ['call-id', 'c'],
        ['cseq', '1 ACK'],
      ],
    }),
  )
  link.isOpen = false
  sip.closeLink(link)
  scheduler.pass(20_000)
  signed(sip, other, scheduler.nowMs(), 'REGISTER')
  scheduler.pass(60_000)
  expect(told.at(-1)).toBe('registered 1001')
  expect(other.sent.some((text) => text.startsWith('OPTIONS sip:1001@x.invalid'))).toBe(true)
})
