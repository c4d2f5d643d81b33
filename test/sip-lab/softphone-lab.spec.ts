import { awaitOutside, type CalledOutside, type CallFromOutside, inviteFromOutside } from '#scripts/lab/outside.ts'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import { type Lab, startLab } from '#scripts/lab/start-lab.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import {
  test as base,
  credentialsOf,
  expect,
  type PhonePage,
  SECRET,
  TONE_TOLERANCE_HZ,
  VOICE_HZ,
} from './softphone-harness.ts'
import { startTcpRelay } from './tcp-relay.ts'

const OUTSIDE_HZ = 600
const CITIZEN = '+70001234567'

interface Outside {
  calls(call?: Partial<CallFromOutside>): Promise<OutsideCall>
  waits(side?: Partial<CalledOutside>): Promise<OutsideCall>
}

const test = base.extend<{ outside: Outside }, { lab: Lab }>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
    async ({}, use) => {
      const lab = await startLab({ secret: SECRET })
      await use(lab)
      await lab.stop()
    },
    { scope: 'worker' },
  ],
  outside: async ({ lab }, use) => {
    const speech = alawTone(OUTSIDE_HZ, 1)
    const open: OutsideCall[] = []
    const keep = (call: OutsideCall): OutsideCall => {
      open.push(call)
      return call
    }
    await use({
      calls: async (call) =>
        keep(await inviteFromOutside(lab, { from: CITIZEN, name: 'Иванова Мария', to: '1001', speech, ...call })),
      waits: async (side) => keep(await awaitOutside(lab, { answerMs: 200, speech, ...side })),
    })
    for (const call of open) await call.vanish()
  },
})

async function expectOutsideHears(call: OutsideCall, what: 'voice' | 'silence'): Promise<void> {
  if (what === 'voice')
    await expect
      .poll(() => Math.abs(call.heard().toneHz - VOICE_HZ), { timeout: 10_000 })
      .toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
  else await expect.poll(() => call.heard().levelDb, { timeout: 10_000 }).toBeLessThan(-50)
}

async function answerCall(phone: PhonePage, call: OutsideCall): Promise<void> {
  await phone.expectStates('ringingIn')
  await phone.answer()
  await phone.expectStates('talking')
  await expectOutsideHears(call, 'voice')
}

test('@C1 a call through Kamailio and rtpengine is heard both ways by its frequency', async ({
  lab,
  outside,
  newPhone,
}) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.calls({ source: 'dispatch' })
  await answerCall(phone, call)
  await phone.expectTone(OUTSIDE_HZ)
  await phone.press('15')
  await expect.poll(() => call.keys + infoKeys(call), { timeout: 10_000 }).toBe('15')
  await call.hangUp()
  await phone.expectEnded({ result: 'answered', endedBy: 'farSide', source: 'dispatchService', remoteNumber: CITIZEN })
})

test('@C1 [TEL30] [TEL31] an exchange that answers a hold with sendrecv does not end the call, and hears silence', async ({
  lab,
  outside,
  newPhone,
}) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.calls({ onReinvite: 'sendrecv' })
  await answerCall(phone, call)
  await phone.toggleHold()
  await phone.expectStates('held')
  await expectOutsideHears(call, 'silence')
  await phone.toggleHold()
  await phone.expectStates('talking')
  await expectOutsideHears(call, 'voice')
  await phone.expectTone(OUTSIDE_HZ)
})

test('@C1 [TEL7] [TEL32] a hold the far side refuses leaves the call up and the microphone muted, and can be tried again', async ({
  lab,
  outside,
  newPhone,
}) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.calls({ onReinvite: 'fail' })
  await answerCall(phone, call)
  for (let i = 0; i < 2; i++) {
    await phone.toggleHold()
    await expect.poll(() => notices(phone)).toEqual(['holdFailed'])
    await phone.expectStates('talking')
    await expectOutsideHears(call, 'silence')
    await phone.toggleMute()
    await expectOutsideHears(call, 'voice')
    await phone.expectTone(OUTSIDE_HZ)
    await phone.page.evaluate(() => window.testPhone.soft.phone.dismissNotice('holdFailed'))
  }
  await phone.hangUp()
  await expect(call.ended).resolves.toMatchObject({ endedBy: 'desk' })
})

test('@C1 a late offer is answered', async ({ lab, outside, newPhone }) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.calls({ isLateOffer: true })
  await answerCall(phone, call)
  await phone.expectTone(OUTSIDE_HZ)
})

test('@C1 [TEL9] a call answered elsewhere is not a missed one', async ({ lab, outside, newPhone }) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const elsewhere = await outside.calls({ cancelReason: 'SIP;cause=200;text="Call completed elsewhere"' })
  await phone.expectStates('ringingIn')
  await elsewhere.hangUp()
  await phone.expectEnded({ result: 'answeredElsewhere' })
  const missed = await outside.calls()
  await phone.expectStates('ringingIn')
  await missed.hangUp()
  await phone.expectEnded({ result: 'missed', endedBy: 'farSide' })
})

