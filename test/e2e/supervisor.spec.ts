import { expect, type Locator, test } from '@playwright/test'
import { callReviewsRu } from '#renderer/i18n/ru/call-reviews.ts'
import { floorRu } from '#renderer/i18n/ru/floor.ts'
import { supervisionRu } from '#renderer/i18n/ru/supervision.ts'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { pictured } from './harness/camera.ts'
import { openSupervisorDesk } from './harness/colleagues.ts'
import { hear } from './harness/hear.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { OperatorPage, type SupervisorPage } from './page-models/desk-page.ts'

/** The floor is at most this far behind what happens at the desks. */
const BEHIND_MS = 1_000

/** What the operator's microphone and the caller sound like. */
const NEAR_HZ = 440
const FAR_HZ = 600
/** Amplitude of a tone that is plainly there; full scale is 1. */
const HEARD = 0.01

let world: World

test.beforeEach(async () => {
  world = await buildWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

/** She listens, whispers and leaves, then changes the state: each is seen at the representative's desk. */
async function listenIn(supervisor: SupervisorPage, operator: OperatorPage, row: Locator): Promise<void> {
  await row.click()
  await supervisor.person.getByRole('button', { name: telephonyRu['listening.mode.listen'] }).click()
  await expect(operator.page.getByText(telephonyRu['listener.listen'])).toBeVisible()
  const modes = supervisor.page.getByRole('radiogroup', { name: telephonyRu['listening.mode'] })
  await modes.getByText(telephonyRu['listening.mode.whisper']).click()
  await expect(operator.page.getByText(telephonyRu['listener.whisper'])).toBeVisible()
  await supervisor.page.getByRole('button', { name: telephonyRu['listening.leave'] }).click()
  await expect(operator.page.getByText(telephonyRu['listener.whisper'])).toBeHidden()
  await supervisor.person.getByRole('button', { name: floorRu['order.open'] }).click()
  await supervisor.page.getByRole('menuitem', { name: telephonyRu['agent.reason.training'] }).click()
  await expect(operator.page.getByRole('alert').filter({ hasText: telephonyRu['agent.reason.training'] })).toBeVisible()
  await operator.page.getByRole('button', { name: telephonyRu['notice.dismiss'] }).click()
  await supervisor.person.getByRole('button', { name: floorRu['order.open'] }).click()
  await supervisor.page.getByRole('menuitem', { name: floorRu['order.ready'] }).click()
  await operator.page.getByRole('button', { name: telephonyRu['notice.dismiss'] }).click()
}

test('the floor shows states and calls within a second, and a call is listened to, reviewed and sent back @S1 @S2 @S3', async () => {
  const person = await findPersonDueForCheckUp(world.api.url)
  const { supervisor, name } = await openSupervisorDesk(world, 'supervisor1', 880)
  const row = supervisor.row(name)
  await expect(row).toContainText(floorRu['state.away'])

  const operatorDesk = await world.desk(440)
  const operator = new OperatorPage(operatorDesk.page)
  await operator.signIn('operator1')
  await expect(row).toContainText(floorRu['reason.startOfShift'])
  await operator.takeCalls()
  const readyAt = Date.now()
  await expect(row).toContainText(floorRu['state.ready'])
  expect(Date.now() - readyAt).toBeLessThan(BEHIND_MS)

  const call = await inviteFromOutside(world.lab, {
    from: person.phone,
    name: person.name,
    speech: alawTone(600, 2),
  })
  await call.ringing()
  await expect(operator.ring).toBeVisible()
  await pictured(supervisor.page, 'supervisor-floor-live')
  const ringingAt = Date.now()
  await expect(row).toContainText(floorRu['state.ringing'])
  expect(Date.now() - ringingAt).toBeLessThan(BEHIND_MS)
  await expect(supervisor.task).toContainText(/Ждёт ответа 1 звонок/)
  // Nobody insured is named on the floor.
  await expect(supervisor.task).not.toContainText(person.person.surname)
  await operator.page.keyboard.press('Alt+KeyA')
  await call.answered()
  await expect(row).toContainText(floorRu['state.talking'])
  await listenIn(supervisor, operator, row)
  await operator.page.keyboard.press('Alt+KeyE')
  await call.ended
  await expect(row).toContainText(floorRu['state.afterCallWork'])
  await expect(operator.wrapUp).toBeVisible()
  await operator.page.keyboard.press('Enter')
  await operator.everythingSent()

  // The number opens exactly the call it counts.
  await supervisor.work.getByRole('button', { name: `${floorRu['day.answered']}: 1` }).click()
  await expect(supervisor.task.getByRole('option')).toHaveCount(1)
  await supervisor.row(person.person.surname).click()

  // Reviewed by the card, with a remark at a time; nothing typed is lost when the supervisor looks elsewhere.
  await supervisor.person.getByRole('button', { name: callReviewsRu.start }).click()
  const form = supervisor.person.getByRole('form', { name: callReviewsRu.title })
  await expect(form).toBeVisible()
  for (const yes of await form.getByRole('radio', { name: callReviewsRu['mark.yes'], exact: true }).all())
    await yes.check()
  await form.getByLabel(callReviewsRu['comment.at']).fill('9:59')
  await form.getByLabel(callReviewsRu['comment.text']).fill('Хорошо представилась')
  await form.getByLabel(callReviewsRu['comment.text']).press('Enter')
  await expect(form).toContainText('Минуты и секунды')
  await form.getByLabel(callReviewsRu['comment.at']).fill('0:01')
  await form.getByLabel(callReviewsRu['comment.text']).press('Enter')
  await form.getByLabel(callReviewsRu.summary).fill('Так держать')
  await expect(form).toContainText('100 из 100')
  await form.getByRole('button', { name: callReviewsRu.cancel }).click()
  await supervisor.person.getByRole('button', { name: callReviewsRu.start }).click()
  await expect(form.getByLabel(callReviewsRu.summary)).toHaveValue('Так держать')
  await form.getByRole('button', { name: callReviewsRu.send }).click()
  await expect(supervisor.person).toContainText(callReviewsRu['sent.unread'])
  await expect(supervisor.row(person.person.surname)).toContainText(
    supervisionRu['review.score'].replace('{{score}}', '100'),
  )

  // The representative reads it in her own list and answers; the supervisor sees both.
  await operator.work.getByRole('tab', { name: callReviewsRu.tab }).click()
  await expect(operator.work).toContainText('Хорошо представилась')
  await operator.work.getByLabel(callReviewsRu['read.reply']).fill('Спасибо')
  await operator.work.getByRole('button', { name: callReviewsRu['read.action'] }).click()
  await expect(supervisor.person).toContainText('Спасибо')
  await expect(supervisor.person).toContainText(/прочитан \d/)

  // A desk that is gone is away on the floor.
  await operatorDesk.kill()
  await supervisor.open('floor')
  await expect(supervisor.row(name)).toContainText(floorRu['state.away'])
})

test('a call is recorded but for what is said in a pause, and the supervisor listens to it and remarks at a moment @S2', async () => {
  const person = await findPersonDueForCheckUp(world.api.url)
  const { supervisor } = await openSupervisorDesk(world, 'supervisor1')
  const operator = new OperatorPage((await world.desk(NEAR_HZ)).page)
  await operator.signIn('operator1')
  await operator.takeCalls()
  const call = await inviteFromOutside(world.lab, {
    from: person.phone,
    name: person.name,
    speech: alawTone(FAR_HZ, 2),
  })
  await expect(operator.ring).toBeVisible()
  await operator.page.keyboard.press('Alt+KeyA')
  await call.answered()
  await expect(operator.recording('on')).toBeVisible()
  await operator.talkedFor(4)
  await operator.pauseRecording()
  await operator.talkedFor(7)
  await operator.resumeRecording()
  await operator.talkedFor(10)
  await operator.page.keyboard.press('Alt+KeyE')
  await call.ended
  await expect(operator.wrapUp).toBeVisible()
  await operator.page.keyboard.press('Enter')
  await operator.everythingSent()

  await supervisor.open('calls')
  await supervisor.row(person.person.surname).first().click()
  const base64 = await supervisor.listen()
  const heard = await supervisor.page.evaluate(hear, { base64, near: NEAR_HZ, far: FAR_HZ })
  // Both sides are in it, and the pause is a hole of at least two seconds between what is heard.
  expect(heard.loudest.near).toBeGreaterThan(HEARD)
  expect(heard.loudest.far).toBeGreaterThan(HEARD)
  expect(heard.seconds).toBeGreaterThan(8)
  expect(heard.hole).toBeGreaterThan(2)
  await expect(supervisor.player).toContainText('Пауза для личных данных')
  await supervisor.player.getByLabel(telephonyRu['playback.skipSilence']).check()

  // A remark takes the moment of the player, and its time plays the call from there.
  await supervisor.person.getByRole('button', { name: callReviewsRu.start }).click()
  const form = supervisor.person.getByRole('form', { name: callReviewsRu.title })
  await form.getByRole('button', { name: callReviewsRu['comment.now'] }).click()
  await expect(form.getByLabel(callReviewsRu['comment.at'])).toHaveValue(/^0:0[1-9]$/)
  await form.getByLabel(callReviewsRu['comment.text']).fill('Предупредила о записи')
  await form.getByLabel(callReviewsRu['comment.text']).press('Enter')
  await form.getByRole('button', { name: /Слушать с 0:0/ }).click()
  await expect(supervisor.player.getByRole('button', { name: telephonyRu['playback.pause'] })).toBeVisible()
})
