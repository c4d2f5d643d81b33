import { test as base, expect } from '@playwright/test'
import { createLabControl } from '#scripts/lab/lab-control.ts'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import { type Lab, SERVICE_NUMBER } from '#scripts/lab/start-lab.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { type CitizenMedia, createCitizenMedia } from '#scripts/try-out-pbx/citizen-media.ts'
import { hmacSha1Base64 } from '#scripts/try-out-pbx/credentials.ts'
import { headerOf, type SipRequest, type SipResponse } from '#scripts/try-out-pbx/sip-message.ts'
import { WsPhone } from '#scripts/try-out-pbx/testing/ws-phone.ts'
import { issueSipCredentials } from '#shared/features/telephony/sip-credentials.ts'
import { LAB_SECRET, OUTSIDE_HZ, type Outside, outsideOf, startTestLab } from './peers/lab-test.ts'

/** One test waits for its end, and a desk on a loaded machine needs some of it to make its answer. */
const DESK_RING_MS = 4_000

/** The lab by itself, with a bare SIP client for a desk: what Kamailio, rtpengine and the sipp scenarios do, before a browser comes into it. */
interface Desk {
  readonly phone: WsPhone
  answer(invite: SipRequest): Promise<{ media: CitizenMedia; answered: SipResponse }>
}

const test = base.extend<
  { outside: Outside; newDesk: (extension: string, over?: { secret?: string; ageSeconds?: number }) => Promise<Desk> },
  { lab: Lab }
>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
    async ({}, use) => {
      const lab = await startTestLab({ phones: { 2001: 'of a phone' }, deskRingMs: DESK_RING_MS, tls: true })
      await use(lab)
      await lab.stop()
    },
    { scope: 'worker' },
  ],
  outside: async ({ lab }, use) => {
    const outside = outsideOf(lab)
    await use(outside)
    await outside.close()
  },
  newDesk: async ({ lab }, use) => {
    const cleanUps: Array<() => unknown> = []
    await use(async (extension, { secret = LAB_SECRET, ageSeconds = 0 } = {}) => {
      const issued = issueSipCredentials({
        extension,
        secret,
        nowMs: Date.now() - ageSeconds * 1000,
        ttlSeconds: 60,
        hmacSha1Base64,
      })
      const phone = await WsPhone.connect({ server: lab.sipServer, domain: lab.domain, ...issued })
      cleanUps.push(() => phone.cut())
      return { phone, answer: (invite) => answer(phone, invite, (media) => cleanUps.push(() => media.close())) }
    })
    for (const cleanUp of cleanUps.reverse()) cleanUp()
    await expect.poll(() => lab.registrations()).toEqual([])
  },
})

async function answer(
  phone: WsPhone,
  invite: SipRequest,
  keep: (media: CitizenMedia) => void,
): Promise<{ media: CitizenMedia; answered: SipResponse }> {
  const media = speaking(invite.body)
  keep(media)
  phone.reply(invite, 180, 'Ringing')
  return { media, answered: phone.reply(invite, 200, 'OK', await media.answerOffer(invite.body)) }
}

/** WebRTC audio that says 440 Hz. */
function speaking(offer?: string): CitizenMedia {
  const media = createCitizenMedia(
    {
      onConnected: () => media.say(alawTone(440, 60)),
      onFailed: () => undefined,
      onSaid: () => undefined,
      onKey: () => undefined,
    },
    offer,
  )
  return media
}

async function hangUp(phone: WsPhone, call: OutsideCall): Promise<void> {
  const ended = call.hangUp()
  phone.reply(await phone.takeRequest('BYE'), 200, 'OK')
  expect(await ended).toEqual({ status: 200, endedBy: 'outside', isClean: true })
}

test('credentials of the central API sign a desk in; a wrong secret, expired ones and those of others do not', async ({
  lab,
  newDesk,
}) => {
  const { phone } = await newDesk('1001')
  expect(await phone.register()).toBe(200)
  expect(await lab.registrations()).toEqual([{ extension: '1001' }])
  expect(await (await newDesk('1002', { secret: 'another' })).phone.register()).toBe(401)
  expect(await (await newDesk('1002', { ageSeconds: 61 })).phone.register()).toBe(401)
  const thief = await WsPhone.connect({ ...phone.account, extension: '1002' })
  expect(await thief.register()).toBe(403)
  thief.cut()
  const fixed = await WsPhone.connect({ ...phone.account, extension: '2001', username: '2001', password: 'of a phone' })
  expect(await fixed.register()).toBe(200)
  fixed.cut()
})

