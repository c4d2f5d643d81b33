import { expect, type Page, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { knowledgeRu } from '#renderer/i18n/ru/knowledge.ts'
import { isAccessible } from './harness/accessible.ts'
import { buildQuietWorld, type QuietWorld } from './harness/story-world.ts'
import { DeskPage, OperatorPage } from './page-models/desk-page.ts'

let world: QuietWorld

test.beforeEach(async () => {
  world = await buildQuietWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

const sideOf = (page: Page) => page.getByRole('complementary', { name: knowledgeRu.title })

test('answers are found beside any screen and without the network, inserted by «::», and what is said of them reaches the methodologist @C4 @C6 @S10', async () => {
  const operatorDesk = await world.desk()
  const operator = new OperatorPage(operatorDesk.page)
  const { page } = operator
  await operator.signIn('operator1')

  // Word forms and a typo are forgiven; the words that fit are marked.
  await page.keyboard.press('Alt+KeyK')
  const side = sideOf(page)
  const search = side.getByRole('combobox', { name: knowledgeRu.find })
  await expect(search).toBeFocused()
  await page.keyboard.type('направлении')
  await expect(side.getByRole('option').first().locator('mark').first()).toBeVisible()
  const found = await side.getByRole('option').first().innerText()
  await search.fill('напрвление')
  await expect(side.getByRole('option').first()).toHaveText(found, { useInnerText: true })
  await page.keyboard.press('Enter')
  const question = await side.getByRole('heading', { level: 3 }).innerText()
  await search.fill('ургентно')
  await search.fill('полис')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(side.getByRole('tab')).toHaveCount(2)
  await isAccessible(page, 'knowledge')

  // Another screen, and no network: the open answers stay where they are.
  await page.keyboard.press('Alt+KeyN')
  await expect(operator.appealForm).toBeVisible()
  await world.api.stop()
  await expect(side.getByRole('tab')).toHaveCount(2)
  const text = operator.appealForm.getByRole('textbox', { name: appealsRu['text.label'] })
  await text.focus()
  await page.keyboard.type('Спросил про срок. ::напр')
  await expect(
    page.getByRole('listbox', { name: knowledgeRu['insert.title'] }).getByRole('option').first(),
  ).toBeVisible()
  await isAccessible(page, 'knowledge-phrase')
  await page.keyboard.press('Enter')
  await expect(text).toHaveValue(/^Спросил про срок\. [^:]{2}.{20,}$/)

  await page.keyboard.press('Alt+KeyK')
  await side.getByRole('tab', { name: question }).click()
  await side.getByRole('button', { name: knowledgeRu['vote.no'], exact: true }).click()
  await side.getByRole('textbox', { name: knowledgeRu['vote.remarkLabel'] }).fill('Срок уже другой')
  await side.getByRole('button', { name: knowledgeRu['vote.send'] }).click()
  await expect(side).toContainText(knowledgeRu['vote.onThisComputer'])
  await world.api.start()
  await expect(side).not.toContainText(knowledgeRu['vote.onThisComputer'], { timeout: 60_000 })

  // The methodologist answers the remark with a new version; the desk has it without being opened anew.
  const keeperDesk = await world.desk()
  const keeper = new DeskPage(keeperDesk.page)
  await keeper.openFirst('admin')
  await keeper.work.getByRole('tab', { name: knowledgeRu['queue.tab'] }).click()
  await keeper.work.getByRole('button', { name: question }).click()
  const editor = keeper.task.getByRole('form', { name: knowledgeRu['edit.title'] })
  await expect(editor).toContainText('Срок уже другой')
  await isAccessible(keeper.page, 'knowledge-editor')
  await editor
    .getByRole('textbox', { name: knowledgeRu['edit.answer'] })
    .fill('Новый ответ: срок назван в самом документе.')
  await keeper.page.keyboard.press('Control+Enter')
  await expect(editor.getByRole('status')).toContainText('2')
  await expect(side.getByRole('article')).toContainText('Новый ответ: срок назван в самом документе.', {
    timeout: 60_000,
  })
  await expect(keeper.work.getByRole('button', { name: question })).toHaveCount(0)
})
