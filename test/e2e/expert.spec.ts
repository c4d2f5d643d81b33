import { expect, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { complaintsRu } from '#renderer/i18n/ru/complaints.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { expertiseRu } from '#renderer/i18n/ru/expertise.ts'
import { hostFilesRu } from '#renderer/i18n/ru/host-files.ts'
import { insuredPersonsRu } from '#renderer/i18n/ru/insured-persons.ts'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
import { shellRu } from '#renderer/i18n/ru/shell.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import type { Desk } from './harness/desk.ts'
import { expertOf, findPersonDueForCheckUp } from './harness/known-person.ts'
import { nextFile } from './harness/next-file.ts'
import { buildQuietWorld, buildWorld, type QuietWorld } from './harness/story-world.ts'
import { OperatorPage, SupervisorPage } from './page-models/desk-page.ts'
import { ExpertPage } from './page-models/expert-page.ts'

/** One page with nothing on it; the reader finds the objects without a table of their places. */
const SCAN = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF`
const MATTER = 'Три недели не может записаться к кардиологу, в регистратуре отвечают, что талонов нет до января'

let world: QuietWorld
let desk: Desk
let expert: ExpertPage

test.beforeEach(async () => {
  world = await buildQuietWorld()
  desk = await world.desk()
  expert = new ExpertPage(desk.page)
})
test.afterEach(async () => {
  await world.dispose()
})

test('a written complaint goes from the letter to the sent answer, offline in the middle of it @E1 @E2 @E3 @E8', async () => {
  const known = await findPersonDueForCheckUp(world.api.url)
  const { page } = expert
  await expert.signIn('expert1')
  await expert.openPerson(known.phone)

  // E1: the letter is registered with its scan; the terms stand beside it and say why.
  await page.keyboard.press('Alt+KeyN')
  const form = expert.appealForm
  await expect(form.getByRole('textbox', { name: appealsRu['text.label'] })).toBeVisible()
  await form.getByRole('combobox', { name: appealsRu['theme.label'] }).fill('7.1.4')
  await page.getByRole('option').first().click()
  await form.getByRole('combobox', { name: appealsRu['clinic.label'] }).click()
  await page.getByRole('option').nth(1).click()
  await form.getByRole('textbox', { name: appealsRu['text.label'] }).fill(MATTER)
  await expert.letter.getByRole('textbox', { name: complaintsRu['letter.incomingNumber'] }).fill('ВХ-117')
  await expert.letter.locator('input[type=file]').setInputFiles([
    { name: 'Жалоба.pdf', mimeType: 'application/pdf', buffer: Buffer.from(SCAN) },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a scan') },
  ])
  await expect(expert.letter).toContainText('Жалоба.pdf')
  await expect(expert.letter.getByRole('alert')).toContainText('notes.txt')
  await expert.letter
    .getByRole('button', { name: /Почему эта дата/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toContainText('59-ФЗ')
  await page.keyboard.press('Escape')
  // The terms run from the day of receipt: one that is no day is never taken as today.
  const receivedOn = expert.letter.getByRole('textbox', { name: complaintsRu['letter.receivedOn'] })
  const today = await receivedOn.inputValue()
  await receivedOn.fill('31.11.2026')
  await form.getByRole('textbox', { name: appealsRu['text.label'] }).press('Control+Enter')
  await expect(receivedOn).toBeFocused()
  await expect(receivedOn).toHaveAccessibleDescription(shellRu['date.unreadable'])
  await receivedOn.fill(today)
  await form.getByRole('textbox', { name: appealsRu['text.label'] }).press('Control+Enter')
  const title = expert.task.getByRole('heading', { name: /Дело ОЖ-\d{4}-\d{6}/ })
  await expect(title).toBeVisible()
  await expert.button(complaintsRu['do.take']).click()
  await expect(expert.task).toContainText(complaintsRu['next.decide'])
  await expert.everythingSent()
  await expert.tab('tab.records')
  await expect(expert.task).toContainText(complaintsRu['files.present'])
  await expert.task.getByRole('button', { name: /Открыть Жалоба.pdf/ }).click()
  await expect(expert.task).toContainText('Страница 1 из 1')

  // E2: the clinic is asked; it answers while the server is gone, and the work goes on.
  await expert.button(complaintsRu['do.request']).click()
  const request = expert.form(complaintsRu['do.request'])
  await request.getByRole('textbox', { name: complaintsRu['request.what'] }).fill('Журнал записи за ноябрь')
  await request.getByRole('button', { name: complaintsRu['do.request'] }).click()
  await expect(expert.task).toContainText(complaintsRu['who.clinic'])
  await expert.everythingSent()
  await world.api.stop('SIGKILL')
  await expert.button(complaintsRu['request.received']).click()
  await expert.tab('tab.expertise')
  await expert.button(expertiseRu.add).click()
  const act = expert.form(expertiseRu.add)
  await act.getByRole('textbox', { name: expertiseRu['act.number'], exact: true }).fill('15-К')
  await act.getByRole('textbox', { name: expertiseRu['expert.name'], exact: true }).fill('Орлов Пётр Ильич')
  await act.getByRole('combobox', { name: expertiseRu.department, exact: true }).fill('Хирургическое отделение')
  await act.getByRole('textbox', { name: expertiseRu.doctor, exact: true }).fill('Петров Пётр Петрович')
  await act.getByRole('textbox', { name: expertiseRu.norm, exact: true }).fill('1000')
  await act.getByRole('combobox', { name: expertiseRu.defects }).fill('2.18')
  await page.getByRole('option', { name: /^2\.18/ }).click()
  await act.getByRole('textbox', { name: expertiseRu.conclusions }).fill('Срок ожидания приёма нарушен')
  await expect(act).toContainText('300,00')
  await act.getByRole('button', { name: expertiseRu.save }).click()
  await expect(expert.task).toContainText('акт № 15-К')
  await expert.tab('tab.matter')
  await expert.button(complaintsRu['do.decide']).click()
  const decision = expert.form(complaintsRu['case.decision'])
  await decision.getByRole('radio', { name: complaintsRu['decision.justified'], exact: true }).click()
  await decision.getByRole('textbox', { name: complaintsRu['decision.grounds'] }).fill('Код 2.18 подтверждён актом')
  await decision.getByRole('button', { name: complaintsRu['do.decide'] }).click()
  await expect(expert.sync).toContainText(syncRu['api.unreachable'])

  // E3: the answer is proofed against the case; what contradicts it is not put forward.
  await expert.tab('tab.answer')
  const answer = expert.form(complaintsRu['tab.answer'])
  await answer.getByRole('textbox', { name: complaintsRu['answer.subject'] }).fill('Вы сообщили о долгом ожидании.')
  await answer
    .getByRole('textbox', { name: complaintsRu['answer.findings'] })
    .fill('Изучен журнал записи, проведена экспертиза.')
  await answer.getByRole('textbox', { name: complaintsRu['answer.conclusion'] }).fill('Жалоба не обоснована.')
  await answer.getByRole('button', { name: complaintsRu['answer.ask'] }).click()
  await expect(answer).toContainText(complaintsRu['proof.saysNotJustified'])
  await answer
    .getByRole('textbox', { name: complaintsRu['answer.conclusion'] })
    .fill('Поликлинике направлено предписание, Вам предложена запись.')
  await answer.getByRole('button', { name: complaintsRu['answer.ask'] }).click()
  await expect(expert.task).toContainText(complaintsRu['who.supervisor'])
  await world.api.start()
  await expert.everythingSent()

  // The supervisor reads and approves on her own desk; the answer gets its number, is made as a PDF and sent.
  const supervisor = new SupervisorPage((await world.desk()).page)
  await supervisor.signIn('supervisor1')
  await supervisor.open('approvals')
  await expect(supervisor.task).toContainText('Поликлинике направлено предписание')
  await supervisor.task.getByRole('button', { name: complaintsRu['approvals.approve'] }).click()
  await expect(supervisor.task).toContainText(complaintsRu['approvals.none'])
  await supervisor.everythingSent()
  await expect(expert.task).toContainText(/Исходящий № ОЖ-\d{4}-\d{6}\/1/)
  const saved = await nextFile(desk)
  await expert.button(complaintsRu['answer.pdf']).click()
  await expect(expert.task.getByText(hostFilesRu.showInFolder)).toBeVisible()
  const letter = await saved()
  expect(letter.name).toMatch(/^ОЖ-\d{4}-\d{6}\.pdf$/)
  expect(letter.content.toString('latin1', 0, 5)).toBe('%PDF-')
  await expert.button(complaintsRu['answer.send']).click()
  await expect(expert.task).toContainText(complaintsRu['next.close'])
  await expert.everythingSent()
  await expert.tab('tab.history')
  await expect(expert.task).toContainText(complaintsRu['history.answerSent'])

  // E8: the defect stands with its clinic, department, doctor and code, on the supervisor's desk and on the expert's own.
  await supervisor.open('reports')
  await supervisor.work.getByRole('button', { name: reportsRu['kind.defects'] }).click()
  for (const desk of [supervisor, expert]) {
    if (desk === expert) await expert.openDefects()
    const clinics = desk.task.getByRole('table', { name: reportsRu['defects.by.clinic'] })
    await expect(clinics.getByRole('row')).toHaveCount(2)
    await clinics.getByRole('button', { name: /^Подробнее/ }).click()
    const codes = desk.task.getByRole('table', { name: reportsRu['defects.by.code'] })
    await expect(codes.getByRole('row', { name: /2\.18/ })).toBeVisible()
    const departments = desk.task.getByRole('table', { name: reportsRu['defects.by.department'] })
    await expect(departments).toContainText('Хирургическое отделение')
    const doctors = desk.task.getByRole('table', { name: reportsRu['defects.by.doctor'] })
    await doctors.getByRole('button', { name: /^Петров Пётр Петрович, выбранный срок: 1/ }).click()
    const found = desk.task.getByRole('option').filter({ hasText: '15-К' })
    await expect(found).toContainText(reportsRu['defects.decision.yes'])
    await found.click()
  }
  await expect(supervisor.task.getByRole('option')).toHaveCount(1)
  await expect(title).toBeVisible()
})

test('a complaint out of a call reaches the expert with everything that the operator saw @C7 @E1 @E4', async () => {
  const exchange = await buildWorld()
  try {
    const known = await findPersonDueForCheckUp(exchange.api.url)
    const operator = new OperatorPage((await exchange.desk(440)).page)
    await operator.signIn('operator1')
    await operator.takeCalls()
    const call = await inviteFromOutside(exchange.lab, {
      from: known.phone,
      name: known.name,
      speech: alawTone(600, 1),
    })
    await call.ringing()
    await operator.page.keyboard.press('Alt+KeyA')
    await call.answered()
    await operator.followScript(['Совпало', 'Спор сейчас', 'Никто не ответил'], MATTER, async () =>
      (await operator.script.innerText()).includes('Коллеги сейчас на других линиях'),
    )
    const form = operator.appealForm
    await form.getByRole('radiogroup', { name: appealsRu['kind.label'] }).getByText('Жалоба', { exact: true }).click()
    await form.getByRole('combobox', { name: appealsRu['theme.label'] }).fill('11.1.1')
    await form.getByRole('option').first().click()
    await form.getByRole('combobox', { name: appealsRu['line.label'] }).click()
    await operator.page.getByRole('option', { name: appealsRu['line.3'] }).click()
    await form.getByRole('combobox', { name: appealsRu['clinic.label'] }).click()
    await operator.page.getByRole('option', { name: 'ГП' }).first().click()
    await form.getByRole('textbox', { name: appealsRu['text.label'] }).fill(MATTER)
    await form
      .getByRole('radiogroup', { name: appealsRu['result.label'] })
      .getByText(appealsRu['result.handedOver'], { exact: true })
      .click()
    await operator.submitAppeal()
    await expect(operator.registered).toBeVisible()
    const number = /ОЖ-\d{4}-\d{6}/.exec(await operator.registered.innerText())?.[0] ?? ''
    await operator.page.keyboard.press('Alt+KeyE')
    await call.ended
    await operator.wrapUp
      .getByRole('textbox', { name: deskRu['wrapUp.note'] })
      .fill('Плохо слышит, звонить после обеда')
    await operator.confirmOutcome()
    await operator.everythingSent()

    const receiver = new ExpertPage((await exchange.desk()).page)
    await receiver.signIn(await expertOf(exchange.api.url, number))
    await receiver.work.getByRole('button', { name: number.slice(-6) }).click()
    await expect(receiver.task.getByRole('heading', { name: `Дело ${number}` })).toBeVisible()
    const { task } = receiver
    await expect(task).toContainText(MATTER)
    await expect(task).toContainText(known.name)
    await expect(task).toContainText('Спор сейчас: отказ, деньги, нет записи')
    await expect(task).toContainText('Плохо слышит, звонить после обеда')
    await expect(task).toContainText(complaintsRu['case.dueThen'])
    await expect(task).toContainText(insuredPersonsRu['prevention.kind.checkUp'])
    await receiver.button(complaintsRu['do.take']).click()
    await receiver
      .form(complaintsRu['next.answerPerson'])
      .getByRole('textbox', { name: complaintsRu['consultation.words'] })
      .fill('Объяснили порядок записи, записали на приём')
    await receiver.button(complaintsRu['consultation.save']).click()
    await expect(task).toContainText(complaintsRu['next.close'])
    await receiver.everythingSent()
  } finally {
    await exchange.dispose()
  }
})

test('a case is given back to the queue, taken by another expert, and handed over by the supervisor @E1 @S4', async () => {
  await expert.signIn('expert1')
  await expert.registerComplaint(MATTER)
  const number = await expert.caseNumber()
  await expert.button(complaintsRu['do.take']).click()
  await expert.button(complaintsRu['do.assign']).click()
  await expert.assignTo(complaintsRu['queue.title'], 'Отпуск')
  await expert.everythingSent()
  await expect(expert.work.getByRole('region', { name: complaintsRu['queue.title'] })).toContainText(number.slice(-6))

  const second = new ExpertPage((await world.desk()).page)
  await second.signIn('expert2')
  const queue = second.work.getByRole('region', { name: complaintsRu['queue.title'] })
  await queue.getByRole('button', { name: number.slice(-6) }).click()
  await expect(second.task).toContainText(MATTER)
  await second.button(complaintsRu['do.take']).click()
  await expect(queue).toHaveCount(0)
  await second.everythingSent()

  const supervisor = new SupervisorPage((await world.desk()).page)
  await supervisor.signIn('supervisor1')
  await supervisor.open('cases')
  await supervisor.work.getByRole('button', { name: number.slice(-6) }).click()
  const reader = new ExpertPage(supervisor.page)
  await reader.button(complaintsRu['do.assign']).click()
  await reader.assignTo(/./, 'Своё направление')
  await reader.everythingSent()
  await reader.tab('tab.history')
  await expect(reader.task).toContainText('Своё направление')
  await expect(second.work).not.toContainText(number.slice(-6))
})

test('a longer term and a forwarding go out as letters: proofed, approved, numbered, sent @E1 @E3', async () => {
  await expert.signIn('expert1')
  await expert.registerComplaint(MATTER)
  const number = await expert.caseNumber()
  await expert.button(complaintsRu['do.take']).click()
  await expert.button(complaintsRu['do.extend']).click()
  const extending = expert.form(complaintsRu['do.extend'])
  await extending.getByRole('textbox', { name: complaintsRu['extend.reason'] }).fill('Ждём заключение эксперта')
  await extending.getByRole('button', { name: complaintsRu['do.extend'] }).click()
  await expect(expert.task).toContainText(complaintsRu['next.writeNotice'])
  await expert.button(complaintsRu['case.next']).click()
  const notice = expert.form(complaintsRu['notice.extension'])
  const body = notice.getByRole('textbox', { name: complaintsRu['answer.body'] })
  await expect(body).toHaveValue('Ждём заключение эксперта')
  await notice
    .getByRole('textbox', { name: complaintsRu['answer.address'] })
    .fill('194354, Санкт-Петербург, ул. Есенина, 12')
  await body.fill('Ответим до 31.12.2099.')
  await notice.getByRole('button', { name: complaintsRu['answer.ask'] }).click()
  await expect(notice).toContainText('Названа дата 31.12.2099')
  await body.fill('Ждём заключение эксперта качества.')
  await notice.getByRole('button', { name: complaintsRu['answer.ask'] }).click()
  await expect(expert.task).toContainText('На согласовании у супервизора')
  await expert.everythingSent()

  const supervisor = new SupervisorPage((await world.desk()).page)
  await supervisor.signIn('supervisor1')
  await supervisor.open('approvals')
  await expect(supervisor.task).toContainText('Ждём заключение эксперта качества.')
  await supervisor.task.getByRole('button', { name: complaintsRu['approvals.approve'] }).click()
  await expect(supervisor.task).toContainText(complaintsRu['approvals.none'])
  await supervisor.everythingSent()
  await expect(expert.task).toContainText(`Исходящий № ${number}/П1`)
  const made = expert.page.waitForResponse(/\/notices\/extension\/letter$/)
  await expert.button(complaintsRu['answer.pdf']).click()
  expect((await made).headers()['content-type']).toBe('application/pdf')
  await expert.button(complaintsRu['answer.send']).click()
  await expect(expert.task).toContainText(complaintsRu['next.decide'])

  await expert.tab('tab.matter')
  await expert.button(complaintsRu['do.forward']).click()
  const forwarding = expert.form(complaintsRu['do.forward'])
  await forwarding.getByRole('textbox', { name: complaintsRu['forward.to'] }).fill('Росздравнадзор')
  await forwarding.getByRole('textbox', { name: complaintsRu['forward.reason'] }).fill('Лицензионный контроль')
  await forwarding.getByRole('button', { name: complaintsRu['do.forward'] }).click()
  await expert.tab('tab.notices')
  await expect(expert.form(complaintsRu['notice.forwarding'])).toBeVisible()
  await expect(expert.form(complaintsRu['notice.forwardingNotice'])).toBeVisible()
  await expert.everythingSent()
})
