import { expect, test } from '@playwright/test'
import PizZip from 'pizzip'
import { callScriptsRu } from '#renderer/i18n/ru/call-scripts.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { pictured } from './harness/camera.ts'
import { findPersonDueForCheckUp, supervisorToken } from './harness/known-person.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { OperatorPage } from './page-models/desk-page.ts'

let world: World

test.beforeEach(async () => {
  world = await buildWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

test('a survey is taken by keyboard: what excludes each other is refused with the reason, and the answers reach the file for the fund @C4 @C8', async () => {
  const known = await findPersonDueForCheckUp(world.api.url)
  const desk = await world.desk(440)
  const operator = new OperatorPage(desk.page)
  const { page, script } = operator
  await operator.signIn('operator1')
  await operator.takeCalls()
  const call = await inviteFromOutside(world.lab, { from: known.phone, name: known.name, speech: alawTone(600, 2) })
  await call.ringing()
  await page.keyboard.press('Alt+KeyA')
  await call.answered()

  // Another script is chosen; nobody has been made sure of yet, and the desk says so.
  await script.getByRole('button', { name: callScriptsRu['script.choose'] }).press('Enter')
  await page.getByRole('menuitem', { name: 'Удовлетворённость диспансеризацией' }).press('Enter')
  await expect(script).toContainText('Удовлетворённость диспансеризацией')
  await expect(script).toContainText(callScriptsRu['identity.anyone'])

  /** Presses the digit of an answer and waits for the next step. */
  const choose = async (label: string): Promise<void> => {
    const options = script.getByRole('group', { name: callScriptsRu.options, exact: true }).getByRole('button')
    await expect(options.filter({ hasText: label }).first()).toBeVisible()
    const labels = await options.allInnerTexts()
    const index = labels.findIndex((text) => text.replace(/^\s*\d\s*/, '') === label)
    const before = await script.innerText()
    await page.keyboard.press(`Digit${index + 1}`)
    await expect.poll(() => script.innerText()).not.toBe(before)
  }
  await choose('Да')
  await expect(script).toContainText(callScriptsRu['identity.named'])
  await choose('Совпала')
  await expect(script).toContainText(callScriptsRu['identity.checked'])
  await choose('Согласен')
  await choose('Диспансеризацию')
  for (let question = 0; question < 4; question += 1) await choose('Удовлетворён')

  // “Fully satisfied” beside a complaint: refused with the reason; mended by the same key.
  await page.keyboard.press('Digit1')
  await page.keyboard.press('Digit6')
  await page.keyboard.press('Enter')
  await expect(script.getByRole('alert')).toContainText('Полностью удовлетворён')
  await pictured(page, 'survey-questions')
  await page.keyboard.press('Digit1')
  await page.keyboard.press('Enter')
  await expect(script).toContainText('Платили ли вы')

  // A note without leaving the step; Backspace goes back with every answer kept.
  await page.keyboard.press('KeyN')
  await page.keyboard.type('Перезвонить после шести')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Backspace')
  await expect(script.getByRole('checkbox', { name: 'Очереди' })).toBeChecked()
  await page.keyboard.press('Enter')
  await choose('Нет')
  await choose('Нет')
  await page.keyboard.press('Enter')
  await expect(script).toContainText(callScriptsRu.finished)
  await page.keyboard.press('Alt+KeyE')
  await call.ended
  await expect(operator.wrapUp.getByRole('textbox', { name: deskRu['wrapUp.note'] })).toHaveValue(
    'Перезвонить после шести',
  )
  await operator.confirmOutcome()
  await operator.everythingSent()

  const answerFile = await fetch(
    `${world.api.url}/api/surveys/upload?scale=checkUpSatisfaction&from=2020-01-01&to=2100-01-01`,
    { headers: { authorization: `Bearer ${await supervisorToken(world.api.url)}` } },
  )
  expect(answerFile.status).toBe(200)
  const texts = new PizZip(await answerFile.arrayBuffer()).file('xl/sharedStrings.xml')?.asText() ?? ''
  expect(texts).toContain(known.person.surname)
  expect(texts).toContain('>107<')
})
