import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import type { Lab } from '#scripts/lab/start-lab.ts'
import { OUTSIDE_HZ, type Outside } from './peers/lab-test.ts'
import { labTest as test } from './softphone-at-lab.ts'
import { credentialsOf, expect, type PhonePage, TONE_TOLERANCE_HZ, VOICE_HZ } from './softphone-harness.ts'

/** Who is sent on is a caller from outside; both desks are the product’s telephone. */
async function desksOf(lab: Lab, newPhone: () => Promise<PhonePage>): Promise<readonly [PhonePage, PhonePage]> {
  const [first, second] = [await newPhone(), await newPhone()]
  await first.register(credentialsOf(lab, '1001'))
  await second.register(credentialsOf(lab, '1002'))
  return [first, second]
}

async function talk(desk: PhonePage, outside: Outside): Promise<OutsideCall> {
  const call = await outside.call({ to: '1001', name: 'Иванова Мария' })
  await desk.expectStates('ringingIn')
  await desk.answer()
  await desk.expectStates('talking')
  await expectHeard(call)
  return call
}

async function expectHeard(call: OutsideCall): Promise<void> {
  await expect.poll(() => Math.abs(call.heard().toneHz - VOICE_HZ)).toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
}

async function goesOn(call: OutsideCall): Promise<OutsideCall> {
  const next = await call.successor()
  if (next === undefined) throw new Error('the call was not transferred')
  return next
}

function notices(desk: PhonePage): Promise<string[]> {
  return desk.page.evaluate(() => window.testPhone.soft.phone.state.notices.map((notice) => notice.key))
}

test('@C1 @C7 [TEL90] [TEL92] a caller is sent on at once: heard both ways at the other desk, and gone from this one', async ({
  lab,
  outside,
  newPhone,
}) => {
  const [desk, other] = await desksOf(lab, newPhone)
  await other.page.evaluate(() => window.testPhone.soft.phone.notReady('paperwork'))
  const call = await talk(desk, outside)
  const id = await desk.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.id)
  await desk.page.evaluate(() => window.testPhone.soft.phone.transfer('1002'))
  await desk.expectStates('transferring')
  // what is said at the desk meanwhile is not for the caller
  await expect.poll(() => call.heard().levelDb).toBeLessThan(-50)
  // sent to her by a colleague it rings although she takes no calls of the queue
  await other.expectStates('ringingIn')
  expect(await other.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.remote)).toMatchObject({
    number: '+70001234567',
    name: 'Иванова Мария',
    handedCallId: id,
  })
  await other.answer()
  await other.expectStates('talking')
  await desk.expectEnded({ result: 'answered', endedBy: 'desk' })
  expect(await desk.lastReason()).toBe('transferred')
  expect(await desk.states()).toEqual([])
  const onward = await goesOn(call)
  await expectHeard(onward)
  await other.expectTone(OUTSIDE_HZ)
  expect(await call.ended).toMatchObject({ endedBy: 'desk' })
  await onward.hangUp()
  await other.expectEnded({ result: 'answered', endedBy: 'farSide' })
})

test('@C1 @C7 [TEL91] nobody takes it: the caller is back, held, and can be spoken to', async ({
  lab,
  outside,
  newPhone,
}) => {
  const [desk, other] = await desksOf(lab, newPhone)
  const call = await talk(desk, outside)
  await desk.page.evaluate(() => window.testPhone.soft.phone.transfer('1002'))
  await other.expectStates('ringingIn')
  await other.decline()
  await desk.expectStates('held')
  expect(await notices(desk)).toEqual(['transferFailed'])
  await desk.toggleHold()
  await desk.expectStates('talking')
  await expectHeard(call)
  await desk.expectTone(OUTSIDE_HZ)
  await desk.hangUp()
  expect(await call.ended).toMatchObject({ endedBy: 'desk' })
})

