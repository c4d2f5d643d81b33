import { expect, test } from '@playwright/test'
import { hostFilesRu } from '#renderer/i18n/ru/host-files.ts'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
import { supervisionRu } from '#renderer/i18n/ru/supervision.ts'
import { openSupervisorDesk } from './harness/colleagues.ts'
import { nextFile } from './harness/next-file.ts'
import { buildQuietWorld, type QuietWorld } from './harness/story-world.ts'

let world: QuietWorld

test.beforeEach(async () => {
  world = await buildQuietWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

test('reports compare periods, every number opens exactly its records, and a file is made with the knowledge of the audit @S4 @S6', async () => {
  const { supervisor, desk } = await openSupervisorDesk(world, 'supervisor1')
  await supervisor.open('reports')
  await supervisor.work.getByRole('button', { name: reportsRu['period.year'] }).click()
  const report = supervisor.task.getByRole('region', { name: reportsRu['structure.title'] })
  const openBy = async (table: string, row: RegExp): Promise<number> => {
    const button = report.getByRole('table', { name: table }).getByRole('button', { name: row }).first()
    const count = Number((await button.innerText()).replace(/\D/g, ''))
    await button.click()
    return count
  }

  // From the kinds down the tree of themes to the records.
  await report.getByRole('button', { name: /Подробнее: Жалобы/ }).click()
  await expect(report).toContainText('Организация работы медицинской организации')
  const complaints = await openBy(reportsRu['structure.kinds'], /Организация работы.*выбранный срок/)
  expect(complaints).toBeGreaterThan(0)
  await expect(supervisor.task).toContainText(new RegExp(`Журнал обращений\\s*${complaints} обращени`))

  // Justified complaints by reason are in the journal exactly those.
  await supervisor.open('reports')
  const justified = await openBy(reportsRu['structure.reasons'], /выбранный срок/)
  await expect(supervisor.task).toContainText(new RegExp(`Журнал обращений\\s*${justified} обращени`))
  await expect(supervisor.work).toContainText(supervisionRu['narrow.justified.yes'])

  await supervisor.open('reports')
  const saved = await nextFile(desk)
  await report.getByRole('button', { name: reportsRu.export }).click()
  await expect(report.getByRole('status').getByText(hostFilesRu.showInFolder)).toBeVisible()
  const { name, content } = await saved()
  expect(name).toMatch(/^appeals-\d{4}-01-01-\d{4}-12-31\.xlsx$/)
  // A workbook is a ZIP archive.
  expect(content.toString('latin1', 0, 2)).toBe('PK')

  // The effect of informing: the people behind a number, and a card of one of them.
  await supervisor.work.getByRole('button', { name: reportsRu['kind.informing'] }).click()
  const informing = supervisor.task.getByRole('region', { name: reportsRu['informing.title'] })
  const came = informing.getByRole('button', { name: /Все, Пришли/ })
  const count = Number((await came.innerText()).replace(/\D/g, ''))
  expect(count).toBeGreaterThan(0)
  await came.click()
  await expect(supervisor.task).toContainText(new RegExp(`${count} человек`))
  await supervisor.task.getByRole('option').first().click()
  await expect(supervisor.person).toContainText('Полис')
  await supervisor.task.getByRole('button', { name: reportsRu['persons.back'] }).click()
  await expect(informing).toBeVisible()

  // From anywhere to the appeals of a clinic.
  await supervisor.page.keyboard.press('Control+KeyK')
  await supervisor.page.keyboard.type('композиторов')
  await supervisor.page.getByRole('dialog').getByRole('button').filter({ hasText: 'ГП № 200' }).click()
  await expect(supervisor.row(/ОЖ-/).first()).toBeVisible()
  await expect(supervisor.work).toContainText('ГП № 200')
})