for (const [refusal, result, reason] of [
  ['486 Busy Here', 'busy', 'busy'],
  ['404 Not Found', 'failed', 'numberUnknown'],
  ['484 Address Incomplete', 'failed', 'numberIncomplete'],
  ['603 Decline', 'busy', 'declinedByFar'],
  ['480 Temporarily Unavailable', 'noAnswer', 'notReachable'],
] as const)
  test(`@C1 outgoing, refused with ${refusal}: ${reason}`, async ({ lab, outside, newPhone }) => {
    const phone = await newPhone()
    await phone.register(credentialsOf(lab, '1001'))
    await outside.waits({ refusal })
    await phone.dial(CITIZEN)
    await phone.expectEnded({ result, sipStatus: Number(refusal.slice(0, 3)) })
    expect(await phone.lastReason()).toBe(reason)
  })

test('@C1 outgoing: early media is heard before the answer, keys arrive after it', async ({
  lab,
  outside,
  newPhone,
}) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.waits({ isEarlyMedia: true, answerMs: 12_000 })
  await phone.dial(CITIZEN)
  await phone.expectStates('ringingOut')
  await phone.expectTone(OUTSIDE_HZ)
  expect(await phone.states()).toEqual(['ringingOut'])
  await phone.expectStates('talking')
  await expectOutsideHears(call, 'voice')
  await phone.press('7')
  await expect.poll(() => call.keys + infoKeys(call), { timeout: 10_000 }).toBe('7')
  await phone.hangUp()
  await expect(call.ended).resolves.toMatchObject({ endedBy: 'desk' })
})

test('@C1 a number that rings is given up', async ({ lab, outside, newPhone }) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.waits({ answerMs: 60_000 })
  await phone.dial(CITIZEN)
  await phone.expectStates('ringingOut')
  await phone.hangUp()
  await phone.expectEnded({ result: 'cancelled', endedBy: 'desk' })
  await expect(call.ended).resolves.toMatchObject({ endedBy: 'desk' })
})

test('@C1 [TEL4] [TEL23] the call outlives its connection; the far side’s hold and BYE arrive after the refresh', async ({
  lab,
  newPhone,
}) => {
  const relay = await startTcpRelay(lab.ports.ws)
  // sipp keeps sending to the first contact whatever a re-INVITE says: the far side must be a real telephone
  const [phone, far] = [await newPhone(), await newPhone()]
  await phone.register(credentialsOf(lab, '1001', { server: `ws://127.0.0.1:${relay.port}` }))
  await far.register(credentialsOf(lab, '1002'))
  await far.dial('1001')
  await phone.expectStates('ringingIn')
  await phone.answer()
  await phone.expectStates('talking')
  await far.expectTone(VOICE_HZ)

  relay.cut()
  await phone.expectStates('reconnecting')
  await phone.expectTone(VOICE_HZ)
  await far.expectTone(VOICE_HZ)
  expect(await far.states()).toEqual(['talking'])

  relay.restore()
  await phone.expectStates('talking')
  await phone.toggleHold()
  await phone.expectStates('held')
  await far.expectStates('farHeld')
  await far.expectTone(0)
  await phone.toggleHold()
  await far.expectStates('talking')
  await far.toggleHold()
  await phone.expectStates('farHeld')
  await phone.expectTone(0)
  await far.toggleHold()
  await phone.expectStates('talking')
  await phone.expectTone(VOICE_HZ)
  await far.hangUp()
  await phone.expectEnded({ result: 'answered', endedBy: 'farSide' })
  await phone.page.context().close()
  await relay.close()
})

test('@C1 both sides hold; whoever resumes first, the sound returns when both have', async ({ lab, newPhone }) => {
  const [phone, far] = [await newPhone(), await newPhone()]
  await phone.register(credentialsOf(lab, '1001'))
  await far.register(credentialsOf(lab, '1002'))
  await phone.dial('1002')
  await far.expectStates('ringingIn')
  await far.answer()
  await phone.expectStates('talking')
  for (const [first, second] of [
    [phone, far],
    [far, phone],
  ] as const) {
    await phone.toggleHold()
    await phone.expectStates('held')
    await far.expectStates('farHeld')
    await far.toggleHold()
    await far.expectStates('held')
    await first.toggleHold()
    await first.expectStates('farHeld')
    await second.toggleHold()
    await second.expectStates('talking')
    await first.expectStates('talking')
    await phone.expectTone(VOICE_HZ)
    await far.expectTone(VOICE_HZ)
  }
})

test('@C1 [TEL23] a BYE that met a frozen link is said again', async ({ lab, outside, newPhone }) => {
  test.setTimeout(90_000)
  const relay = await startTcpRelay(lab.ports.ws)
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001', { server: `ws://127.0.0.1:${relay.port}` }))
  const call = await outside.calls()
  await answerCall(phone, call)
  relay.freeze()
  await phone.hangUp()
  await phone.expectEnded({ result: 'answered', endedBy: 'desk' })
  await phone.expectLink('serverAway', 30_000)
  relay.restore()
  await expect(call.ended).resolves.toMatchObject({ endedBy: 'desk' })
  await phone.page.context().close()
  await relay.close()
})

