import { expect, type Locator, type Page } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { callReviewsRu } from '#renderer/i18n/ru/call-reviews.ts'
import { clinicListsRu } from '#renderer/i18n/ru/clinic-lists.ts'
import { clinicsRu } from '#renderer/i18n/ru/clinics.ts'
import { complaintsRu } from '#renderer/i18n/ru/complaints.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'
import { expertiseRu } from '#renderer/i18n/ru/expertise.ts'
import { insuredPersonsRu } from '#renderer/i18n/ru/insured-persons.ts'
import { preventiveCareRu } from '#renderer/i18n/ru/preventive-care.ts'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
import { shellRu } from '#renderer/i18n/ru/shell.ts'
import { staffRu } from '#renderer/i18n/ru/staff.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { OperatorPage, SupervisorPage } from '../page-models/desk-page.ts'
import { ExpertPage } from '../page-models/expert-page.ts'
import { PostPage } from '../page-models/post-page.ts'
import { findPersonDueForCheckUp } from './known-person.ts'
import type { QuietWorld, World } from './story-world.ts'

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
  // At the end of the line, where a long word beside it would push it out of sight.
  await expect(operator.wrapUp.getByRole('button', { name: deskRu['wrapUp.more'] })).toBeInViewport({ ratio: 1 })
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
  // The condition takes a moment: another supervisor may still stand first.
  await expect(supervisor.row(staffRu['level.SV'])).toHaveCount(1)
  await supervisor.row(staffRu['level.SV']).click()
  await expect(supervisor.person).toContainText(staffRu['device.own'])
  await visit(page, 'supervisor-team')
  await supervisor.open('lists')
  await expect(supervisor.task.getByRole('button', { name: clinicListsRu['upload.choose'] })).toBeEnabled()
  await visit(page, 'supervisor-lists')
}

/** The list of who is due, a person told, the visit, the directory of clinics, contacts and consents, assistances: by keyboard alone. */
export async function walkClinic(world: Pick<World, 'desk'>, visit: Visit): Promise<void> {
  const { page } = await world.desk()
  const post = new PostPage(page)
  await post.signIn('clinic1')
  await expect(post.rows.first()).toBeVisible()
  await everyTabIsInSight(post)
  await visit(page, 'clinic-due')

  const list = post.work.getByRole('listbox', { name: preventiveCareRu['list.label'] })
  await page.keyboard.press('Alt+Digit1')
  await pressUntil(page, 'Tab', list)
  await page.keyboard.press('ArrowDown')
  const form = post.task.getByRole('form', { name: preventiveCareRu['informing.title'] })
  await expect(form).toBeVisible()
  await visit(page, 'clinic-informing')
  await page.keyboard.press('Alt+Digit2')
  const refused = form.getByRole('radio', { name: preventiveCareRu['informing.result.refused'], exact: true })
  await pressUntil(page, 'Tab', refused)
  await page.keyboard.press('Space')
  await pressUntil(page, 'Tab', form.getByRole('button', { name: preventiveCareRu['informing.save'] }))
  await page.keyboard.press('Enter')
  await expect(form).toContainText(errorsRu['preventiveCare.reasonRequired'])
  await visit(page, 'clinic-refusal')

  await page.keyboard.press('Alt+Digit2')
  await page.keyboard.press('Alt+KeyV')
  const booking = post.task.getByRole('form', { name: clinicsRu['visit.title'] })
  await expect(booking.getByRole('radiogroup', { name: clinicsRu['visit.day'] })).toBeVisible()
  await visit(page, 'clinic-visit')
  await page.keyboard.press('Alt+Digit2')
  const ask = booking.getByRole('button', { name: clinicsRu['visit.ask'] })
  await pressUntil(page, 'Tab', ask)
  await page.keyboard.press('Enter')
  await pressUntil(page, 'Tab', booking.getByRole('button', { name: clinicsRu['visit.ask.send'] }))
  await page.keyboard.press('Enter')
  await expect(post.task.getByRole('status')).toContainText(clinicsRu['visit.asked'])
  await visit(page, 'clinic-asked')
  await page.keyboard.press('Alt+Digit1')
  await pressUntil(page, 'Tab', post.work.getByRole('tab', { selected: true }))
  await page.keyboard.press('ArrowRight')
  await expect(post.work.getByRole('button', { name: clinicsRu['visits.giveTime'] }).first()).toBeVisible()
  await visit(page, 'clinic-visits')

  await page.keyboard.press('Alt+KeyP')
  await expect(post.task.getByRole('heading', { name: insuredPersonsRu['data.history'] })).toBeVisible()
  const informing = post.task.getByRole('listitem').filter({ hasText: insuredPersonsRu['consent.kind.sms'] })
  await page.keyboard.press('Alt+Digit2')
  await pressUntil(page, 'Tab', informing.getByRole('button').first())
  await page.keyboard.press('Enter')
  await visit(page, 'clinic-person-data')
  await page.keyboard.press('Alt+Digit2')
  await page.keyboard.press('Alt+KeyB')
  await expect(post.task.getByRole('heading', { name: clinicsRu['assist.title'] })).toBeVisible()
  await page.keyboard.press('Digit1')
  await expect(post.task.getByRole('status')).toBeVisible()
  await visit(page, 'clinic-assistance')
  await page.keyboard.press('Control+KeyK')
  await page.keyboard.type('композиторов')
  const offered = page.getByRole('dialog').getByRole('button')
  await expect(offered).toHaveCount(1)
  await expect(offered).toHaveText(/ГП № 200/)
  await visit(page, 'clinic-palette')
  await page.keyboard.press('Enter')
  await expect(post.task.getByRole('heading', { name: clinicsRu['responsible'] }).first()).toBeVisible()
  await visit(page, 'clinic-directory')
}