test('a call from outside rings a desk with its number, name, source and diversion; both hear each other; the outside hangs up', async ({
  lab,
  outside,
  newDesk,
}) => {
  const { phone, answer } = await newDesk('1001')
  await phone.register()
  const call = await outside.call({ name: 'Иванова «Мария» [М] "М"', source: 'fund', divertedFrom: '+78120000000' })
  const invite = await phone.takeRequest('INVITE')
  expect(headerOf(invite, 'from')).toContain('"Иванова «Мария» (М) \\"М\\"" <sip:+70001234567@')
  expect(headerOf(invite, 'x-opora-call-source')).toBe('fund')
  expect(headerOf(invite, 'diversion')).toContain('sip:+78120000000@')
  expect(headerOf(invite, 'to')).toContain(`sip:${SERVICE_NUMBER}@`)
  // the audio goes through rtpengine, not past it
  const port = Number(/^m=audio (\d+)/m.exec(invite.body)?.[1])
  expect(port).toBeGreaterThanOrEqual(lab.ports.rtpMin)
  expect(port).toBeLessThanOrEqual(lab.ports.rtpMax)
  const { media } = await answer(invite)
  await call.answered()
  await expect.poll(() => call.heard().toneHz).toBe(440)
  await expect.poll(() => media.heard().toneHz).toBe(OUTSIDE_HZ)
  await hangUp(phone, call)
})

test('the desk hangs up; the outside gives up ringing; the desk declines', async ({ outside, newDesk }) => {
  const { phone, answer } = await newDesk('1001')
  await phone.register()
  const first = await outside.call()
  const invite = await phone.takeRequest('INVITE')
  const { answered } = await answer(invite)
  await first.answered()
  const bye = phone.within(invite, answered, 'BYE')
  phone.write(bye)
  expect(await first.ended).toMatchObject({ status: 200, endedBy: 'desk', isClean: true })

  const second = await outside.call({ cancelReason: 'SIP;cause=200;text="Call completed elsewhere"' })
  const rung = await phone.takeRequest('INVITE')
  phone.reply(rung, 180, 'Ringing')
  await second.ringing()
  const given = second.hangUp()
  const cancel = await phone.takeRequest('CANCEL')
  expect(headerOf(cancel, 'reason')).toContain('cause=200')
  phone.reply(cancel, 200, 'OK')
  phone.reply(rung, 487, 'Request Terminated')
  expect(await given).toEqual({ status: 487, endedBy: 'outside', isClean: true })

  const third = await outside.call({ to: '1001' })
  phone.reply(await phone.takeRequest('INVITE'), 486, 'Busy Here')
  expect(await third.ended).toMatchObject({ status: 486, isClean: true })
})

test('the service number rings the desk that is free longest, the next when it declines or lets it ring, and says 480 when there is none', async ({
  outside,
  newDesk,
}) => {
  const nobody = await outside.call()
  expect((await nobody.ended).status).toBe(480)

  const [first, second] = [await newDesk('1001'), await newDesk('1002')]
  await first.phone.register()
  await second.phone.register()
  const declined = await outside.call()
  first.phone.reply(await first.phone.takeRequest('INVITE'), 486, 'Busy Here')
  const invite = await second.phone.takeRequest('INVITE')
  await second.answer(invite)
  await declined.answered()

  // 1002 talks: 1001 comes first though it has registered before; it lets it ring, and after that time 1002 is asked as well
  const waiting = await outside.call()
  const rung = await first.phone.takeRequest('INVITE')
  first.phone.reply(rung, 180, 'Ringing')
  const cancel = await first.phone.takeRequest('CANCEL')
  first.phone.reply(cancel, 200, 'OK')
  first.phone.reply(rung, 487, 'Request Terminated')
  second.phone.reply(await second.phone.takeRequest('INVITE'), 486, 'Busy Here')
  expect((await waiting.ended).status).toBe(480)
  await hangUp(second.phone, declined)
})

test('late offer: the desk offers in its 200, the answer comes in the ACK, and both hear each other', async ({
  outside,
  newDesk,
}) => {
  const { phone } = await newDesk('1001')
  await phone.register()
  const call = await outside.call({ isLateOffer: true })
  const invite = await phone.takeRequest('INVITE')
  expect(invite.body).toBe('')
  const media = speaking()
  phone.reply(invite, 180, 'Ringing')
  phone.reply(invite, 200, 'OK', await media.createOffer())
  await media.acceptAnswer((await phone.takeRequest('ACK')).body)
  await expect.poll(() => call.heard().toneHz).toBe(440)
  await expect.poll(() => media.heard().toneHz).toBe(OUTSIDE_HZ)
  await hangUp(phone, call)
  media.close()
})

