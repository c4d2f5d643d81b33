import { afterEach, describe, expect, it, vi } from 'vitest'
import { issueSipCredentials } from '#shared/features/telephony/sip-credentials.ts'
import { alawTone } from './alaw.ts'
import { type CitizenMedia, createCitizenMedia } from './citizen-media.ts'
import type { CallSnapshot, NewCall } from './control-contract.ts'
import { hmacSha1Base64 } from './credentials.ts'
import { parseNameAddress } from './sip-address.ts'
import { headerOf, type SipRequest, type SipResponse } from './sip-message.ts'
import { WsPhone } from './testing/ws-phone.ts'
import { startTryOutPbx, type TryOutPbx, type TryOutPbxOptions } from './try-out-pbx.ts'

const SECRET = 'secret of a test'
const cleanUps: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function pbxForTest(options: Partial<TryOutPbxOptions> = {}): Promise<TryOutPbx> {
  const pbx = await startTryOutPbx({ secret: SECRET, port: 0, ...options })
  cleanUps.push(() => pbx.stop())
  return pbx
}

async function phone(
  pbx: TryOutPbx,
  extension: string,
  over: { secret?: string; nowMs?: number } = {},
): Promise<WsPhone> {
  const credentials = issueSipCredentials({
    extension,
    secret: over.secret ?? SECRET,
    nowMs: over.nowMs ?? Date.now(),
    ttlSeconds: 60,
    hmacSha1Base64,
  })
  const made = await WsPhone.connect({ server: pbx.sipServer, domain: pbx.domain, ...credentials })
  cleanUps.push(() => made.cut())
  return made
}

async function registered(pbx: TryOutPbx, extension: string): Promise<WsPhone> {
  const made = await phone(pbx, extension)
  expect(await made.register()).toBe(200)
  return made
}

async function control<T>(
  pbx: TryOutPbx,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: T }> {
  const answer = await fetch(pbx.controlUrl + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return { status: answer.status, body: (await answer.json()) as T }
}
const callIn = async (pbx: TryOutPbx, call: Partial<NewCall> = {}): Promise<CallSnapshot> => {
  const answer = await control<CallSnapshot>(pbx, 'POST', '/calls', { from: '+70001234567', ...call })
  expect(answer.status).toBe(201)
  return answer.body
}
const callOf = async (pbx: TryOutPbx, id: string): Promise<CallSnapshot> =>
  (await control<CallSnapshot>(pbx, 'GET', `/calls/${id}`)).body
const until = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 50 })

function deskMedia(offer?: string): CitizenMedia {
  const media = createCitizenMedia(
    {
      onConnected: () => media.say(alawTone(440, 30)),
      onFailed: () => undefined,
      onSaid: () => undefined,
      onKey: () => undefined,
    },
    offer,
  )
  cleanUps.push(() => media.close())
  return media
}

async function answer(desk: WsPhone, invite: SipRequest): Promise<{ media: CitizenMedia; answered: SipResponse }> {
  const media = deskMedia(invite.body)
  desk.reply(invite, 180, 'Ringing')
  const answered = desk.reply(invite, 200, 'OK', await media.answerOffer(invite.body))
  await desk.takeRequest('ACK')
  return { media, answered }
}

describe('registration', () => {
  it('a desk registers with credentials of the central API, is listed, and leaves', async () => {
    const pbx = await pbxForTest()
    const desk = await registered(pbx, '1001')
    expect((await control<unknown[]>(pbx, 'GET', '/registrations')).body).toMatchObject([
      { extension: '1001', isFree: true },
    ])
    expect(await desk.register(0)).toBe(200)
    expect((await control<unknown[]>(pbx, 'GET', '/registrations')).body).toEqual([])
  })

  it('a wrong secret and expired credentials are refused', async () => {
    const pbx = await pbxForTest()
    expect(await (await phone(pbx, '1001', { secret: 'another' })).register()).toBe(401)
    expect(await (await phone(pbx, '1001', { nowMs: Date.now() - 61_000 })).register()).toBe(401)
    expect((await control<unknown[]>(pbx, 'GET', '/registrations')).body).toEqual([])
  })

  it('credentials of one extension do not serve another', async () => {
    const pbx = await pbxForTest()
    const { account } = await phone(pbx, '1001')
    const thief = await WsPhone.connect({ ...account, extension: '1002' })
    cleanUps.push(() => thief.cut())
    expect(await thief.register()).toBe(403)
  })
})

