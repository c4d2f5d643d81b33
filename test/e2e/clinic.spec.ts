import { expect, test } from '@playwright/test'
import { clinicsRu } from '#renderer/i18n/ru/clinics.ts'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'
import { insuredPersonsRu } from '#renderer/i18n/ru/insured-persons.ts'
import { preventiveCareRu } from '#renderer/i18n/ru/preventive-care.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { nextPrinting } from './harness/next-printing.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { PostPage } from './page-models/post-page.ts'

let world: World

test.beforeEach(async () => {
  world = await buildWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

test('the list of the day is worked through: who and why, one person for one representative, booked, printed, came @P1 @P4 @P10 @P11 @E9', async () => {
  const firstDesk = await world.desk()
  const first = new PostPage(firstDesk.page)
  await first.signIn('clinic1')
  await expect(first.rows.first()).toContainText(/с 40 лет|по возрасту|каждый год/)

  // Each count that stands on a filter is the length of the list it makes.
  const women = await first.filter(preventiveCareRu['filter.sex'], /^женщины/)
  await expect.poll(async () => (await first.shown())[1]).toBe(women)
  const old = await first.filter(preventiveCareRu['filter.ageGroup'], /^65\+/)
  await expect.poll(async () => (await first.shown())[1]).toBe(old)
  expect(old).toBeLessThanOrEqual(women)
  const [shown = 0, total = 0] = await first.shown()
  expect(shown).toBeLessThanOrEqual(Math.min(260, total))

  // Two representatives take from the top of the same list and get two people.
  const second = new PostPage((await world.desk()).page)
  await second.signIn('clinic2')
  await second.filter(preventiveCareRu['filter.sex'], /^женщины/)
  await second.filter(preventiveCareRu['filter.ageGroup'], /^65\+/)
  const mine = await first.takeNext()
  await expect(first.task).toContainText('Человек за вами до')
  const theirs = await second.takeNext()
  expect(theirs).not.toBe(mine)
  await expect(second.rows.filter({ hasText: mine })).toHaveCount(0)

  // The call is offered; the answer leads to a visit, the visit to a routing sheet.
  await expect(
    first.task
      .getByRole('button', { name: /^Позвонить на/ })
      .or(first.task.getByText(preventiveCareRu['inform.call.none']))
      .first(),
  ).toBeVisible()
  await first.answer(preventiveCareRu['informing.result.booked'])
  await first.task.getByRole('button', { name: preventiveCareRu['inform.toVisit'] }).click()
  const visit = first.task.getByRole('form', { name: clinicsRu['visit.title'] })
  await visit.getByRole('radiogroup', { name: clinicsRu['visit.day'] }).locator('button:enabled').first().click()
  await visit
    .getByRole('radiogroup', { name: clinicsRu['visit.time'], exact: true })
    .locator('button:enabled')
    .first()
    .click()
  await visit.getByRole('button', { name: /^Записать на/ }).click()
  await expect(first.task.getByRole('status')).toContainText('Запись сделана:')
  const leavePrinting = await nextPrinting(firstDesk)
  const print = first.task.getByRole('button', { name: clinicsRu['sheet.print'] })
  const sheet = first.page.locator('.routing-sheet')
  await print.click()
  await expect(sheet).toContainText(mine)
  await expect(sheet).toContainText('Электрокардиография')
  await leavePrinting('Print job failed')
  await expect(first.task.getByRole('alert')).toHaveText(errorsRu['print.failed'])
  await print.click()
  await expect(sheet).toContainText(mine)
  await leavePrinting()
  await expect(sheet).toHaveCount(0)
  await expect(first.task.getByRole('alert')).toHaveCount(0)
  await first.everythingSent()

  // The other desk sees the visit and records that the person came.
  await second.tab(clinicsRu['visits.tab'])
  const surname = mine.split(' ')[0] ?? ''
  await expect(second.work.getByText(surname).first()).toBeVisible()
  await second.work.getByRole('button', { name: clinicsRu['visits.came'], exact: true }).click()
  await expect(second.work).toContainText(clinicsRu['visits.empty'])
  await second.everythingSent()
  await expect(first.work.getByRole('tab', { name: clinicsRu['visits.tab'] })).toHaveText(clinicsRu['visits.tab'])

  // All of the clinic is one key away.
  await first.page.keyboard.press('Alt+KeyO')
  for (const part of ['special', 'trips', 'transport', 'responsible'] as const)
    await expect(first.task.getByRole('heading', { name: clinicsRu[part] })).toBeVisible()
})

test('a shift without the network: a block, contacts, a consent withdrawn, thanks in two keys, and a place that two took @P4 @P11 @P12 @E9 @X1', async () => {
  const desks = [await world.desk(), await world.desk()] as const
  const [first, second] = [new PostPage(desks[0].page), new PostPage(desks[1].page)]
  await first.signIn('clinic1')
  await second.signIn('clinic2')
  for (const desk of [first, second]) {
    await desk.work.getByRole('button', { name: preventiveCareRu['claim.block'] }).click()
    await expect(desk.work.getByText('За вами закреплен')).toBeVisible()
  }
  await world.api.stop('SIGKILL')
  await expect(first.sync).toContainText(syncRu['api.unreachable'])

  // The next of the own block refuses; the reason is asked for.
  const held = first.work.getByRole('region', { name: preventiveCareRu['claim.mine'] }).getByRole('button')
  await held.first().click()
  await first.answer(preventiveCareRu['informing.result.refused'])
  await expect(
    first.task.getByRole('alert').or(first.task.getByText('При отказе укажите причину.')).first(),
  ).toBeVisible()
  await first.task.getByRole('combobox', { name: preventiveCareRu['informing.reason'] }).click()
  await first.page.getByRole('option', { name: preventiveCareRu['reason.11'], exact: true }).click()
  await first.task.getByRole('button', { name: preventiveCareRu['informing.save'] }).click()
  await expect(first.task).toContainText('Записано: отказ')

  // Contact data on a neighbour's word, and a consent that ends at once.
  await held.first().click()
  const name = await first.task.getByRole('heading', { level: 2 }).first().innerText()
  await first.page.keyboard.press('Alt+KeyP')
  await first.task.getByRole('combobox', { name: insuredPersonsRu['data.source'] }).click()
  await first.page.getByRole('option', { name: insuredPersonsRu['data.source.neighbour'] }).click()
  await first.task.getByRole('textbox', { name: insuredPersonsRu['data.phone.new'] }).fill('8 000 765-43-21')
  await first.task.getByRole('button', { name: insuredPersonsRu['data.phone.add'] }).click()
  await expect(first.person).toContainText('+7 (000) 765-43-21')
  await expect(first.task).toContainText(insuredPersonsRu['data.source.neighbour'])
  const consent = first.task.getByRole('listitem').filter({ hasText: insuredPersonsRu['consent.kind.informing'] })
  if (await consent.getByRole('button', { name: insuredPersonsRu['consent.take'] }).isVisible()) {
    await consent.getByRole('button', { name: insuredPersonsRu['consent.take'] }).click()
    await consent.getByRole('button', { name: insuredPersonsRu['consent.confirm'] }).click()
  }
  await consent.getByRole('button', { name: insuredPersonsRu['consent.withdraw'] }).click()
  await consent.getByRole('button', { name: insuredPersonsRu['consent.withdraw.yes'] }).click()
  await expect(consent).toContainText(insuredPersonsRu['consent.state.withdrawn'])
  await expect(held.filter({ hasText: name })).toHaveCount(0)
  await first.person.getByRole('button', { name: insuredPersonsRu['person.informing'] }).click()
  await expect(first.task).toContainText(preventiveCareRu['inform.stop'])

  // Two keys: an assistance, then thanks with an official number.
  await first.page.keyboard.press('Alt+KeyB')
  await first.page.keyboard.press('Digit2')
  await expect(first.task.getByRole('status')).toContainText('Очередь или отказ')
  await first.page.keyboard.press('Digit0')
  await expect(first.task.getByRole('status')).toContainText(/ОЖ-\d{4}-\d{6}/)

  // Both book the same time until it is full here: one place too many is promised.
  const chosen = await bookUntilFull(first)
  await second.work.getByRole('region', { name: preventiveCareRu['claim.mine'] }).getByRole('button').first().click()
  const form = await second.openVisit()
  await form
    .getByRole('radiogroup', { name: clinicsRu['visit.time'], exact: true })
    .getByRole('radio', { name: chosen })
    .click()
  await form.getByRole('button', { name: /^Записать на/ }).click()
  await expect(second.task).toContainText(clinicsRu['visit.offline'])

  // Killed and opened again: what was entered is there, and the server gets all of it once.
  await desks[0].kill()
  await desks[0].start()
  const again = new PostPage(desks[0].page)
  await again.openOffline()
  await expect(again.sync).toContainText(/Жд[ёу]т отправки/)
  await world.api.start()
  await again.everythingSent()
  await second.everythingSent()
  const needing = [again, second]
  const needs = await Promise.all(needing.map((desk) => desk.sync.getByText(/требу/).count()))
  expect(needs.reduce((sum, count) => sum + Number(count > 0), 0)).toBe(1)
  const loser = needs[0] ? again : second
  await loser.page.keyboard.press('Alt+KeyS')
  await expect(loser.task).toContainText(`Время ${chosen}`)
  await loser.task.getByRole('button', { name: syncRu['inbox.otherTime'] }).click()
  const other = loser.task.getByRole('form', { name: clinicsRu['visit.title'] })
  await other.getByRole('radiogroup', { name: clinicsRu['visit.day'] }).locator('button:enabled').last().click()
  await other
    .getByRole('radiogroup', { name: clinicsRu['visit.time'], exact: true })
    .locator('button:enabled')
    .last()
    .click()
  await other.getByRole('button', { name: /^Записать на/ }).click()
  await expect(loser.task.getByRole('status')).toContainText('Запись сделана:')
  await loser.everythingSent()
  await expect(loser.sync.getByText(/требу/)).toHaveCount(0)
})

/** Books people of the own block at the first free time of the last day in unit 2, until it is full here. Returns the time. */
async function bookUntilFull(desk: PostPage): Promise<string> {
  const held = desk.work.getByRole('region', { name: preventiveCareRu['claim.mine'] }).getByRole('button')
  let time = ''
  for (let booked = 0; booked < 5; booked += 1) {
    await held.first().click()
    const form = await desk.openVisit()
    const times = form.getByRole('radiogroup', { name: clinicsRu['visit.time'], exact: true })
    if (time === '') time = await times.locator('button:enabled').first().innerText()
    const place = times.getByRole('radio', { name: time })
    if (await place.isDisabled()) return time
    await place.click()
    await form.getByRole('button', { name: /^Записать на/ }).click()
    await expect(desk.task.getByRole('status')).toContainText('Запись сделана:')
  }
  throw new Error('the time never became full')
}
