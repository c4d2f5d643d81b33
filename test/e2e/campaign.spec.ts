import { expect, test } from '@playwright/test'
import { campaignsRu } from '#renderer/i18n/ru/campaigns.ts'
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

test('a campaign chosen in the database becomes a queue of calls, also without the network, and its progress is seen live @C8 @S8', async () => {
  const leadDesk = await world.desk()
  const lead = new DeskPage(leadDesk.page)
  await lead.openFirst('clinic1')
  await lead.work.getByRole('tab', { name: campaignsRu.tab }).click()
  await lead.work.getByRole('button', { name: campaignsRu.new }).click()
  const form = lead.task.getByRole('form', { name: campaignsRu.newTitle })
  await form.getByRole('textbox', { name: campaignsRu['form.title'] }).fill('Качество помощи, ноябрь')
  await form.getByRole('combobox', { name: campaignsRu['form.survey'] }).click()
  await lead.page.getByRole('option', { name: 'Опрос о качестве помощи' }).click()
  await form.getByRole('textbox', { name: campaignsRu['form.hourFrom'] }).fill('0')
  await form.getByRole('textbox', { name: campaignsRu['form.hourTo'] }).fill('24')
  await form.getByRole('textbox', { name: campaignsRu['form.wanted'] }).fill('2')
  await expect(form.getByRole('status')).toContainText('с верным телефоном')
  await isAccessible(lead.page, 'campaign-form')
  await form.getByRole('button', { name: campaignsRu['form.create'] }).click()
  const progress = lead.task.getByRole('region', { name: campaignsRu.progress })
  await expect(progress).toContainText('ответов из 2')

  // The queue reaches the operator by itself; two people are taken for the shift.
  const operatorDesk = await world.desk()
  const operator = new OperatorPage(operatorDesk.page)
  await operator.signIn('operator1')
  await operator.work.getByRole('tab', { name: campaignsRu['queue.tab'] }).click()
  await operator.work.getByRole('button', { name: /на смену/ }).click()
  const mine = operator.work.locator('.work-row__main')
  await expect(mine).toHaveCount(10)

  // Without the network: a refusal and an answer, both kept and sent later.
  await world.api.stop()
  const record = async (outcome: string): Promise<void> => {
    await mine.first().click()
    await operator.task.getByRole('button', { name: outcome, exact: true }).click()
  }
  await record(campaignsRu['outcome.refused'])
  await expect(mine).toHaveCount(9)
  await record(campaignsRu['outcome.answered'])
  await expect(mine).toHaveCount(8)
  await mine.first().click()
  await isAccessible(operator.page, 'survey-call')
  await world.api.start()
  await operator.everythingSent()
  await expect(progress).toContainText('1 ответов из 2, 50 %', { timeout: 60_000 })
  await expect(progress.locator('dl')).toContainText(/1\s*отказались/)
})