test.describe('[TEL35] transfers by others', () => {
  test('@C1 a colleague sends our call on to another desk', async ({ lab, newPhone }) => {
    const [ours, third, colleague] = [await newPhone(), await newPhone(), await newPhone()]
    await ours.register(credentialsOf(lab, '1001'))
    await third.register(credentialsOf(lab, '1003'))
    await colleague.page.evaluate((given) => window.testPhone.transfer(given), credentialsOf(lab, '1002'))
    const connected = colleague.page.evaluate(() => window.testPhone.transferor.call('1001'))
    await ours.expectStates('ringingIn')
    await ours.answer()
    await connected
    expect(
      await colleague.page.evaluate((domain) => window.testPhone.transferor.refer(0, `sip:1003@${domain}`), lab.domain),
    ).toBe(202)
    await third.expectStates('ringingIn')
    await third.answer()
    await third.expectStates('talking')
    await third.expectTone(VOICE_HZ)
    await expect
      .poll(() => ours.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.remote.number))
      .toBe('1003')
    await third.hangUp()
    await ours.expectEnded({ result: 'answered', endedBy: 'farSide' })
    expect(await ours.ended()).toHaveLength(1)
  })

  test('@C1 nobody sends us outside our own house', async ({ lab, newPhone }) => {
    const [ours, colleague] = [await newPhone(), await newPhone()]
    await ours.register(credentialsOf(lab, '1001'))
    await colleague.page.evaluate((given) => window.testPhone.transfer(given), credentialsOf(lab, '1002'))
    const connected = colleague.page.evaluate(() => window.testPhone.transferor.call('1001'))
    await ours.expectStates('ringingIn')
    await ours.answer()
    await connected
    expect(
      await colleague.page.evaluate(() => window.testPhone.transferor.refer(0, 'sip:+70009999999@paid.example')),
    ).toBe(603)
    expect(await ours.states()).toEqual(['talking'])
  })

  test('@C1 a call replaced by a colleague goes on without ringing', async ({ lab, newPhone }) => {
    const [ours, third, colleague] = [await newPhone(), await newPhone(), await newPhone()]
    await ours.register(credentialsOf(lab, '1001'))
    await third.register(credentialsOf(lab, '1003'))
    await colleague.page.evaluate((given) => window.testPhone.transfer(given), credentialsOf(lab, '1002'))
    for (const [desk, number] of [
      [ours, '1001'],
      [third, '1003'],
    ] as const) {
      const connected = colleague.page.evaluate((to) => window.testPhone.transferor.call(to), number)
      await desk.expectStates('ringingIn')
      await desk.answer()
      await connected
    }
    expect(await colleague.page.evaluate(() => window.testPhone.transferor.refer(0, 1))).toBe(202)
    await expect
      .poll(() => third.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.remote.number))
      .toBe('1001')
    expect(await third.states()).toEqual(['talking'])
    await third.expectTone(VOICE_HZ)
    await ours.expectTone(VOICE_HZ)
    await ours.hangUp()
    await third.expectEnded({ result: 'answered', endedBy: 'farSide' })
    expect(await third.ended()).toHaveLength(1)
  })
})

test('@C1 [TEL42] a side that falls silent is named', async ({ lab, outside, newPhone }) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.calls()
  await answerCall(phone, call)
  await call.vanish()
  await expect(phone.page.getByRole('alert').getByText('Собеседника не слышно')).toBeVisible({ timeout: 10_000 })
  expect(await phone.states()).toEqual(['talking'])
})

test('@C1 [TEL44] speaking while muted is said, until the microphone is on', async ({ lab, outside, newPhone }) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.calls()
  await answerCall(phone, call)
  await phone.toggleMute()
  await expectOutsideHears(call, 'silence')
  await expect.poll(() => notices(phone)).toEqual(['mutedTalking'])
  await phone.toggleMute()
  await expect.poll(() => notices(phone)).toEqual([])
  await expectOutsideHears(call, 'voice')
})

test('@C1 [TEL36] a microphone that vanishes is replaced in the running call', async ({ lab, outside, newPhone }) => {
  const phone = await newPhone()
  await phone.register(credentialsOf(lab, '1001'))
  const call = await outside.calls()
  await answerCall(phone, call)
  await phone.page.evaluate(() => {
    const track = window.testPhone.microphoneTrack()
    track.stop()
    track.dispatchEvent(new Event('ended'))
  })
  await expect.poll(() => notices(phone)).toEqual(['microphoneReplaced'])
  await expectOutsideHears(call, 'voice')
  await phone.toggleMute()
  await expectOutsideHears(call, 'silence')
})

function notices(phone: PhonePage): Promise<string[]> {
  return phone.page.evaluate(() => window.testPhone.soft.phone.state.notices.map((notice) => notice.key))
}

/** Keys sent by INFO, for exchanges that did not take telephone-event. */
function infoKeys(call: OutsideCall): string {
  return call
    .messages()
    .map(({ message }) =>
      message.kind === 'request' && message.method === 'INFO' ? (/^Signal=(.)/m.exec(message.body)?.[1] ?? '') : '',
    )
    .join('')
}
