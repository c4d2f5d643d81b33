import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import { OUTSIDE_HZ, type Outside } from './peers/lab-test.ts'
import { type SipRelay, startSipRelay } from './sip-relay.ts'
import { labTest } from './softphone-at-lab.ts'
import { credentialsOf, expect, type PhonePage, TONE_TOLERANCE_HZ, VOICE_HZ } from './softphone-harness.ts'

/** Seeds of the messages' delays: `OPORA_DISORDER_SEEDS=1,2,3`, or `npm run soak -- --disorder 20 --seed N`. */
const SEEDS = (process.env['OPORA_DISORDER_SEEDS'] ?? '1,2').split(',').map(Number)
const DELAY_MS = 250

const test = labTest.extend<{ newRelay: (seed: number, delayMs: number, reorders: boolean) => Promise<SipRelay> }>({
  newRelay: async ({ lab }, use) => {
    const open: SipRelay[] = []
    await use(async (seed, delayMs, reorders) => {
      const relay = await startSipRelay(lab.sipServer, { seed, delayMs, reorders })
      open.push(relay)
      return relay
    })
    for (const relay of open) await relay.close()
  },
})
test.setTimeout(120_000)

async function expectHeard(desk: PhonePage, call: OutsideCall): Promise<void> {
  await expect.poll(() => Math.abs(call.heard().toneHz - VOICE_HZ)).toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
  await desk.expectTone(OUTSIDE_HZ)
}

async function expectUnheard(call: OutsideCall): Promise<void> {
  await expect.poll(() => call.heard().levelDb).toBeLessThan(-50)
}

/** After a talk the desk takes no calls until its person says so. */
function ready(desk: PhonePage): Promise<void> {
  return desk.page.evaluate(() => window.testPhone.soft.phone.ready())
}

async function answered(desk: PhonePage, outside: Outside): Promise<OutsideCall> {
  await ready(desk)
  const call = await outside.call({ to: '1001' })
  await desk.expectStates('ringingIn')
  await desk.answer()
  await desk.expectStates('talking')
  return call
}

for (const seed of SEEDS)
  for (const reorders of [false, true])
    test(`@C1 @C7 messages ${reorders ? 'overtake one another' : 'come late and in bursts'}, seed ${seed}: every call ends as it should`, async ({
      lab,
      outside,
      newPhone,
      newRelay,
    }) => {
      const relay = await newRelay(seed, DELAY_MS, reorders)
      const desk = await newPhone()
      const colleague = await newPhone()
      await desk.register(credentialsOf({ ...lab, sipServer: relay.url }, '1001'))
      await colleague.register(credentialsOf(lab, '1002'))

      // Answered, held at once, resumed at once, ended by the caller.
      const first = await answered(desk, outside)
      await desk.toggleHold()
      await desk.expectStates('held')
      await expectUnheard(first)
      await desk.toggleHold()
      await desk.expectStates('talking')
      await expectHeard(desk, first)
      await first.hangUp()
      await desk.expectEnded({ result: 'answered', endedBy: 'farSide' })

      // Dialled and ended by the desk.
      const second = await outside.waitForCall()
      await desk.dial('+70005550001')
      await desk.expectStates('talking')
      await expectHeard(desk, second)
      await desk.hangUp()
      expect(await second.ended).toMatchObject({ endedBy: 'desk' })
      await desk.expectEnded({ result: 'answered', endedBy: 'desk' })

      // Ended before the answer: nobody is left ringing.
      const unanswered = await outside.waitForCall({ answerMs: 60_000 })
      await desk.dial('+70005550002')
      await unanswered.ringing()
      await desk.hangUp()
      expect(await unanswered.ended).toMatchObject({ status: 487 })
      await desk.expectStates()

      // The caller gives up: nothing goes on ringing here.
      await ready(desk)
      const givenUp = await outside.call({ to: '1001' })
      await desk.expectStates('ringingIn')
      await givenUp.hangUp()
      await desk.expectStates()
      await desk.expectEnded({ result: 'missed' })

      // Sent on to a colleague, who is heard both ways; nothing is left here.
      const third = await answered(desk, outside)
      await desk.page.evaluate(() => window.testPhone.soft.phone.transfer('1002'))
      await colleague.expectStates('ringingIn')
      await colleague.answer()
      await colleague.expectStates('talking')
      await desk.expectStates()
      await desk.expectEnded({ result: 'answered', endedBy: 'desk' })
      const onward = await third.successor()
      if (onward === undefined) throw new Error('the call was not transferred')
      await expectHeard(colleague, onward)
      await onward.hangUp()
      await colleague.expectEnded({ result: 'answered', endedBy: 'farSide' })

      expect(await desk.link()).toBe('registered')
      if (reorders) expect(relay.overtaken).toBeGreaterThan(0)
    })

test('@C1 an ACK of ours was lost: the repeated 200 is acknowledged again, and the call goes on', async ({
  lab,
  outside,
  newPhone,
  newRelay,
}) => {
  const relay = await newRelay(1, 0, false)
  const desk = await newPhone()
  await desk.register(credentialsOf({ ...lab, sipServer: relay.url }, '1001'))
  let lost = 0
  let repeated = 0
  relay.lose((message, direction) => {
    if (direction === 'toDesk' && /^SIP\/2\.0 200 .*^CSeq: *\d+ INVITE/ims.test(message)) repeated += 1
    return direction === 'toExchange' && message.startsWith('ACK ') && repeated > 0 && lost++ === 0
  })
  const call = await outside.waitForCall()
  await desk.dial('+70005550001')
  await desk.expectStates('talking')
  await expect.poll(() => repeated).toBeGreaterThan(1)
  await call.message(
    ({ direction, message }) => direction === 'received' && message.kind === 'request' && message.method === 'ACK',
  )
  await expectHeard(desk, call)
  expect(await desk.states()).toEqual(['talking'])
  await desk.hangUp()
  expect(await call.ended).toMatchObject({ endedBy: 'desk' })
})

test('@C1 the ACK to our answer was lost: our 200 is repeated until it comes, and the call goes on', async ({
  lab,
  outside,
  newPhone,
  newRelay,
}) => {
  const relay = await newRelay(1, 0, false)
  const desk = await newPhone()
  await desk.register(credentialsOf({ ...lab, sipServer: relay.url }, '1001'))
  let acks = 0
  relay.lose((message, direction) => direction === 'toDesk' && message.startsWith('ACK ') && acks++ === 0)
  const call = await answered(desk, outside)
  await expect.poll(() => acks).toBeGreaterThan(1)
  await expectHeard(desk, call)
  await desk.toggleHold()
  await desk.expectStates('held')
  await call.hangUp()
  await desk.expectEnded({ result: 'answered', endedBy: 'farSide' })
})
