import { expect, type Locator, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { callScriptsRu } from '#renderer/i18n/ru/call-scripts.ts'
import { scriptEditorRu } from '#renderer/i18n/ru/script-editor.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { isAccessible } from './harness/accessible.ts'
import { pictured } from './harness/camera.ts'
import { CONSULTATION_ANSWERS } from './harness/consultation-answers.ts'
import { focusIsSeen } from './harness/focus.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { OperatorPage } from './page-models/desk-page.ts'
import { MethodologistPage } from './page-models/methodologist-page.ts'

const TITLE = 'Короткая консультация'
const OLD_TITLE = 'Входящая консультация'

const isFocused = (place: Locator): Promise<boolean> => place.evaluate((element) => element === document.activeElement)

let world: World

test.beforeEach(async () => {
  world = await buildWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

test('a script is written by keyboard, refused with the place of its fault, mended, walked, approved by another and talked by at the next call @S10 @C4', async () => {
  const known = await findPersonDueForCheckUp(world.api.url)
  const operatorDesk = await world.desk(440)
  const operator = new OperatorPage(operatorDesk.page)
  await operator.signIn('operator1')
  await operator.takeCalls()
  const first = await inviteFromOutside(world.lab, { from: known.phone, name: known.name, speech: alawTone(600, 2) })
  await first.ringing()
  await operator.page.keyboard.press('Alt+KeyA')
  await first.answered()
  await expect(operator.script).toContainText(OLD_TITLE)
  // From here on this desk is alone: nothing reaches the server or comes from it.
  await operatorDesk.page.route('**/api/**', (route) => route.abort())

  const writer = new MethodologistPage((await world.desk()).page)
  await test.step('a new script is written by keyboard alone', async () => {
    await writer.openFirst('admin')
    await writer.begin(TITLE, 'short-consultation')
    await writer.addStep('say', 'Приветствие')
    await writer.write(scriptEditorRu['field.text'], 'Здравствуйте! {org.name}, {me.name}. Слушаю вас.')
    await writer.addStep('end', 'Помогли')
    await focusIsSeen(writer.page)
    await writer.write(scriptEditorRu['field.result'], 'helped')
    await expect(writer.steps.getByRole('option')).toHaveCount(2)
  })

  await test.step('it is refused with the exact place, nothing is lost by it, and it is mended there', async () => {
    await writer.press(scriptEditorRu['step.submit'])
    const refused = writer.task.getByRole('alert')
    await expect(refused).toContainText('записывается')
    await expect(refused).toContainText('Помогли')
    await refused.getByRole('button', { name: scriptEditorRu['fault.go'] }).press('Enter')
    await expect(writer.fields.getByRole('textbox', { name: scriptEditorRu['field.title'] })).toBeFocused()
    await writer.steps.press('ArrowUp')
    await writer.write(scriptEditorRu['field.text'], 'Здравствуйте! {org.name}, {me.name}. Разговор записывается.')
    // A key too many, taken back.
    await writer.page.keyboard.press('Control+Z')
    await expect(writer.fields.getByRole('textbox', { name: scriptEditorRu['field.text'] })).not.toHaveValue(
      /записывается/,
    )
    await writer.page.keyboard.press('Control+Shift+Z')
    await writer.open('lint')
    await expect(writer.editor).toContainText(scriptEditorRu['lint.none'])
  })

  await test.step('Tab goes from the steps to the views and on to the fields, and back, always in sight', async () => {
    await writer.steps.focus()
    const title = writer.fields.getByRole('textbox', { name: scriptEditorRu['field.title'] })
    await writer.page.keyboard.press('Tab')
    await expect(writer.editor.getByRole('tab', { selected: true })).toBeFocused()
    await focusIsSeen(writer.page)
    for (let presses = 0; presses < 2 && !(await isFocused(title)); presses += 1) {
      await writer.page.keyboard.press('Tab')
      await focusIsSeen(writer.page)
    }
    await expect(title).toBeFocused()
    await writer.page.keyboard.press('Shift+Tab')
    await expect(title).not.toBeFocused()
    await focusIsSeen(writer.page)
  })

  await test.step('the editor is accessible in each of its views', async () => {
    for (const view of ['graph', 'properties', 'compare'] as const) {
      await writer.open(view)
      await isAccessible(writer.page, `script-editor-${view}`)
    }
  })

  await test.step('it is walked in the simulator by the keys of the player', async () => {
    await writer.open('simulator')
    await writer.press(scriptEditorRu['simulator.begin'])
    const talk = writer.editor.getByRole('region', { name: callScriptsRu.title })
    await expect(talk).toContainText('Разговор записывается')
    await pictured(writer.page, 'script-editor-simulator')
    await writer.page.keyboard.press('Enter')
    await expect(talk).toContainText('Помогли')
    await expect(writer.editor).toContainText(scriptEditorRu['coverage.whole'])
    await writer.page.keyboard.press('Enter')
    await expect(writer.editor).toContainText(scriptEditorRu['simulator.ended'])
  })

  await test.step('a second person approves it, the writer publishes it', async () => {
    await writer.press(scriptEditorRu['step.submit'])
    await expect(writer.editor).toContainText(scriptEditorRu['steps.waitsForSecond'])
    await expect(writer.editor.getByRole('button', { name: scriptEditorRu['step.approve'] })).toHaveCount(0)
    const second = new MethodologistPage((await world.desk()).page)
    await second.openFirst('supervisor1')
    await second.work.getByRole('tab', { name: scriptEditorRu.list }).click()
    await second.openDraft(TITLE)
    await second.press(scriptEditorRu['step.approve'])
    await expect(second.editor).toContainText(scriptEditorRu['state.approved'])
    await writer.press(scriptEditorRu.close)
    await writer.openDraft(TITLE)
    await writer.press(scriptEditorRu['publish.today'])
    await expect(writer.editor).toContainText('Версия 1 опубликована')
  })

  await test.step('the talk that went on meanwhile, without a network, ends by the old script; the next begins by the new one', async () => {
    await operator.followScript(CONSULTATION_ANSWERS, 'Спрашивает, как пройти диспансеризацию', async () =>
      (await operator.script.innerText()).includes('Записываю ваше обращение'),
    )
    await expect(operator.script).toContainText(OLD_TITLE)
    await operator.registerAppeal({
      kind: appealsRu['kind.consultation'],
      theme: 'диспансеризация',
      text: 'Спрашивает, как пройти диспансеризацию',
      result: appealsRu['result.answeredAtOnce'],
    })
    await operator.page.keyboard.press('Alt+KeyE')
    await first.ended
    await operator.confirmOutcome()
    const pulled = operator.page.waitForResponse((answer) => answer.url().endsWith('/api/sync/pull') && answer.ok())
    await operatorDesk.page.unroute('**/api/**')
    await pulled
    await operator.everythingSent()
    const next = await inviteFromOutside(world.lab, { from: known.phone, name: known.name, speech: alawTone(600, 2) })
    await next.ringing()
    await operator.page.keyboard.press('Alt+KeyA')
    await next.answered()
    await expect(operator.script).toContainText(TITLE)
    await expect(operator.script).toContainText('Разговор записывается')
    await operator.page.keyboard.press('Alt+KeyE')
    await next.ended
  })
})
