import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { isAccessible } from './harness/accessible.ts'
import { nameOf } from './harness/colleagues.ts'
import { findPersonDueForCheckUp, type KnownPerson } from './harness/known-person.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { OperatorPage } from './page-models/desk-page.ts'

/** Folder for pictures of the transfer; none are taken without it. */
const PICTURES = process.env['OPORA_PICTURES']
const OUTSIDE_HZ = 600
const OPERATOR_HZ = 440
const POST_HZ = 880
const TYPED = 'Две недели не может записаться к терапевту, просит помочь'

let world: World
let known: KnownPerson
let operator: OperatorPage
let post: OperatorPage
let operatorName: string
let postName: string

test.beforeEach(async () => {
  world = await buildWorld()
  known = await findPersonDueForCheckUp(world.api.url)
  operatorName = await nameOf(world.api.url, 'operator1')
  postName = await nameOf(world.api.url, 'clinic1')
  post = new OperatorPage((await world.desk(POST_HZ)).page)
  await post.signIn('clinic1')
  operator = new OperatorPage((await world.desk(OPERATOR_HZ)).page)
  await operator.signIn('operator1')
  await operator.takeCalls()
})
test.afterEach(async () => {
  await world.dispose()
})

/** A talk in which the person was named, a question of the script answered and an appeal begun. */
async function talk(): Promise<OutsideCall> {
  const call = await inviteFromOutside(world.lab, {
    from: known.phone,
    name: known.name,
    source: 'dispatch',
    speech: alawTone(OUTSIDE_HZ, 2),
  })
  await call.ringing()
  await expect(operator.ring).toContainText(known.person.surname)
  await operator.page.keyboard.press('Alt+KeyA')
  await call.answered()
  await expectHeard(call, OPERATOR_HZ)
  await operator.task.getByRole('button', { name: deskRu['who.confirm'] }).click()
  await operator.followScript(['Совпало', 'Типовой вопрос'], 'Спрашивает о записи', async () =>
    (await operator.script.innerText()).includes('Сейчас отвечу'),
  )
  await operator.appealForm.getByRole('textbox', { name: appealsRu['text.label'] }).fill(TYPED)
  await operator.formIsKept()
  return call
}

async function expectHeard(call: OutsideCall, hz: number): Promise<void> {
  await expect.poll(() => Math.abs(call.heard().toneHz - hz)).toBeLessThan(20)
}

/** Opens the list of colleagues by key and finds the one at the post by part of the name. */
async function choosePost(): Promise<void> {
  await operator.page.keyboard.press('Alt+KeyT')
  const panel = operator.page.getByRole('dialog', { name: telephonyRu['transfer.title'] })
  const field = panel.getByRole('combobox', { name: telephonyRu['transfer.who'] })
  await expect(field).toBeFocused()
  await field.fill(postName.split(' ')[0] ?? postName)
  await expect(panel.getByRole('option').first()).toContainText(postName)
  await expect(panel.getByRole('option').first()).toContainText(telephonyRu['presence.notReady'])
}

async function expectHandedOver(): Promise<void> {
  await expect(post.task).toContainText(deskRu['handOver.taken'].replace('{{name}}', operatorName))
  await expect(post.task).toContainText(known.person.surname)
  await expect(post.task).toContainText(deskRu['who.sure'])
  await expect(post.script).toContainText('Сейчас отвечу')
  await expect(post.appealForm.getByRole('textbox', { name: appealsRu['text.label'] })).toHaveValue(TYPED)
}

async function takePictures(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
    await page.screenshot({ path: join(PICTURES, `${name}-${scheme}.png`), scale: 'css' })
  }
}

test('a colleague is asked first and takes the call with person, answers and appeal @C1 @C7', async () => {
  const call = await talk()
  await test.step('by key alone: the list, the colleague, the question', async () => {
    await choosePost()
    await isAccessible(operator.page, 'transfer')
    await takePictures(operator.page, 'transfer')
    await operator.page.keyboard.press('Enter')
    await expect(post.page.getByRole('button', { name: telephonyRu['call.answer'] })).toBeVisible()
    await post.page.keyboard.press('Alt+KeyA')
    await expect(operator.page.getByRole('button', { name: telephonyRu['transfer.complete'] })).toBeEnabled()
    await expect.poll(() => call.heard().levelDb).toBeLessThan(-50)
    await isAccessible(operator.page, 'consult')
    await takePictures(operator.page, 'consult')
  })

  await operator.page.keyboard.press('Alt+KeyT')
  const onward = await call.successor()
  if (onward === undefined) throw new Error('the call was not handed over')
  await expectHeard(onward, POST_HZ)
  await expectHandedOver()
  await isAccessible(post.page, 'handed-over-call')
  await takePictures(post.page, 'handed-over-call')

  await test.step('the operator closes her part with one key', async () => {
    await expect(operator.wrapUp).toContainText(deskRu['outcome.handedOver'])
    await operator.confirmOutcome()
    await operator.everythingSent()
  })
  await post.page.keyboard.press('Alt+KeyE')
  expect(await onward.ended).toMatchObject({ endedBy: 'desk' })
  await expect(post.wrapUp).toBeVisible()
})

test('sent on at once to a desk without the server: it rings, and the data comes when the server is back @C1 @C7', async () => {
  const call = await talk()
  await post.page.route('**/api/telephony/hand-overs/**', (route) => route.abort())
  await choosePost()
  await operator.page.keyboard.press('Control+Enter')
  await expect(post.ring).toContainText(known.person.surname)
  await post.page.keyboard.press('Alt+KeyA')
  const onward = await call.successor()
  if (onward === undefined) throw new Error('the call was not handed over')
  await expectHeard(onward, POST_HZ)
  await expect(operator.wrapUp).toBeVisible()
  await expect(post.task).toContainText(deskRu['handOver.awaited'])
  await expect(post.appealForm).toHaveCount(0)
  await takePictures(post.page, 'hand-over-awaited')
  await post.page.unroute('**/api/telephony/hand-overs/**')
  await expectHandedOver()
  await onward.hangUp()
  await expect(post.wrapUp).toBeVisible()
})
