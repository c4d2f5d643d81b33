import { expect, test } from '@playwright/test'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
import { scriptMeasuresRu } from '#renderer/i18n/ru/script-measures.ts'
import { isAccessible } from './harness/accessible.ts'
import { fillTalks } from './harness/filled-talks.ts'
import { focusIsSeen } from './harness/focus.ts'
import { buildQuietWorld, type QuietWorld } from './harness/story-world.ts'
import { SupervisorPage } from './page-models/desk-page.ts'
import { MethodologistPage } from './page-models/methodologist-page.ts'

let world: QuietWorld

test.beforeAll(async () => {
  world = await buildQuietWorld()
})
test.afterAll(async () => {
  await world.dispose()
})

test('talks by script are measured by step, two versions side by side, and each number opens its talks; the methodologist sees them without people @S8 @S10', async () => {
  const talk = { scriptId: 'check-up-invitation', result: 'booked' }
  const end = ['booked', 'Записан', 2] as const
  await fillTalks(world.api.url, 'operator1', [
    ...[4, 6, 8].map((seconds) => ({
      ...talk,
      scriptVersion: 9,
      steps: [['greeting', 'Кто у телефона', seconds], end] as const,
    })),
    { ...talk, scriptVersion: 9, result: 'cutOff', steps: [['greeting', 'Кто у телефона', 5]] },
  ])
  const supervisor = new SupervisorPage((await world.desk()).page)
  await supervisor.signIn('supervisor1')
  await supervisor.open('reports')
  await supervisor.work.getByRole('button', { name: reportsRu['kind.scripts'] }).click()
  await supervisor.work.getByRole('button', { name: reportsRu['period.year'] }).click()
  const report = supervisor.task.getByRole('region', { name: scriptMeasuresRu.title })
  const steps = report.getByRole('table', { name: scriptMeasuresRu.steps })
  await expect(steps).toBeVisible()
  const choose = async (field: string, option: RegExp): Promise<void> => {
    await report.getByRole('combobox', { name: field }).click()
    await supervisor.page.getByRole('option', { name: option }).click()
  }
  await choose(scriptMeasuresRu.version, /^Версия 9/)
  await choose(scriptMeasuresRu.against, /^Версия (?!9)/)
  const greeting = steps.getByRole('row').filter({ hasText: 'Кто у телефона' })
  await expect(greeting).toContainText('0:05')
  await expect(greeting.getByRole('button', { name: /: дошли: / })).toHaveCount(2)
  await greeting.getByRole('button', { expanded: false }).press('Enter')
  await expect(steps).toContainText(scriptMeasuresRu['step.left'])
  await focusIsSeen(supervisor.page)
  await isAccessible(supervisor.page, 'talks by script')

  await greeting.getByRole('button', { name: /: оборвались: 1\./ }).press('Enter')
  const talks = supervisor.task.getByRole('listbox')
  await expect(talks.getByRole('option')).toHaveCount(1)
  await talks.getByRole('option').click()
  const course = supervisor.task.getByRole('region', { name: /^Ход разговора/ })
  await expect(course.getByRole('listitem')).toHaveText(/Кто у телефона.*0:05/)
  await isAccessible(supervisor.page, 'talks behind a number')

  const writer = new MethodologistPage((await world.desk()).page)
  await writer.openFirst('admin')
  await writer.work.getByRole('tab', { name: scriptMeasuresRu.tab }).click()
  const same = writer.task.getByRole('region', { name: scriptMeasuresRu.title })
  await same.getByRole('button', { name: /^Все разговоры/ }).press('Enter')
  await expect(writer.task.getByRole('option').first()).toBeVisible()
  await expect(writer.task).not.toContainText(scriptMeasuresRu['run.who'])
})