describe('a call of a citizen', () => {
  it('rings with number, name, source and diversion; both hear each other; the citizen notices hold, keys and BYE', async () => {
    const pbx = await pbxForTest()
    const desk = await registered(pbx, '1001')
    const { id } = await callIn(pbx, {
      name: 'Иванова «Мария" \\ Ы',
      source: 'fund',
      divertedFrom: '+78120000000',
      phrase: 'check-up',
      patience: { greetingMs: 0 },
    })
    const invite = await desk.takeRequest('INVITE')
    const from = parseNameAddress(headerOf(invite, 'from') ?? '')
    expect(from).toMatchObject({ displayName: 'Иванова «Мария" \\ Ы', uri: `sip:+70001234567@${pbx.domain}` })
    expect(headerOf(invite, 'x-opora-call-source')).toBe('fund')
    expect(headerOf(invite, 'diversion')).toContain('<sip:+78120000000@')
    expect((await callOf(pbx, id)).state).toBe('ringing')

    const { media, answered } = await answer(desk, invite)
    await until(async () => {
      const { state, citizen } = await callOf(pbx, id)
      expect(state).toBe('talking')
      expect(citizen?.said).toEqual(['check-up'])
      expect(citizen?.heard.toneHz).toBe(440)
      expect(media.heard().levelDb).toBeGreaterThan(-40)
    })

    const info = desk.within(invite, answered, 'INFO', {
      headers: [['content-type', 'application/dtmf-relay']],
      body: 'Signal=7\r\nDuration=160\r\n',
    })
    desk.write(info)
    expect((await desk.takeResponse(info)).status).toBe(200)
    const hold = desk.within(invite, answered, 'INVITE', {
      body: (await media.createOffer()).replace('a=sendrecv', 'a=sendonly'),
    })
    desk.write(hold)
    const held = await desk.takeResponse(hold)
    desk.acknowledge(hold, held)
    expect(held.status).toBe(200)
    expect(held.body).toContain('a=recvonly')
    expect((await callOf(pbx, id)).citizen).toMatchObject({ isHeld: true, keys: '7' })

    const bye = desk.within(invite, answered, 'BYE')
    desk.write(bye)
    expect((await desk.takeResponse(bye)).status).toBe(200)
    expect(await callOf(pbx, id)).toMatchObject({ state: 'ended', endedBy: 'called', reason: 'hung-up' })
  })

  it('gives up ringing: the desk gets a CANCEL', async () => {
    const pbx = await pbxForTest()
    const desk = await registered(pbx, '1001')
    const { id } = await callIn(pbx, { patience: { ringMs: 150 } })
    const invite = await desk.takeRequest('INVITE')
    desk.reply(invite, 180, 'Ringing')
    desk.reply(await desk.takeRequest('CANCEL'), 200, 'OK')
    desk.reply(invite, 487, 'Request Terminated')
    await desk.takeRequest('ACK')
    expect(await callOf(pbx, id)).toMatchObject({ state: 'ended', endedBy: 'caller', reason: 'impatient' })
  })

  it('a citizen who hears nothing hangs up, one who has talked enough says goodbye first', async () => {
    const pbx = await pbxForTest()
    const desk = await registered(pbx, '1001')
    const silent = await callIn(pbx, { patience: { greetingMs: 60_000, silenceMs: 300 } })
    const first = await desk.takeRequest('INVITE')
    const media = createCitizenMedia(
      { onConnected: () => undefined, onFailed: () => undefined, onSaid: () => undefined, onKey: () => undefined },
      first.body,
    )
    cleanUps.push(() => media.close())
    desk.reply(first, 200, 'OK', await media.answerOffer(first.body))
    desk.reply(await desk.takeRequest('BYE'), 200, 'OK')
    expect(await callOf(pbx, silent.id)).toMatchObject({ endedBy: 'caller', reason: 'heard-nothing' })

    const polite = await callIn(pbx, { patience: { greetingMs: 60_000, talkMs: 100 } })
    await answer(desk, await desk.takeRequest('INVITE'))
    desk.reply(await desk.takeRequest('BYE'), 200, 'OK')
    const { citizen, reason } = await callOf(pbx, polite.id)
    expect(reason).toBe('goodbye')
    expect(citizen?.said[0]).toMatch(/^goodbye/)
  })

  it('hunts: the desk idle longest first, past one that declines, and waits for a desk to become free', async () => {
    const pbx = await pbxForTest()
    const [first, second] = [await registered(pbx, '1001'), await registered(pbx, '1002')]
    const one = await callIn(pbx)
    first.reply(await first.takeRequest('INVITE'), 486, 'Busy Here')
    await first.takeRequest('ACK')
    const invite = await second.takeRequest('INVITE')
    const { answered } = await answer(second, invite)
    expect(await callOf(pbx, one.id)).toMatchObject({ state: 'talking', to: '1002' })

    await callIn(pbx)
    await answer(first, await first.takeRequest('INVITE'))
    const three = await callIn(pbx)
    expect(three.state).toBe('waiting')
    const bye = second.within(invite, answered, 'BYE')
    second.write(bye)
    await second.takeRequest('INVITE')
    expect(await callOf(pbx, three.id)).toMatchObject({ state: 'ringing', to: '1002' })
  })

  it('hunts over operators alone: a supervisor is rung by her extension only', async () => {
    const pbx = await pbxForTest()
    const supervisor = await registered(pbx, '1301')
    const nobody = await control<{ error: { code: string } }>(pbx, 'POST', '/calls', { from: '+70001234567' })
    expect(nobody).toMatchObject({ status: 409, body: { error: { code: 'call.deskNotRegistered' } } })
    const operator = await registered(pbx, '1001')
    await callIn(pbx)
    await answer(operator, await operator.takeRequest('INVITE'))
    const waiting = await callIn(pbx, { from: '+70007654321' })
    expect(waiting.state).toBe('waiting')
    await callIn(pbx, { from: '+70002345678', to: '1301' })
    expect(headerOf(await supervisor.takeRequest('INVITE'), 'from')).toContain('+70002345678')
  })

  it('ends with BYE when it is removed by the control interface', async () => {
    const pbx = await pbxForTest()
    const desk = await registered(pbx, '1001')
    const { id } = await callIn(pbx, { to: '1001' })
    await answer(desk, await desk.takeRequest('INVITE'))
    expect((await control(pbx, 'DELETE', `/calls/${id}`)).status).toBe(200)
    desk.reply(await desk.takeRequest('BYE'), 200, 'OK')
    expect(await callOf(pbx, id)).toMatchObject({ state: 'ended', reason: 'removed', endedBy: 'caller' })
  })
})

