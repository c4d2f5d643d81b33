import { beforeEach, describe, expect, it } from 'vitest'
import type { EndReason, PartyEvents, Refusal } from './call-party.ts'
import { DeskLeg } from './desk-leg.ts'
import type { LegContext } from './leg-dialog.ts'
import { createRegistrar } from './registrar.ts'
import type { SipLink } from './sip-link.ts'
import { cseqOf, headerOf, responseTo, type SipHeader, type SipMessage, type SipRequest } from './sip-message.ts'
import { createFakeScheduler, type FakeScheduler } from './testing/fake-scheduler.ts'
import { createClientTransactions } from './transactions.ts'

interface Wire extends SipLink {
  isOpen: boolean
  readonly sent: SipMessage[]
}

let scheduler: FakeScheduler
let context: LegContext
let wire: Wire
let told: string[]
let outcome: (outcome: Refusal | 'done') => void

function newWire(id: number): Wire {
  const sent: SipMessage[] = []
  return { id, isOpen: true, sent, send: (message) => sent.push(message) }
}

const events: PartyEvents = {
  ringing: (status) => told.push(`ringing ${status}`),
  answered: (sdp) => told.push(`answered ${sdp}`),
  refused: ({ status }: Refusal) => told.push(`refused ${status}`),
  reoffered: (sdp, respond) => {
    told.push(`reoffered ${sdp}`)
    respond({ ok: true, sdp: 'mirrored' })
  },
  keyed: (key) => told.push(`key ${key}`),
  referred: ({ uri }, onOutcome) => {
    told.push(`referred ${uri}`)
    outcome = onOutcome
    return uri !== 'sip:nobody@d'
  },
  ended: (reason: EndReason) => told.push(`ended ${reason}`),
}

beforeEach(() => {
  let tokens = 0
  told = []
  wire = newWire(1)
  scheduler = createFakeScheduler()
  const registrar = createRegistrar(scheduler, () => undefined)
  registrar.bind('1001', 'sip:1001@x.invalid', wire, 300)
  const newTag = (): string => `t${++tokens}`
  context = {
    domain: 'd',
    scheduler,
    newTag,
    transactions: createClientTransactions(scheduler, 'exchange', newTag),
    findBinding: registrar.find,
  }
})

const lastRequest = (method: string): SipRequest => {
  const found = wire.sent.findLast((message) => message.kind === 'request' && message.method === method)
  if (found?.kind !== 'request') throw new Error(`no ${method} was sent`)
  return found
}
const requests = (): string[] => wire.sent.flatMap((message) => (message.kind === 'request' ? [message.method] : []))
const statuses = (): number[] => wire.sent.flatMap((message) => (message.kind === 'response' ? [message.status] : []))

function rungLeg(): { leg: DeskLeg; invite: SipRequest; respond: (status: number, body?: string) => void } {
  const leg = new DeskLeg(context, { extension: '1001', callId: 'c', link: wire })
  leg.events = events
  leg.ring({ offer: 'offer', from: { number: '+70001234567', name: 'Анна' }, headers: [] })
  const invite = lastRequest('INVITE')
  const contact: SipHeader = ['contact', '<sip:1001@y.invalid;transport=ws>']
  const respond = (status: number, body = ''): void =>
    context.transactions.receive(wire, responseTo(invite, status, 'x', { toTag: 'desk', body, headers: [contact] }))
  return { leg, invite, respond }
}

function fromDesk(
  leg: DeskLeg,
  method: string,
  cseq: number,
  more: { headers?: SipHeader[]; body?: string } = {},
): SipRequest {
  return {
    kind: 'request',
    method,
    uri: 'sip:exchange@d',
    headers: [
      ['via', 'SIP/2.0/WS x;branch=z9hG4bKd'],
      ['from', '<sip:1001@d>;tag=desk'],
      ['to', `<sip:a@d>;tag=${leg.localTag}`],
      ['call-id', 'c'],
      ['cseq', `${cseq} ${method}`],
      ...(more.headers ?? []),
    ],
    body: more.body ?? '',
  }
}

describe('a desk that is rung', () => {
  it('rings, answers, is acknowledged at its contact; a second 2xx gets the same ACK', () => {
    const { invite, respond } = rungLeg()
    expect(headerOf(invite, 'from')).toBe('"Анна" <sip:+70001234567@d>;tag=t1')
    respond(180)
    respond(200, 'answer')
    respond(200, 'answer')
    expect(told).toEqual(['ringing 180', 'answered answer'])
    const acks = wire.sent.filter((message) => message.kind === 'request' && message.method === 'ACK')
    expect(acks).toHaveLength(2)
    expect(acks[0]).toEqual(acks[1])
    expect(acks[0]).toMatchObject({ uri: 'sip:1001@y.invalid;transport=ws' })
    expect(cseqOf(lastRequest('ACK')).number).toBe(cseqOf(invite).number)
  })

  it('declines: the refusal is acknowledged and told', () => {
    rungLeg().respond(486)
    expect(told).toEqual(['refused 486'])
    expect(requests()).toEqual(['INVITE', 'ACK'])
  })

  it('is cancelled only after its first sign of life', () => {
    const { leg, respond } = rungLeg()
    leg.end('impatient')
    expect(requests()).toEqual(['INVITE'])
    respond(180)
    expect(requests()).toEqual(['INVITE', 'CANCEL'])
    respond(487)
    expect(requests()).toEqual(['INVITE', 'CANCEL', 'ACK'])
    expect(told).toEqual([])
  })

  it('is hung up when it answers in the moment of the CANCEL', () => {
    const { leg, respond } = rungLeg()
    respond(180)
    leg.end('impatient')
    respond(200, 'answer')
    expect(requests()).toEqual(['INVITE', 'CANCEL', 'ACK', 'BYE'])
    expect(told).toEqual(['ringing 180'])
  })

  it('counts as refused when it never answers a word or its connection closes', () => {
    rungLeg()
    scheduler.pass(32_000)
    expect(told).toEqual(['refused 408'])
    told = []
    rungLeg()
    context.transactions.closeLink(wire)
    expect(told).toEqual(['refused 408'])
  })
})

