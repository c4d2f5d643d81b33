import { join, resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { callReviewsRu } from '#renderer/i18n/ru/call-reviews.ts'
import { clinicListsRu } from '#renderer/i18n/ru/clinic-lists.ts'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
import { shellRu } from '#renderer/i18n/ru/shell.ts'
import { staffRu } from '#renderer/i18n/ru/staff.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { OperatorPage, SupervisorPage } from '../page-models/desk-page.ts'
import { findPersonDueForCheckUp } from './known-person.ts'
import type { World } from './story-world.ts'

const FOLDER = resolve(import.meta.dirname, '../../../docs/screens')

/** What is done on each screen when it stands. */
export type Visit = (page: Page, screen: string) => Promise<void>

/** Every screen of the operator, in the order of a day: sign-in, home, search, card, appeal, inbox, ring, talk, wrap-up, out. */
export async function walkOperator(world: World, visit: Visit): Promise<void> {
  const known = await findPersonDueForCheckUp(world.api.url)
  const { page } = await world.desk(440)
  const operator = new OperatorPage(page)
  await expect(page.getByRole('textbox', { name: authRu.login })).toBeVisible()
  await visit(page, 'sign-in')
  await operator.signIn('operator1')
  await visit(page, 'operator-home')

  await page.keyboard.press('Slash')
  await page.keyboard.type(known.person.surname.slice(0, 4))
  await expect(operator.person.getByRole('option').first()).toBeVisible()
  await visit(page, 'operator-search')
  await page.keyboard.press('Control+KeyA')
  await page.keyboard.type(known.phone)
  await expect(operator.person.getByRole('option').first()).toContainText(known.person.surname)
  await page.keyboard.press('Enter')
  await expect(operator.person).toContainText('Прикрепление')
  await visit(page, 'operator-card')

  await page.keyboard.press('Alt+KeyN')
  await expect(operator.appealForm).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await visit(page, 'operator-appeal')
  await operator.registerAppeal({
    kind: appealsRu['kind.consultation'],
    theme: 'полис',
    text: 'Спрашивает, где получить полис взамен утраченного',
    result: appealsRu['result.answeredAtOnce'],
  })
  await visit(page, 'operator-registered')
  await page.keyboard.press('Alt+KeyS')
  await expect(page.getByRole('heading', { name: syncRu['inbox.title'] })).toBeVisible()
  await visit(page, 'operator-inbox')
  await page.keyboard.press('Shift+Slash')
  await expect(page.getByRole('dialog', { name: shellRu['keys.title'] })).toBeVisible()
  await visit(page, 'operator-keys')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+KeyK')
  await page.keyboard.type('иван')
  await expect(page.getByRole('dialog')).toBeVisible()
  await visit(page, 'operator-palette')
  await page.keyboard.press('Escape')

  await operator.takeCalls()
  const call = await inviteFromOutside(world.lab, { from: known.phone, name: known.name, speech: alawTone(600, 1) })
  await call.ringing()
  await expect(operator.ring).toContainText(known.person.surname)
  await expect(page.getByRole('alert').filter({ hasText: known.name })).toHaveCount(1)
  await visit(page, 'operator-ring')
  await page.keyboard.press('Alt+KeyA')
  await call.answered()
  await expect(operator.script).toBeVisible()
  await visit(page, 'operator-call')
  await page.keyboard.press('Alt+KeyE')
  await call.ended
  await expect(operator.wrapUp).toBeVisible()
  await visit(page, 'operator-wrap-up')
  await operator.confirmOutcome()
  await page.keyboard.press('Control+KeyK')
  await page.keyboard.type(shellRu['menu.signOut'])
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(authRu.password, { exact: true })).toBeVisible()
  await visit(page, 'sign-in-known')
}

/** The floor, call log and journal of the supervisor with a row opened and a review begun, both reports, the team. */
export async function walkSupervisor(world: World, visit: Visit): Promise<void> {
  const { page } = await world.desk()
  const supervisor = new SupervisorPage(page)
  await supervisor.signIn('supervisor1')
  await expect(supervisor.row(/./).first()).toBeVisible()
  await visit(page, 'supervisor-floor')
  for (const [list, screen] of [
    ['calls', 'supervisor-calls'],
    ['journal', 'supervisor-journal'],
  ] as const) {
    await supervisor.open(list)
    await supervisor.row(/./).first().click()
    await visit(page, screen)
  }
  await supervisor.open('calls')
  await supervisor.row(/./).first().click()
  await supervisor.person.getByRole('button', { name: callReviewsRu.start }).click()
  await expect(supervisor.person.getByRole('form', { name: callReviewsRu.title })).toBeVisible()
  await visit(page, 'supervisor-review')
  await supervisor.open('reports')
  await supervisor.work.getByRole('button', { name: reportsRu['period.year'] }).click()
  await expect(supervisor.task.getByRole('table').first()).toBeVisible()
  await visit(page, 'supervisor-structure')
  await supervisor.work.getByRole('button', { name: reportsRu['kind.informing'] }).click()
  await expect(supervisor.task.getByRole('table').first()).toBeVisible()
  await visit(page, 'supervisor-informing')
  await supervisor.open('team')
  // The list draws only the rows in sight: the condition brings her own there.
  await supervisor.work.getByRole('textbox', { name: staffRu['filter.text'] }).fill('supervisor1')
  await supervisor.row(staffRu['level.SV']).first().click()
  await expect(supervisor.person).toContainText(staffRu['device.own'])
  await visit(page, 'supervisor-team')
  await supervisor.open('lists')
  await expect(supervisor.task.getByRole('button', { name: clinicListsRu['upload.choose'] })).toBeEnabled()
  await visit(page, 'supervisor-lists')
}

/** A picture of the screen for the documentation, light and dark. */
export async function takePicture(page: Page, screen: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
    await page.screenshot({ path: join(FOLDER, `${screen}-${scheme}.png`), scale: 'css' })
  }
}