describe('a desk calls', () => {
  it('another desk: ringing, answer, keys and BYE pass through; both hold the same Call-ID', async () => {
    const pbx = await pbxForTest()
    const [caller, called] = [await registered(pbx, '1001'), await registered(pbx, '1002')]
    const call = await caller.sendSigned(
      caller.request('INVITE', `sip:1002@${pbx.domain}`, {
        body: 'v=0\r\n',
        headers: [['content-type', 'application/sdp']],
      }),
    )
    const invite = await called.takeRequest('INVITE')
    expect(headerOf(invite, 'call-id')).toBe(headerOf(call, 'call-id'))
    expect(invite.body).toBe('v=0\r\n')
    called.reply(invite, 180, 'Ringing')
    await caller.takeResponse(call, 180)
    called.reply(invite, 200, 'OK', 'v=1\r\n')
    const answered = await caller.takeResponse(call)
    expect(answered).toMatchObject({ status: 200, body: 'v=1\r\n' })
    caller.acknowledge(call, answered)
    await called.takeRequest('ACK')
    const publish = caller.within(call, answered, 'PUBLISH')
    caller.write(publish)
    expect((await caller.takeResponse(publish)).status).toBe(405)
    caller.write(caller.within(call, answered, 'BYE'))
    called.reply(await called.takeRequest('BYE'), 200, 'OK')
  })

  it('and cancels: the other side is told, the caller gets 487', async () => {
    const pbx = await pbxForTest()
    const [caller, called] = [await registered(pbx, '1001'), await registered(pbx, '1002')]
    const call = await caller.sendSigned(caller.request('INVITE', `sip:1002@${pbx.domain}`, { body: 'v=0\r\n' }))
    const invite = await called.takeRequest('INVITE')
    called.reply(invite, 180, 'Ringing')
    await caller.takeResponse(call, 180)
    const cancel: SipRequest = {
      ...call,
      method: 'CANCEL',
      headers: call.headers.map(([name, value]) => [name, name === 'cseq' ? value.replace('INVITE', 'CANCEL') : value]),
      body: '',
    }
    caller.write(cancel)
    expect((await caller.takeResponse(cancel)).status).toBe(200)
    expect((await caller.takeResponse(call)).status).toBe(487)
    await called.takeRequest('CANCEL')
  })

  it('a citizen, who answers and speaks; the echo; nobody real', async () => {
    const pbx = await pbxForTest({ seed: 'answers' })
    const desk = await registered(pbx, '1001')
    const dial = async (number: string, body = 'v=0\r\n'): Promise<SipRequest> =>
      desk.sendSigned(desk.request('INVITE', `sip:${number}@${pbx.domain}`, { body }))
    for (const [number, status] of [
      ['79161234567', 403],
      ['112', 480],
      ['1009', 480],
      ['1001', 482],
    ] as const) {
      const call = await dial(number)
      const refused = await desk.takeResponse(call)
      desk.acknowledge(call, refused)
      expect(refused.status, number).toBe(status)
    }

    const media = deskMedia()
    const echo = await dial('600', await media.createOffer())
    const answered = await desk.takeResponse(echo)
    desk.acknowledge(echo, answered)
    await media.acceptAnswer(answered.body)
    await until(async () => expect(media.heard().toneHz).toBe(440))
  })
})

