import { expect, test } from '@playwright/test'
import { clinicListsRu } from '#renderer/i18n/ru/clinic-lists.ts'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'
import { hostFilesRu } from '#renderer/i18n/ru/host-files.ts'
import { recordOf, xmlList } from '#server/testing/list-files.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { encodePolicyNumber } from '#shared/kernel/policy-number.ts'
import { isAccessible } from './harness/accessible.ts'
import { personsOfClinic } from './harness/known-person.ts'
import { nextFile } from './harness/next-file.ts'
import { buildQuietWorld, type QuietWorld } from './harness/story-world.ts'
import { DeskPage } from './page-models/desk-page.ts'

let world: QuietWorld

test.beforeAll(async () => {
  world = await buildQuietWorld()
})
test.afterAll(async () => {
  await world.dispose()
})

/** Somebody whom nobody knows, living like the given one. */
function strangerLike(person: InsuredPerson): InsuredPerson {
  const [birthDate, sex] = ['1961-02-17', 'female'] as const
  const number = encodePolicyNumber('00', birthDate, sex, 99_991)
  const name = { surname: 'Новосёлова', givenName: 'Вера', patronymic: 'Игоревна' }
  return { ...person, ...name, birthDate, sex, snils: null, policy: { kind: 'unified', series: null, number } }
}

test('a list of a clinic is loaded, looked through, settled and applied; nothing is joined unasked @P2', async () => {
  const { code, persons } = await personsOfClinic(world.api.url, 4)
  const [same, moved, renamed, wrong] = persons as [InsuredPerson, InsuredPerson, InsuredPerson, InsuredPerson]
  const records = [
    recordOf(same),
    recordOf(moved, { UCH: String((moved.precinct % 60) + 1), PHONE: '+70009990001' }),
    recordOf(renamed, { FAM: 'Переименованная', SNILS: '' }),
    recordOf(strangerLike(same)),
    recordOf(wrong, { DR: '2031-05-05' }),
  ]
  const list = {
    name: 'D-M000001-2026.xml',
    mimeType: 'text/xml',
    buffer: xmlList(records, { clinicCode: code }),
  }
  const opened = await world.desk()
  const { page } = opened
  const desk = new DeskPage(page)
  await desk.signIn('clinic1')
  const choose = page.locator('input[type=file]')
  const count = (kind: keyof typeof counts) =>
    desk.task.getByRole('tab', { name: clinicListsRu[`kind.${kind}`] }).locator('.lists-kind__count')
  const counts = { doubtful: '1', wrong: '1', new: '1', changed: '1', unchanged: '1' } as const

  await test.step('a file that is no list is refused with the reason', async () => {
    await desk.work.getByRole('tab', { name: clinicListsRu.tab }).click()
    await desk.work.getByRole('button', { name: clinicListsRu['tab.load'] }).click()
    await choose.setInputFiles({ name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') })
    await expect(desk.task.getByRole('alert')).toContainText(errorsRu['imports.typeUnknown'])
    await isAccessible(page, 'clinic-lists')
  })

  await test.step('the preview says who is new, what changes, what is doubtful and what is wrong', async () => {
    await choose.setInputFiles(list)
    for (const kind of Object.keys(counts) as (keyof typeof counts)[])
      await expect(count(kind)).toHaveText(counts[kind])
    await desk.task.getByRole('tab', { name: clinicListsRu['kind.wrong'] }).click()
    await expect(desk.task).toContainText(errorsRu['imports.birthDateFuture'])
    await desk.task.getByRole('tab', { name: clinicListsRu['kind.changed'] }).click()
    await expect(desk.task).toContainText(`${clinicListsRu['field.precinct']}`)
    await desk.task.getByRole('tab', { name: clinicListsRu['kind.doubtful'] }).click()
    await expect(desk.task.getByRole('cell', { name: 'Переименованная' })).toBeVisible()
    await isAccessible(page, 'clinic-list-preview')
  })

  await test.step('the doubt is settled, the list applied, the protocol saved', async () => {
    await desk.task.getByRole('button', { name: clinicListsRu['doubt.same'] }).click()
    await expect(desk.task.getByText(clinicListsRu['doubt.settled'])).toBeVisible()
    await desk.task.getByRole('button', { name: clinicListsRu.confirm }).click()
    await expect(desk.task.getByText(clinicListsRu['result.title'])).toBeVisible()
    const saved = await nextFile(opened)
    await desk.task.getByRole('button', { name: clinicListsRu.protocol }).click()
    await page.getByRole('menuitem', { name: clinicListsRu['protocol.xlsx'] }).click()
    await expect(desk.task.getByRole('status').getByText(hostFilesRu.showInFolder)).toBeVisible()
    const { name, content } = await saved()
    expect(name).toBe('протокол-D-M000001-2026.xlsx')
    // A workbook is a ZIP archive.
    expect(content.toString('latin1', 0, 2)).toBe('PK')
  })

  await test.step('the new person and the new surname are on the desk', async () => {
    const search = desk.person.getByRole('combobox').first()
    for (const surname of ['Новосёлова', 'Переименованная']) {
      await search.fill(surname)
      await expect(desk.person.getByRole('option').first()).toContainText(surname)
    }
    await search.fill('')
  })

  await test.step('the same list again changes nothing', async () => {
    await desk.task.getByRole('button', { name: clinicListsRu.back }).click()
    await choose.setInputFiles(list)
    await expect(count('unchanged')).toHaveText('4')
    await expect(count('changed')).toHaveText('0')
  })

  await test.step('without the server the screen says why and what goes on', async () => {
    await desk.task.getByRole('button', { name: clinicListsRu.back }).click()
    await world.api.stop()
    await expect(desk.task).toContainText(clinicListsRu['offline.title'])
  })
})