for (const [onReinvite, status, direction] of [
  ['mirror', 200, 'a=recvonly'],
  ['sendrecv', 200, 'a=sendrecv'],
  ['fail', 500, ''],
] as const)
  test(`a desk that holds gets what the outside makes of it: ${onReinvite}; a failed hold does not cut the call`, async ({
    outside,
    newDesk,
  }) => {
    const { phone, answer } = await newDesk('1001')
    await phone.register()
    const call = await outside.call({ onReinvite })
    const invite = await phone.takeRequest('INVITE')
    const { media, answered } = await answer(invite)
    await call.answered()
    await expect.poll(() => call.heard().toneHz).toBe(440)
    const hold = phone.within(invite, answered, 'INVITE', {
      body: (await media.createOffer()).replace('a=sendrecv', 'a=sendonly'),
    })
    phone.write(hold)
    const result = await phone.takeResponse(hold)
    phone.acknowledge(hold, result)
    expect(result.status).toBe(status)
    expect(result.body).toContain(direction)
    const packets = call.heard().packets
    await expect.poll(() => call.heard().packets).toBeGreaterThan(packets + 20)
    await hangUp(phone, call)
  })

test('a desk calls outside: answered with audio, busy, cancelled, early media; real numbers are refused', async ({
  lab,
  outside,
  newDesk,
}) => {
  const { phone } = await newDesk('1001')
  await phone.register()
  const media = speaking()
  const dial = async (number: string, body: string): Promise<SipRequest> =>
    phone.sendSigned(
      phone.request('INVITE', `sip:${number}@${lab.domain}`, { headers: [['content-type', 'application/sdp']], body }),
    )

  await test.step('answered', async () => {
    const side = await outside.waitForCall()
    const call = await dial('+70001234567', await media.createOffer())
    const answered = await phone.takeResponse(call)
    phone.acknowledge(call, answered)
    await media.acceptAnswer(answered.body)
    await expect.poll(() => side.heard().toneHz).toBe(440)
    await expect.poll(() => media.heard().toneHz).toBe(OUTSIDE_HZ)
    await hangUp(phone, side)
  })
  const offer = await speaking().createOffer()
  await test.step('busy', async () => {
    const side = await outside.waitForCall({ refusal: '486 Busy Here' })
    const call = await dial('+70001234567', offer)
    const refused = await phone.takeResponse(call)
    phone.acknowledge(call, refused)
    expect(refused.status).toBe(486)
    expect((await side.ended).isClean).toBe(true)
  })
  await test.step('early media', async () => {
    await outside.waitForCall({ isEarlyMedia: true, answerMs: 500 })
    const call = await dial('+70001234567', offer)
    expect((await phone.takeResponse(call, 183)).body).toContain('m=audio')
    phone.acknowledge(call, await phone.takeResponse(call))
    await outside.close()
  })
  await test.step('cancelled', async () => {
    const side = await outside.waitForCall({ answerMs: 30_000 })
    const call = await dial('+70001234567', offer)
    await side.ringing()
    phone.write({
      ...call,
      method: 'CANCEL',
      headers: call.headers.map(([name, value]) => [name, name === 'cseq' ? value.replace('INVITE', 'CANCEL') : value]),
      body: '',
    })
    const refused = await phone.takeResponse(call)
    phone.acknowledge(call, refused)
    expect(refused.status).toBe(487)
    expect(await side.ended).toMatchObject({ endedBy: 'desk', isClean: true })
  })
  await test.step('never a real number', async () => {
    const call = await dial('+79161234567', offer)
    const refused = await phone.takeResponse(call)
    phone.acknowledge(call, refused)
    expect(refused.status).toBe(403)
  })
  media.close()
})

test('two labs run side by side, and leave nothing behind', async ({ lab }) => {
  const other = await startTestLab()
  expect(other.ports.ws).not.toBe(lab.ports.ws)
  await other.stop()
  await expect(fetch(`http://127.0.0.1:${other.ports.ws}/RPC`)).rejects.toThrow()
})

test('the control interface of the lab makes calls as the one of the try-out PBX does', async ({ lab, newDesk }) => {
  const control = createLabControl(lab)
  const url = await control.listen({ host: '127.0.0.1', port: 0 })
  try {
    const post = (call: object): Promise<Response> =>
      fetch(`${url}/calls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(call),
      })
    expect((await post({ from: '+70001234567' })).status).toBe(409)
    const { phone, answer } = await newDesk('1001')
    await phone.register()
    const { id } = (await (await post({ from: '+70001234567', name: 'Иванова Мария', phrase: 'check-up' })).json()) as {
      id: string
    }
    const { media } = await answer(await phone.takeRequest('INVITE'))
    await expect.poll(() => media.heard().levelDb).toBeGreaterThan(-40)
    const hungUp = fetch(`${url}/calls/${id}`, { method: 'DELETE' })
    phone.reply(await phone.takeRequest('BYE'), 200, 'OK')
    expect(await (await hungUp).json()).toMatchObject({
      state: 'ended',
      endedBy: 'caller',
      citizen: { said: ['check-up'] },
    })
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ kind: 'lab', registrations: 1, calls: 0 })
  } finally {
    await control.close()
  }
})