test('@C1 @C7 [TEL93] a colleague is asked first, both are spoken to in turn, and joined', async ({
  lab,
  outside,
  newPhone,
}) => {
  const [desk, other] = await desksOf(lab, newPhone)
  const call = await talk(desk, outside)
  const id = await desk.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.id)
  await desk.page.evaluate(() => window.testPhone.soft.phone.consult('1002'))
  await other.expectStates('ringingIn')
  await other.answer()
  await desk.expectStates('held', 'talking')
  await other.expectTone(VOICE_HZ)
  await expect.poll(() => call.heard().levelDb).toBeLessThan(-50)

  await desk.page.evaluate(() => window.testPhone.soft.phone.swap())
  await desk.expectStates('talking', 'held')
  await expectHeard(call)
  await other.expectTone(0)
  await desk.page.evaluate(() => window.testPhone.soft.phone.swap())
  await desk.expectStates('held', 'talking')

  await desk.page.evaluate(() => window.testPhone.soft.phone.completeTransfer())
  const onward = await goesOn(call)
  await desk.expectStates()
  expect((await desk.ended()).map(({ result }) => result)).toEqual(['answered', 'answered'])
  await other.expectStates('talking')
  await expectHeard(onward)
  await other.expectTone(OUTSIDE_HZ)
  expect(await other.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.remote)).toMatchObject({
    number: '+70001234567',
    handedCallId: id,
  })
  await other.hangUp()
  expect(await onward.ended).toMatchObject({ endedBy: 'desk' })
  expect(await other.ended()).toHaveLength(1)
})

test('@C1 @C7 [TEL93] the colleague does not want it: back to the caller with one command', async ({
  lab,
  outside,
  newPhone,
}) => {
  const [desk, other] = await desksOf(lab, newPhone)
  const call = await talk(desk, outside)
  await desk.page.evaluate(() => window.testPhone.soft.phone.consult('1002'))
  await other.expectStates('ringingIn')
  await other.answer()
  await desk.expectStates('held', 'talking')
  await desk.page.evaluate(() => window.testPhone.soft.phone.backOut())
  await desk.expectStates('talking')
  await other.expectStates()
  await expectHeard(call)
  await desk.expectTone(OUTSIDE_HZ)
})

test('@C1 [TEL96] a conversation of three: everybody hears everybody, mute is the desk’s alone, and it ends as two', async ({
  lab,
  outside,
  newPhone,
}) => {
  const [desk, other] = await desksOf(lab, newPhone)
  const call = await talk(desk, outside)
  // the colleague's own voice is that of all test microphones: silent, only what is passed on is heard of them
  await desk.page.evaluate(() => window.testPhone.soft.phone.consult('1002'))
  await other.expectStates('ringingIn')
  await other.answer()
  await desk.expectStates('held', 'talking')
  await other.expectTone(VOICE_HZ)
  await desk.page.evaluate(() => window.testPhone.soft.phone.toggleConference())
  await desk.expectStates('talking', 'talking')
  await expectHeard(call)

  await test.step('with the desk muted the two still hear each other', async () => {
    await desk.toggleMute()
    await other.expectTone(OUTSIDE_HZ)
    await expectHeard(call)
    await other.toggleMute()
    await expect.poll(() => call.heard().levelDb).toBeLessThan(-50)
    await desk.toggleMute()
    await expectHeard(call)
    await other.toggleMute()
  })

  await test.step('split: the second is held, the first is spoken to alone', async () => {
    await desk.page.evaluate(() => window.testPhone.soft.phone.toggleConference())
    await desk.expectStates('talking', 'held')
    await other.expectTone(0)
    await expectHeard(call)
  })

  await test.step('again three, and one leaves: the other goes on', async () => {
    await desk.page.evaluate(() => window.testPhone.soft.phone.toggleConference())
    await desk.expectStates('talking', 'talking')
    await other.hangUp()
    await desk.expectStates('talking')
    await expectHeard(call)
    await desk.expectTone(OUTSIDE_HZ)
    await desk.toggleMute()
    await expect.poll(() => call.heard().levelDb).toBeLessThan(-50)
  })
})
