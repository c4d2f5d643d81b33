import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { complaintsRu } from '#renderer/i18n/ru/complaints.ts'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'
import { insuredPersonsRu } from '#renderer/i18n/ru/insured-persons.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import type { ConsentKind } from '#shared/features/insured-persons/consent.ts'
import { isAccessible } from './harness/accessible.ts'
import { nameOf } from './harness/colleagues.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
import { buildQuietWorld, type QuietWorld } from './harness/story-world.ts'
import { type DeskPage, SupervisorPage } from './page-models/desk-page.ts'
import { ExpertPage } from './page-models/expert-page.ts'
import { PostPage } from './page-models/post-page.ts'

/** Folder for pictures of the conflict screens; none are taken without it. */
const PICTURES = process.env['OPORA_PICTURES']
const SYNC = '**/api/sync/**'
const KINDS = ['support', 'sms', 'personalData'] as const

let world: QuietWorld

test.beforeEach(async () => {
  world = await buildQuietWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

/** The desk can neither send nor hear what others do. */
async function cutOff(desk: DeskPage): Promise<void> {
  await desk.page.route(SYNC, (route) => route.abort())
}

async function reconnect(desk: DeskPage): Promise<void> {
  await desk.page.unroute(SYNC)
  await desk.page.keyboard.press('Alt+KeyS')
  // It may have gone out by itself before the button was reached.
  await desk.task
    .getByRole('button', { name: syncRu.tryNow })
    .click({ timeout: 3_000 })
    .catch(() => undefined)
  await desk.everythingSent()
}

async function openData(desk: DeskPage, phone: string): Promise<void> {
  await desk.page.keyboard.press('Slash')
  await desk.page.keyboard.press('Control+KeyA')
  await desk.page.keyboard.type(phone)
  await expect(desk.person.getByRole('option')).toHaveCount(1)
  await desk.page.keyboard.press('Enter')
  await desk.page.keyboard.press('Alt+KeyP')
  await expect(desk.task.getByRole('heading', { name: insuredPersonsRu['data.title'] })).toBeVisible()
}

async function writeEmail(desk: DeskPage, email: string): Promise<void> {
  const field = desk.task.getByRole('textbox', { name: insuredPersonsRu['data.email'] })
  await field.fill(email)
  await field.press('Enter')
  await expect(desk.task).toContainText(insuredPersonsRu['data.change.email'].replace('{{value}}', email))
}

function consentTo(desk: DeskPage, kind: ConsentKind): Locator {
  return desk.task.getByRole('listitem').filter({ hasText: insuredPersonsRu[`consent.kind.${kind}`] })
}

async function take(consent: Locator): Promise<void> {
  await consent.getByRole('button', { name: insuredPersonsRu['consent.take'] }).click()
  await consent.getByRole('button', { name: insuredPersonsRu['consent.confirm'] }).click()
  await expect(consent).toContainText(insuredPersonsRu['consent.state.given'])
}

async function withdraw(consent: Locator): Promise<void> {
  await consent.getByRole('button', { name: insuredPersonsRu['consent.withdraw'] }).click()
  await consent.getByRole('button', { name: insuredPersonsRu['consent.withdraw.yes'] }).click()
  await expect(consent).toContainText(insuredPersonsRu['consent.state.withdrawn'])
}

/** The item of the inbox with the conflict about a field. */
function conflictOf(desk: DeskPage, field: string): Locator {
  return desk.task.getByRole('listitem').filter({ has: desk.page.getByRole('group', { name: field }) })
}

async function choose(item: Locator, side: 'mine' | 'theirs'): Promise<void> {
  const radios = item.getByRole('radio')
  await radios.first().focus()
  await radios.first().press('Space')
  if (side === 'theirs') await radios.first().press('ArrowDown')
  await expect(item.getByRole('radio').nth(side === 'mine' ? 0 : 1)).toBeChecked()
}

async function takePictures(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
    await page.screenshot({ path: join(PICTURES, `${name}-${scheme}.png`), scale: 'css' })
  }
}

test('[MERGE1] two desks change one person without the network: nothing of either is lost, and who was later chooses @X2 @P12', async () => {
  const known = await findPersonDueForCheckUp(world.api.url)
  const kind = KINDS.find((it) => known.person.consents[it] === undefined)
  if (kind === undefined) throw new Error('this person has given every consent already')
  const first = new PostPage((await world.desk()).page)
  const second = new PostPage((await world.desk()).page)
  await first.signIn('clinic1')
  await second.signIn('clinic2')
  const colleague = await nameOf(world.api.url, 'clinic1')
  await openData(first, known.phone)
  await openData(second, known.phone)
  await expect(consentTo(second, kind).getByRole('button', { name: insuredPersonsRu['consent.take'] })).toBeVisible()
  for (const desk of [first, second]) await cutOff(desk)

  await test.step('both write an address, only one the ways; one takes a consent and ends it, the other takes it', async () => {
    await writeEmail(first, 'first@example.invalid')
    await take(consentTo(first, kind))
    await withdraw(consentTo(first, kind))
    await writeEmail(second, 'second@example.invalid')
    await second.task.getByRole('combobox', { name: insuredPersonsRu['data.ways'] }).click()
    await second.page.getByRole('option', { name: insuredPersonsRu['way.sms'] }).click()
    await second.page.keyboard.press('Escape')
    await take(consentTo(second, kind))
    await expect(consentTo(second, kind)).toContainText(syncRu['delivery.onThisComputer'])
  })

  await reconnect(first)
  await reconnect(second)

  await test.step('different fields are joined and said on both cards', async () => {
    for (const desk of [first, second])
      await expect(
        desk.person.getByRole('status').filter({ hasText: 'Карточку сегодня изменил и коллега' }),
      ).toBeVisible()
    await expect(second.person).toContainText(colleague)
    await openData(first, known.phone)
    await expect(first.task).toContainText(insuredPersonsRu['way.sms'])
  })

  await test.step('the same field is shown side by side, with who and when; what was typed stands by keyboard', async () => {
    await expect(second.sync.getByText(/требуют вас/)).toBeVisible()
    await expect(second.person).toContainText('требуют вас')
    const item = conflictOf(second, insuredPersonsRu['data.email'])
    await expect(item).toContainText(errorsRu['record.conflict'])
    await expect(item).toContainText('first@example.invalid')
    await expect(item).toContainText('second@example.invalid')
    await expect(item).toContainText(colleague)
    await expect(item.getByRole('button', { name: syncRu['inbox.again'] })).toHaveCount(0)
    await expect(item.getByRole('button', { name: syncRu['conflict.send'] })).toBeDisabled()
    await isAccessible(second.page, 'conflict-person')
    await takePictures(second.page, 'conflict-person')
    await item.getByRole('button', { name: syncRu['inbox.drop'], exact: true }).press('Enter')
    await item.getByRole('button', { name: syncRu['inbox.drop.no'] }).press('Enter')
    await choose(item, 'mine')
    await item.getByRole('button', { name: syncRu['conflict.send'] }).press('Enter')
    await expect(item).toHaveCount(0)
    await second.everythingSent()
    await expect(first.task.getByRole('textbox', { name: insuredPersonsRu['data.email'] })).toHaveValue(
      'second@example.invalid',
    )
    for (const email of ['first@example.invalid', 'second@example.invalid'])
      await expect(first.task).toContainText(insuredPersonsRu['data.change.email'].replace('{{value}}', email))
  })

  await test.step('a consent that was withdrawn meanwhile is not given again unseen', async () => {
    const item = conflictOf(second, insuredPersonsRu[`consent.kind.${kind}`])
    await expect(item).toContainText(insuredPersonsRu['consent.state.withdrawn'])
    await expect(item).toContainText(insuredPersonsRu['consent.state.given'])
    const sent: string[] = []
    second.page.on('request', (request) => {
      if (!request.url().includes('/api/sync/push')) return
      const { commands } = request.postDataJSON() as { readonly commands: readonly { readonly name: string }[] }
      sent.push(...commands.map(({ name }) => name))
    })
    await choose(item, 'theirs')
    await item.getByRole('button', { name: syncRu['conflict.keepTheirs'] }).press('Enter')
    await expect(item).toHaveCount(0)
    await expect(second.sync.getByText(/требу/)).toHaveCount(0)
    // What goes out next goes out alone: nothing was sent of what was given up.
    await openData(second, known.phone)
    await writeEmail(second, 'third@example.invalid')
    await second.everythingSent()
    expect(sent).toEqual(['insuredPersons.correctContact'])
    await expect(consentTo(first, kind)).toContainText(insuredPersonsRu['consent.state.withdrawn'])
  })

  await test.step('what was read is put aside', async () => {
    const note = second.person.getByRole('status').filter({ hasText: 'Карточку сегодня изменил и коллега' })
    await note.getByRole('button', { name: syncRu['parallel.read'] }).press('Enter')
    await expect(note).toHaveCount(0)
  })
})

test('[MERGE1] [PUSH4] what one cannot settle goes to a colleague with every value, without the network, and comes back settled @X2', async () => {
  const known = await findPersonDueForCheckUp(world.api.url)
  const first = new PostPage((await world.desk()).page)
  const second = new PostPage((await world.desk()).page)
  await first.signIn('clinic1')
  await second.signIn('clinic2')
  const [receiver, sender] = [await nameOf(world.api.url, 'clinic1'), await nameOf(world.api.url, 'clinic2')]
  for (const desk of [first, second]) {
    await openData(desk, known.phone)
    await cutOff(desk)
  }
  await writeEmail(first, 'first@example.invalid')
  await writeEmail(second, 'second@example.invalid')
  await reconnect(first)
  await reconnect(second)
  const item = conflictOf(second, insuredPersonsRu['data.email'])

  await test.step('by keyboard and without the network: the entry leaves the list, the matter waits to be sent', async () => {
    await cutOff(second)
    await item.getByRole('button', { name: syncRu['handOver.open'] }).press('Enter')
    await second.page.keyboard.type(receiver.slice(0, 6))
    await second.page.keyboard.press('ArrowDown')
    await second.page.keyboard.press('Enter')
    await item.getByRole('textbox', { name: syncRu['handOver.note'] }).fill('Уточните почту при визите.')
    await isAccessible(second.page, 'hand-over')
    await takePictures(second.page, 'hand-over')
    await item.getByRole('button', { name: syncRu['handOver.send'], exact: true }).press('Enter')
    await expect(item).toHaveCount(0)
    await expect(second.task).toContainText(syncRu['handed.given'].replace('{{name}}', receiver))
    await reconnect(second)
  })

  await test.step('the colleague has both values, the note and the person, and says what was done', async () => {
    await expect(first.sync).toContainText(syncRu['handed.count'].replace('{{count}}', '1'))
    await first.page.keyboard.press('Alt+KeyS')
    const matter = first.task
      .getByRole('listitem')
      .filter({ hasText: syncRu['handed.from'].replace('{{name}}', sender) })
    for (const text of ['first@example.invalid', 'second@example.invalid', 'Уточните почту при визите.'])
      await expect(matter).toContainText(text)
    await isAccessible(first.page, 'handed-matter')
    await takePictures(first.page, 'handed-matter')
    await matter.getByRole('button', { name: syncRu['handed.settle'] }).press('Enter')
    await expect(matter).toContainText(errorsRu['handedMatters.outcomeMissing'])
    await matter.getByRole('textbox', { name: syncRu['handed.outcome'] }).fill('Верна вторая, исправлено.')
    await matter.getByRole('button', { name: syncRu['handed.settle'] }).press('Enter')
    await expect(matter).toHaveCount(0)
    await expect(first.sync).not.toContainText(syncRu['handed.count'].replace('{{count}}', '1'))
    await first.everythingSent()
    await expect(second.task.getByText(syncRu['handed.given'].replace('{{name}}', receiver))).toHaveCount(0)
  })
})

async function decide(desk: ExpertPage, grounds: string): Promise<void> {
  await desk.button(complaintsRu['do.decide']).click()
  const form = desk.form(complaintsRu['case.decision'])
  await form.getByRole('radio', { name: complaintsRu['decision.justified'], exact: true }).click()
  await form.getByRole('textbox', { name: complaintsRu['decision.grounds'] }).fill(grounds)
  await form.getByRole('button', { name: complaintsRu['do.decide'] }).click()
  await expect(desk.task).toContainText(grounds)
}

async function openCase(desk: DeskPage, number: string): Promise<void> {
  await desk.work.getByRole('button', { name: number.slice(-6) }).click()
  await expect(desk.task.getByRole('heading', { name: `Дело ${number}` })).toBeVisible()
}

test('[MERGE1] two desks work one appeal without the network: other fields, the same field, and a case handed over meanwhile @X2', async () => {
  const first = new ExpertPage((await world.desk()).page)
  const second = new ExpertPage((await world.desk()).page)
  await first.signIn('expert1')
  await second.signIn('expert1')
  await first.registerComplaint('Три недели не может записаться к кардиологу')
  const number = await first.caseNumber()
  await first.button(complaintsRu['do.take']).click()
  await first.everythingSent()
  await openCase(second, number)
  await expect(second.button(complaintsRu['do.decide'])).toBeVisible()

  await test.step('the term on one desk, the decision on both', async () => {
    for (const desk of [first, second]) await cutOff(desk)
    await first.button(complaintsRu['do.extend']).click()
    const extending = first.form(complaintsRu['do.extend'])
    await extending.getByRole('textbox', { name: complaintsRu['extend.reason'] }).fill('Ждём заключение эксперта')
    await extending.getByRole('button', { name: complaintsRu['do.extend'] }).click()
    await decide(first, 'Срок приёма нарушен')
    await decide(second, 'Код 2.18 подтверждён актом')
    await reconnect(first)
    await reconnect(second)
    const item = conflictOf(second, complaintsRu['decision.grounds'])
    await expect(item).toContainText(number)
    await expect(item).toContainText('Срок приёма нарушен')
    await expect(item).toContainText('Код 2.18 подтверждён актом')
    // Both found it justified: there is nothing to choose.
    await expect(item.getByRole('group')).toHaveCount(1)
    await takePictures(second.page, 'conflict-case')
    await choose(item, 'mine')
    await item.getByRole('button', { name: syncRu['conflict.send'] }).press('Enter')
    await second.everythingSent()
    await openCase(first, number)
    await expect(first.task).toContainText('Код 2.18 подтверждён актом')
    await first.tab('tab.history')
    for (const words of ['Ждём заключение эксперта', 'Срок приёма нарушен', 'Код 2.18 подтверждён актом'])
      await expect(first.task).toContainText(words)
  })

  await test.step('a case that was handed over meanwhile: what was typed stays, and nothing pretends that sending helps', async () => {
    await openCase(second, number)
    await cutOff(second)
    await decide(second, 'Решено уже без связи')
    await expect(second.work.getByRole('button', { name: number.slice(-6) })).toContainText(
      syncRu['delivery.onThisComputer'],
    )
    await first.tab('tab.matter')
    await first.button(complaintsRu['do.assign']).click()
    await first.assignTo(/./, 'Отпуск')
    await first.everythingSent()
    await reconnect(second)
    const item = second.task.getByRole('listitem').filter({ hasText: errorsRu['complaints.handedOver'] })
    await expect(item).toContainText('Решено уже без связи')
    await expect(item.getByRole('button', { name: syncRu['inbox.again'] })).toHaveCount(0)
    await isAccessible(second.page, 'handed-over')
    await takePictures(second.page, 'handed-over')
    const { page } = second
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await item.getByRole('button', { name: syncRu['inbox.handOver'] }).press('Enter')
    await expect(item.getByRole('button', { name: syncRu['inbox.copied'] })).toBeVisible()
    await item.getByRole('button', { name: syncRu['inbox.drop'], exact: true }).press('Enter')
    await item.getByRole('button', { name: syncRu['inbox.drop.yes'] }).press('Enter')
    await expect(second.sync.getByText(/требу/)).toHaveCount(0)
  })

  await test.step('what the new holder sees is what was accepted', async () => {
    const supervisor = new SupervisorPage((await world.desk()).page)
    await supervisor.signIn('supervisor1')
    await supervisor.open('cases')
    await openCase(supervisor, number)
    await expect(supervisor.task).toContainText('Код 2.18 подтверждён актом')
    await expect(supervisor.task).not.toContainText('Решено уже без связи')
  })
})

test('the inbox holds four lists: what was begun is found again and gone on with @X2', async () => {
  const post = new PostPage((await world.desk()).page)
  const known = await findPersonDueForCheckUp(world.api.url)
  await post.signIn('clinic1')
  await openData(post, known.phone)
  await post.task.getByRole('textbox', { name: insuredPersonsRu['data.email'] }).fill('begun@example.invalid')
  await cutOff(post)
  await post.task.getByRole('textbox', { name: insuredPersonsRu['data.phone.new'] }).fill('8 000 765-43-21')
  await post.task.getByRole('button', { name: insuredPersonsRu['data.phone.add'] }).click()
  await expect(post.person).toContainText('+7 (000) 765-43-21')
  await post.page.keyboard.press('Alt+KeyS')
  const list = (title: string): Locator => post.task.getByRole('region', { name: title })
  for (const title of ['inbox.needsYou', 'inbox.drafts', 'inbox.waiting', 'inbox.sent'] as const)
    await expect(list(syncRu[title])).toBeVisible()
  await expect(list(syncRu['inbox.drafts'])).toContainText('begun@example.invalid')
  await expect(list(syncRu['inbox.waiting'])).toContainText(syncRu['waiting.oldest'].split('—')[0]?.trim() ?? '')
  await isAccessible(post.page, 'four-lists')
  await takePictures(post.page, 'four-lists')
  await list(syncRu['inbox.drafts']).getByRole('button', { name: syncRu['draft.open'] }).press('Enter')
  await expect(post.task.getByRole('textbox', { name: insuredPersonsRu['data.email'] })).toHaveValue(
    'begun@example.invalid',
  )
  await reconnect(post)
  await list(syncRu['inbox.drafts']).getByRole('button', { name: syncRu['inbox.drop'], exact: true }).press('Enter')
  await list(syncRu['inbox.drafts']).getByRole('button', { name: syncRu['inbox.drop.yes'] }).press('Enter')
  await expect(list(syncRu['inbox.drafts'])).toContainText(syncRu['inbox.drafts.empty'])
})