describe('a desk that loses its connection', () => {
  it('keeps the call when it comes back, and is reached over the new connection', async () => {
    const pbx = await pbxForTest()
    const desk = await registered(pbx, '1001')
    const { id } = await callIn(pbx)
    const invite = await desk.takeRequest('INVITE')
    const { answered } = await answer(desk, invite)
    desk.cut()
    await until(async () => expect((await control<unknown[]>(pbx, 'GET', '/registrations')).body).toEqual([]))
    expect((await callOf(pbx, id)).state).toBe('talking')
    const again = await registered(pbx, '1001')
    expect((await callOf(pbx, id)).state).toBe('talking')
    await control(pbx, 'DELETE', `/calls/${id}`)
    const bye = await again.takeRequest('BYE')
    expect(headerOf(bye, 'call-id')).toBe(headerOf(invite, 'call-id'))
    expect(headerOf(bye, 'to')).toBe(headerOf(answered, 'to'))
  })
})

describe('refusals', () => {
  it('binds to loopback only and wants a secret', async () => {
    await expect(startTryOutPbx({ secret: SECRET, host: '0.0.0.0', port: 0 })).rejects.toThrow('127.0.0.1')
    await expect(startTryOutPbx({ secret: '', port: 0 })).rejects.toThrow('OPORA_SIP_SECRET')
  })

  it('wrong calls are answered with field and reason; foreign pages with 403; the full exchange with 429', async () => {
    const pbx = await pbxForTest({ maxCalls: 1 })
    const refused = async (call: object): Promise<unknown> => (await control<unknown>(pbx, 'POST', '/calls', call)).body
    expect(await refused({ from: '+79161234567' })).toMatchObject({
      error: { code: 'call.fromNotSynthetic', field: 'from' },
    })
    expect(await refused({ from: '+70001234567', phrase: 'none' })).toMatchObject({
      error: { code: 'call.phraseUnknown', field: 'phrase' },
    })
    expect(await refused({ from: '+70001234567' })).toMatchObject({ error: { code: 'call.deskNotRegistered' } })
    expect(
      (await fetch(`${pbx.controlUrl}/calls`, { method: 'POST', headers: { origin: 'https://example.org' } })).status,
    ).toBe(403)
    await registered(pbx, '1001')
    await callIn(pbx)
    expect((await control(pbx, 'POST', '/calls', { from: '+70001234567' })).status).toBe(429)
  })

  it('survives whatever a connection sends', async () => {
    const pbx = await pbxForTest()
    const desk = await phone(pbx, '1001')
    for (const text of [
      '\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      'INVITE\r\n\r\n',
      '\u0000',
      'SIP/2.0 200 OK\r\nVia: x\r\n\r\n',
      'BYE sip:x SIP/2.0\r\nVia: x\r\nFrom: <\r\nTo: ";tag=\r\nCall-ID: 1\r\nCSeq: 1 BYE\r\n\r\n',
    ])
      desk.writeRaw(text)
    expect(await desk.register()).toBe(200)
  })
})