/** No tab of the left zone is cut off or out of sight. */
async function everyTabIsInSight({ work }: PostPage): Promise<void> {
  for (const tab of await work.getByRole('tab').all()) await expect(tab).toBeInViewport({ ratio: 1 })
}

/** Presses a key until something has the focus. @throws Error when it does not get there in 80 presses */
async function pressUntil(page: Page, key: string, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press(key)
    if (await wanted.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`the focus did not get to ${String(wanted)}`)
}

/** The expert's home, letter, every tab and step of a case, and what the supervisor sees of it: her list of cases. */
export async function walkExpert(world: QuietWorld, visit: Visit): Promise<void> {
  const { page } = await world.desk()
  const expert = new ExpertPage(page)
  await expert.signIn('expert1')
  // What burns at home is what burns in the list beside it.
  const burning = expert.work.getByRole('listitem').first()
  await expect(burning).toContainText(/\d{6}/)
  const first = (await burning.innerText()).match(/\d{6}/)?.[0]
  await expect(expert.task).toContainText(String(first))
  await visit(page, 'expert-home')
  await page.keyboard.press('Alt+KeyN')
  await expect(expert.letter).toBeVisible()
  await visit(page, 'expert-letter')
  await expert.registerComplaint('Три недели не может записаться к кардиологу')
  await visit(page, 'expert-case')
  await expert.button(complaintsRu['do.take']).click()
  for (const [step, screen] of [
    ['do.decide', 'expert-decision'],
    ['do.forward', 'expert-forwarding'],
    ['do.assign', 'expert-assign'],
    ['do.extend', 'expert-extension'],
  ] as const) {
    await expert.button(complaintsRu[step]).click()
    await expect(expert.button(complaintsRu['do.cancel'])).toBeVisible()
    await visit(page, screen)
    if (step !== 'do.extend') await expert.button(complaintsRu['do.cancel']).click()
  }
  const extending = expert.form(complaintsRu['do.extend'])
  await extending.getByRole('textbox', { name: complaintsRu['extend.reason'] }).fill('Ждём заключение эксперта')
  await extending.getByRole('button', { name: complaintsRu['do.extend'] }).click()
  for (const [tab, screen] of [
    ['tab.records', 'expert-records'],
    ['tab.expertise', 'expert-expertise'],
    ['tab.answer', 'expert-answer'],
    ['tab.notices', 'expert-notices'],
    ['tab.history', 'expert-history'],
  ] as const) {
    await expert.tab(tab)
    if (tab === 'tab.expertise') await expert.button(expertiseRu.add).click()
    await visit(page, screen)
    if (tab === 'tab.expertise') await expert.recordAct('15-К', '2.18')
  }
  await expert.everythingSent()
  const number = await expert.caseNumber()
  const supervisor = new SupervisorPage((await world.desk()).page)
  await supervisor.signIn('supervisor1')
  await supervisor.open('cases')
  await visit(supervisor.page, 'supervisor-cases')
  await supervisor.work.getByRole('button', { name: number.slice(-6) }).click()
  await expect(supervisor.task.getByRole('heading', { name: `Дело ${number}` })).toBeVisible()
  await visit(supervisor.page, 'supervisor-case')
  await supervisor.open('reports')
  await supervisor.work.getByRole('button', { name: reportsRu['kind.defects'] }).click()
  await expect(supervisor.task.getByRole('table').first()).toBeVisible()
  await visit(supervisor.page, 'supervisor-defects')
  await expert.openDefects()
  await expert.task
    .getByRole('button', { name: /Открыть записи$/ })
    .first()
    .click()
  await expect(expert.task.getByRole('option').first()).toContainText('15-К')
  await visit(page, 'expert-defect-acts')
}
