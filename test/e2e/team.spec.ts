import { expect, test } from '@playwright/test'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'
import { floorRu } from '#renderer/i18n/ru/floor.ts'
import { preventiveCareRu } from '#renderer/i18n/ru/preventive-care.ts'
import { staffRu } from '#renderer/i18n/ru/staff.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { addDays, dateOf } from '#shared/kernel/calendar.ts'
import { changedByAnother, openSupervisorDesk } from './harness/colleagues.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { OperatorPage, PASSWORD } from './page-models/desk-page.ts'

/** What the operator's microphone sounds like. */
const NEAR_HZ = 440

let world: World

test.beforeEach(async () => {
  world = await buildWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

/** Runs in the desk: databases and second copies that are still there. */
async function keptOnThisComputer(): Promise<string[]> {
  const kept = (await indexedDB.databases()).map(({ name }) => name ?? '')
  const root = await navigator.storage.getDirectory()
  const copies = await root.getDirectoryHandle('outbox-copy', { create: true })
  for await (const name of (copies as unknown as { keys(): AsyncIterable<string> }).keys()) kept.push(name)
  return kept
}

test('a revoked desk is warned about, destroys its keys and data and cannot be opened any more @S9', async () => {
  const { supervisor, name } = await openSupervisorDesk(world, 'supervisor1')
  const operatorDesk = await world.desk()
  const operator = new OperatorPage(operatorDesk.page)
  await operator.signIn('operator1')
  await supervisor.open('team')
  await supervisor.row(name).click()
  await expect(supervisor.person).toContainText(staffRu['device.online'])
  await supervisor.person.getByRole('button', { name: staffRu.revoke }).click()
  await expect(supervisor.person.getByRole('alert')).toContainText(staffRu['revoke.sent'])
  await supervisor.person.getByRole('button', { name: staffRu['revoke.yes'] }).click()

  // The desk is called and told at once; nothing of it is left on the computer.
  await expect(operator.page.getByRole('alert')).toContainText(errorsRu['device.revoked'])
  await expect(supervisor.person).toContainText('отозвано')
  await expect.poll(() => operator.page.evaluate(keptOnThisComputer)).toEqual([])
  await world.api.stop()
  await operatorDesk.kill()
  await operatorDesk.start()
  const again = new OperatorPage(operatorDesk.page)
  await expect(again.page.getByRole('textbox', { name: authRu.login })).toBeVisible()
  await again.page.getByRole('textbox', { name: authRu.login }).fill('operator1')
  await again.page.getByLabel(authRu.password, { exact: true }).fill(PASSWORD)
  await again.page.keyboard.press('Enter')
  await expect(again.page.getByRole('alert')).toBeVisible()
  await expect(again.work).toHaveCount(0)
})

/** Minutes east of UTC of the organisation's days in the try-out. */
const ZONE_MINUTES = 180

/** A date as the desk's language writes it. */
function written(date: string): string {
  return date.split('-').reverse().join('.')
}

test('admission, level and activity of a colleague are kept, work at once, and lose nothing that was entered @S9', async () => {
  const { supervisor, name } = await openSupervisorDesk(world, 'supervisor1')
  const operatorDesk = await world.desk(NEAR_HZ)
  const operator = new OperatorPage(operatorDesk.page)
  await operator.signIn('operator1')
  await operator.takeCalls()
  const today = dateOf(Date.now(), ZONE_MINUTES)
  const yesterday = addDays(today, -1)
  await supervisor.open('team')
  await supervisor.row(name).click()

  await test.step('an admission that is ended takes her off the queue at once, with the reason on her desk', async () => {
    await supervisor.person
      .getByRole('button', { name: /Исправить сроки допуска/ })
      .first()
      .press('Enter')
    const form = supervisor.memberForm(name)
    const until = form.getByLabel(staffRu['edit.until'])
    await until.fill('01.01.2001')
    await form.getByRole('button', { name: staffRu['edit.save'] }).press('Enter')
    await expect(form.getByText(errorsRu['staff.datesOutOfOrder'])).toBeVisible()
    await until.fill(written(yesterday))
    await supervisor.saveMember(form)
    await expect(supervisor.row(name)).toContainText(staffRu.notAdmitted)
    await expect(operator.page.getByText(telephonyRu['agent.barred.notAdmitted'])).toBeVisible()
    await expect(operator.page.getByText(telephonyRu['agent.bar.notAdmitted'])).toBeVisible()
    await expect(operator.page.getByRole('button', { name: telephonyRu['agent.becomeReady'] })).toHaveCount(0)
    await supervisor.open('floor')
    await expect(supervisor.row(name)).toContainText(floorRu['reason.notAdmitted'])
  })

  await test.step('a new one lets her back, and its end is told in days', async () => {
    await supervisor.open('team')
    await supervisor.row(name).click()
    const form = await supervisor.changeMember(name)
    await form.getByRole('button', { name: staffRu['edit.addAdmission'] }).press('Enter')
    await form.getByRole('button', { name: staffRu['edit.save'] }).press('Enter')
    await expect(form.getByText(errorsRu['staff.documentRequired'])).toBeVisible()
    await form.getByLabel(staffRu['edit.number']).fill('Д-500')
    await form.getByLabel(staffRu['edit.until']).fill(written(addDays(today, 12)))
    await supervisor.saveMember(form)
    await expect(supervisor.row(name)).toContainText('Ещё 12 дней')
    await expect(supervisor.person).toContainText('Допуск кончается через 12 дней')
    await expect(supervisor.person).toContainText('Допуск № Д-500')
    await operator.takeCalls()
  })

  await test.step('who was quicker is shown beside what was typed, and there is a choice', async () => {
    const form = await supervisor.changeMember(name)
    await form.getByRole('combobox', { name: staffRu['edit.role'] }).click()
    await supervisor.page.getByRole('option', { name: staffRu['level.L2'], exact: true }).click()
    await expect(form).toContainText(staffRu['edit.ends.title'])
    await changedByAnother(world.api.url, 'operator1', {
      documents: [{ kind: 'training', documentNumber: 'УД-900', from: yesterday, until: null }],
    })
    await form.getByRole('button', { name: staffRu['edit.save'] }).press('Enter')
    const both = form.getByRole('alert')
    await expect(both).toContainText(staffRu['both.title'])
    await expect(both).toContainText('УД-900')
    await both.getByRole('button', { name: staffRu['both.takeTheirs'] }).press('Enter')
    await expect(supervisor.person).toContainText('УД-900')
    await expect(supervisor.row(name)).toContainText(staffRu['level.L1'])
  })

  await test.step('another level ends her session; what waits on her desk goes out after she has signed in again', async () => {
    await operatorDesk.page.route('**/api/sync/push', (route) => route.abort())
    await operator.openNewAppeal()
    await operator.registerGratitude('Спасибо за помощь')
    const number = /[А-Я]+-\d{4}-\d{6,}/.exec(await operator.registered.innerText())?.[0] ?? 'no number'
    await expect(operator.sync).toContainText(syncRu.waiting_one.replace('{{count}}', '1'))
    const form = await supervisor.changeMember(name)
    await form.getByRole('combobox', { name: staffRu['edit.role'] }).click()
    await supervisor.page.getByRole('option', { name: staffRu['level.L2'], exact: true }).click()
    await supervisor.saveMember(form)
    await expect(supervisor.row(name)).toContainText(staffRu['level.L2'])
    await expect(operator.sync.getByRole('button', { name: syncRu.signIn })).toBeVisible()
    await operatorDesk.page.unroute('**/api/sync/push')
    await operator.confirmPassword()
    // The desk of level 2, over the same store.
    await expect(operator.work.getByRole('tab', { name: preventiveCareRu['list.tab'] })).toBeVisible()
    await operator.everythingSent()
    await supervisor.open('journal')
    await expect(supervisor.row(number)).toBeVisible()
  })

  await test.step('switched off she is told so, and keeps what she has', async () => {
    await changedByAnother(world.api.url, 'operator1', { isActive: false })
    await expect(operator.page.getByText(telephonyRu['agent.barred.notActive'])).toBeVisible()
    await operator.confirmPassword()
    await expect(operator.task.getByText(errorsRu['auth.notActive'])).toBeVisible()
    await expect(operator.task).toContainText(authRu['ended.notActive.title'])
    await supervisor.open('team')
    await expect(supervisor.row(name)).toContainText(staffRu.notActive)
  })
})