describe('a desk in a call', () => {
  it('holds by re-INVITE, presses keys, is refused what the exchange cannot do, and hangs up', () => {
    const { leg, respond } = rungLeg()
    respond(200, 'answer')
    leg.receive(fromDesk(leg, 'INVITE', 5, { body: 'hold' }), wire)
    leg.receive(fromDesk(leg, 'INFO', 6, { headers: [['content-type', 'application/dtmf']], body: '#' }), wire)
    leg.receive(fromDesk(leg, 'INFO', 7, { headers: [['content-type', 'text/plain']], body: '#' }), wire)
    leg.receive(fromDesk(leg, 'PUBLISH', 8), wire)
    leg.receive(fromDesk(leg, 'OPTIONS', 3), wire)
    leg.receive(fromDesk(leg, 'BYE', 9), wire)
    leg.receive(fromDesk(leg, 'INFO', 10), wire)
    expect(told).toEqual(['answered answer', 'reoffered hold', 'key #', 'ended hung-up'])
    expect(statuses()).toEqual([200, 200, 415, 405, 500, 200, 481])
  })

  it('is asked by re-INVITE, one at a time, and may refuse without losing the call', () => {
    const { leg, respond } = rungLeg()
    respond(200, 'answer')
    const answers: string[] = []
    leg.reoffer('new', (answer) => answers.push(answer.ok ? answer.sdp : String(answer.status)))
    leg.reoffer('newer', (answer) => answers.push(answer.ok ? answer.sdp : String(answer.status)))
    leg.receive(fromDesk(leg, 'INVITE', 5, { body: 'cross' }), wire)
    context.transactions.receive(wire, responseTo(lastRequest('INVITE'), 500, 'x', { toTag: 'desk' }))
    expect(answers).toEqual(['491', '500'])
    expect(statuses()).toEqual([491])
    expect(leg.isEnded).toBe(false)
  })

  it('sends the other one on, and is told by NOTIFY what becomes of it', () => {
    const { leg, respond } = rungLeg()
    respond(200, 'answer')
    const refer = (cseq: number, to: string): void =>
      leg.receive(fromDesk(leg, 'REFER', cseq, { headers: [['refer-to', to]] }), wire)
    refer(5, '<sip:1002@d?X-Opora-Call=1>')
    expect(told.at(-1)).toBe('referred sip:1002@d')
    expect(statuses()).toEqual([202])
    expect(lastRequest('NOTIFY').body).toBe('SIP/2.0 100 Trying\r\n')
    outcome({ status: 486, reason: 'Busy Here' })
    expect(lastRequest('NOTIFY').body).toBe('SIP/2.0 486 Busy Here\r\n')
    refer(6, '<sip:1003@d>')
    outcome('done')
    expect(lastRequest('NOTIFY').body).toBe('SIP/2.0 200 OK\r\n')
    refer(7, '<sip:nobody@d>')
    refer(8, '<tel:1>')
    expect(statuses()).toEqual([202, 202, 603, 400])
  })

  it('that never acknowledges is not there', () => {
    const invite = {
      ...fromDesk({ localTag: '' } as DeskLeg, 'INVITE', 1, { headers: [['contact', '<sip:1001@x>']], body: 'offer' }),
    }
    const leg = new DeskLeg(context, {
      extension: '1001',
      callId: 'c',
      link: wire,
      invite: {
        ...invite,
        headers: invite.headers.map(([name, value]) => [name, name === 'to' ? '<sip:1002@d>' : value]),
      },
    })
    leg.events = events
    leg.accept('answer')
    scheduler.pass(31_999)
    expect(told).toEqual([])
    scheduler.pass(1)
    expect(told).toEqual(['ended desk-vanished'])
    expect(requests()).toEqual(['BYE'])
  })

  it('that was reloaded and knows the call no more is found out when it registers again', () => {
    const { leg, respond } = rungLeg()
    respond(200, 'answer')
    leg.probe()
    context.transactions.receive(wire, responseTo(lastRequest('OPTIONS'), 481, 'x', { toTag: 'desk' }))
    expect(told).toEqual(['answered answer', 'ended desk-vanished'])
  })
})
