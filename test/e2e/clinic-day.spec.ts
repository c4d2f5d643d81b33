import { expect, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { callReviewsRu } from '#renderer/i18n/ru/call-reviews.ts'
import { clinicListsRu } from '#renderer/i18n/ru/clinic-lists.ts'
import { clinicsRu } from '#renderer/i18n/ru/clinics.ts'
import { complaintsRu } from '#renderer/i18n/ru/complaints.ts'
import { expertiseRu } from '#renderer/i18n/ru/expertise.ts'
import { insuredPersonsRu } from '#renderer/i18n/ru/insured-persons.ts'
import { preventiveCareRu } from '#renderer/i18n/ru/preventive-care.ts'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { recordOf, xmlList } from '#server/testing/list-files.ts'
import { fullName, type InsuredPerson, isDueAndNotPassed } from '#shared/features/insured-persons/person.ts'
import { hear } from './harness/hear.ts'
import { expertOf, personsOfClinic } from './harness/known-person.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { DeskPage, OperatorPage, SupervisorPage } from './page-models/desk-page.ts'
import { ExpertPage } from './page-models/expert-page.ts'

/** The number that a family has in the list of the clinic: two people behind one telephone. */
const FAMILY = '+70009990077'
/** What the operator's microphone and the caller sound like, and the amplitude of a tone that is plainly there. */
const NEAR_HZ = 440
const FAR_HZ = 600
const HEARD = 0.01
const MATTER = 'Три недели лечили от бронхита, снимка не сделали; в больнице нашли воспаление лёгких'

/** What is answered to the script of a consultation that turns out to be a complaint. */
const ANSWERS = [
  'Совпало',
  'Жалоба',
  'Плохо лечили',
  'Нет, не сегодня',
  'Документов нет',
  'Письменно',
  'Согласен на запрос',
  'Звонком',
]

let world: World

test.beforeEach(async () => {
  world = await buildWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

interface Family {
  readonly mother: InsuredPerson
  readonly child: InsuredPerson
  readonly clinicCode: string
}

async function chooseFamily(): Promise<Family> {
  const { code, persons } = await personsOfClinic(world.api.url, 40)
  const mother = persons.find((person) => isDueAndNotPassed(person) && person.prevention.due === 'checkUp')
  const child = persons.find((person) => person.id !== mother?.id && person.surname !== mother?.surname)
  if (mother === undefined || child === undefined) throw new Error('no family among the first of the clinic')
  return { mother, child, clinicCode: code }
}

/** Numbers of the steps of informing of everybody, as the report of the supervisor says them. */
async function funnelOf(supervisor: SupervisorPage): Promise<{ informed: number; booked: number; came: number }> {
  await supervisor.open('reports')
  await supervisor.work.getByRole('button', { name: reportsRu['kind.informing'] }).click()
  const informing = supervisor.task.getByRole('region', { name: reportsRu['informing.title'] })
  const numberOf = async (step: 'informed' | 'booked' | 'came'): Promise<number> => {
    const button = informing.getByRole('button', { name: new RegExp(`^Все, ${reportsRu[`step.${step}`]}`) })
    return Number((await button.innerText()).replace(/\D/g, ''))
  }
  return { informed: await numberOf('informed'), booked: await numberOf('booked'), came: await numberOf('came') }
}

/** Justified complaints of this year, as the report of the supervisor says them. */
async function justifiedOf(supervisor: SupervisorPage): Promise<number> {
  await supervisor.open('reports')
  await supervisor.work.getByRole('button', { name: reportsRu['kind.structure'] }).click()
  await supervisor.work.getByRole('button', { name: reportsRu['period.year'] }).click()
  const report = supervisor.task.getByRole('region', { name: reportsRu['structure.title'] })
  const counts = report
    .getByRole('table', { name: reportsRu['structure.reasons'] })
    .getByRole('button', { name: /выбранный срок/ })
  await expect(report).toBeVisible()
  const texts = await counts.allInnerTexts()
  return texts.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0)
}

test('a day of the clinic over four desks: list, informing, visit, a family’s call, a complaint to its answer, review and figures @P1 @P2 @P4 @P10 @C2 @C5 @E1 @E2 @E3 @S1 @S2 @S4 @S6 @X1', async () => {
  test.setTimeout(600_000)
  const family = await chooseFamily()
  const { mother, child } = family
  const supervisor = new SupervisorPage((await world.desk()).page)
  await supervisor.signIn('supervisor1')
  const before = { funnel: await funnelOf(supervisor), justified: await justifiedOf(supervisor) }
  const post = new DeskPage((await world.desk()).page)
  await post.signIn('clinic1')

  await test.step('level 2 loads the list of the clinic: a mother and her child have one telephone', async () => {
    const list = xmlList([recordOf(mother, { PHONE: FAMILY }), recordOf(child, { PHONE: FAMILY })], {
      clinicCode: family.clinicCode,
    })
    await post.work.getByRole('tab', { name: clinicListsRu.tab }).click()
    await post.work.getByRole('button', { name: clinicListsRu['tab.load'] }).click()
    await post.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'D-M000001-2026.xml', mimeType: 'text/xml', buffer: list })
    await expect(
      post.task.getByRole('tab', { name: clinicListsRu['kind.changed'] }).locator('.lists-kind__count'),
    ).toHaveText('2')
    await post.task.getByRole('button', { name: clinicListsRu.confirm }).click()
    await expect(post.task.getByText(clinicListsRu['result.title'])).toBeVisible()
  })

  await test.step('level 2 informs in person while the server is away, and books a time', async () => {
    await post.page.keyboard.press('Slash')
    await post.page.keyboard.type(fullName(mother))
    await expect(post.person.getByRole('option').first()).toContainText(mother.surname)
    await post.page.keyboard.press('Enter')
    await post.person.getByRole('button', { name: insuredPersonsRu['person.informing'] }).click()
    await post.task.getByRole('button', { name: preventiveCareRu['claim.take'] }).click()
    await expect(post.task).toContainText('за вами до')
    await world.api.stop('SIGKILL')
    await expect(post.sync).toContainText(syncRu['api.unreachable'])
    const form = post.task.getByRole('form', { name: preventiveCareRu['informing.title'] })
    await form.getByRole('radio', { name: preventiveCareRu['informing.result.booked'], exact: true }).click()
    await form.getByRole('button', { name: preventiveCareRu['informing.save'] }).click()
    await post.task.getByRole('button', { name: preventiveCareRu['inform.toVisit'] }).click()
    const visit = post.task.getByRole('form', { name: clinicsRu['visit.title'] })
    await visit.getByRole('radiogroup', { name: clinicsRu['visit.day'] }).locator('button:enabled').first().click()
    await visit
      .getByRole('radiogroup', { name: clinicsRu['visit.time'], exact: true })
      .locator('button:enabled')
      .first()
      .click()
    await visit.getByRole('button', { name: /^Записать на/ }).click()
    await expect(post.task.getByRole('status')).toContainText('Запись сделана')
    await world.api.start()
    await post.everythingSent()
  })

  const operator = new OperatorPage((await world.desk(NEAR_HZ)).page)
  await operator.signIn('operator1')
  await operator.takeCalls()
  let number = ''

  await test.step('the family calls: two people behind one number, the mother is chosen; her complaint goes to level 3', async () => {
    const call = await inviteFromOutside(world.lab, { from: FAMILY, name: '', speech: alawTone(FAR_HZ, 2) })
    await call.ringing()
    await expect(operator.ring).toContainText(mother.surname)
    await expect(operator.ring).toContainText(child.surname)
    await operator.ring.getByRole('button', { name: new RegExp(mother.surname) }).click()
    await operator.page.keyboard.press('Alt+KeyA')
    await call.answered()
    await operator.followScript(ANSWERS, MATTER, async () =>
      (await operator.script.innerText()).includes('Записываю вашу жалобу'),
    )
    // She wants a written answer: the complaint gets its legal term and goes the whole way.
    await operator.appealForm
      .getByRole('radiogroup', { name: appealsRu['form.label'] })
      .getByText(appealsRu['form.written'], { exact: true })
      .click()
    number = await operator.registerAppeal({
      kind: appealsRu['kind.complaint'],
      theme: '11.1',
      text: MATTER,
      result: appealsRu['result.handedOver'],
    })
    await operator.page.keyboard.press('Alt+KeyE')
    await call.ended
    await operator.confirmOutcome()
    await operator.everythingSent()
  })

  const expert = new ExpertPage((await world.desk()).page)
  await expert.signIn(await expertOf(world.api.url, number))

  await test.step('level 3 finds the complaint with all the operator saw and works it to the answer, offline for part of it', async () => {
    await expert.work.getByRole('button', { name: new RegExp(number.slice(-6)) }).click()
    await expect(expert.task.getByRole('heading', { name: `Дело ${number}` })).toBeVisible()
    await expect(expert.task).toContainText(MATTER)
    await expert.button(complaintsRu['do.take']).click()
    await expert.everythingSent()
    await world.api.stop('SIGKILL')
    await expect(expert.sync).toContainText(syncRu['api.unreachable'])
    await expert.tab('tab.expertise')
    await expert.button(expertiseRu.add).click()
    const act = expert.form(expertiseRu.add)
    await act.getByRole('textbox', { name: expertiseRu['act.number'], exact: true }).fill('21-К')
    await act.getByRole('textbox', { name: expertiseRu['expert.name'], exact: true }).fill('Орлов Пётр Ильич')
    await act.getByRole('textbox', { name: expertiseRu.norm, exact: true }).fill('1000')
    await act.getByRole('combobox', { name: expertiseRu.defects }).fill('2.18')
    await expert.page.getByRole('option', { name: /^2\.18/ }).click()
    await act.getByRole('textbox', { name: expertiseRu.conclusions }).fill('Рентгенография не выполнена')
    await act.getByRole('button', { name: expertiseRu.save }).click()
    await expect(expert.task).toContainText('акт № 21-К')
    await expert.tab('tab.matter')
    await expert.button(complaintsRu['do.decide']).click()
    const decision = expert.form(complaintsRu['case.decision'])
    await decision.getByRole('radio', { name: complaintsRu['decision.justified'], exact: true }).click()
    await decision.getByRole('textbox', { name: complaintsRu['decision.grounds'] }).fill('Код 2.18 подтверждён актом')
    await decision.getByRole('button', { name: complaintsRu['do.decide'] }).click()
    await expert.tab('tab.answer')
    const answer = expert.form(complaintsRu['tab.answer'])
    await answer
      .getByRole('textbox', { name: complaintsRu['answer.subject'] })
      .fill('Вы сообщили о том, как лечили бронхит.')
    await answer
      .getByRole('textbox', { name: complaintsRu['answer.findings'] })
      .fill('Изучена амбулаторная карта, проведена экспертиза.')
    await answer
      .getByRole('textbox', { name: complaintsRu['answer.conclusion'] })
      .fill('Поликлинике направлено предписание.')
    await answer.getByRole('button', { name: complaintsRu['answer.ask'] }).click()
    await expect(expert.task).toContainText(complaintsRu['who.supervisor'])
    await world.api.start()
    await expert.everythingSent()
  })

  await test.step('the supervisor approves, scores the call, and the answer is sent', async () => {
    await supervisor.open('approvals')
    await expect(supervisor.task).toContainText('Поликлинике направлено предписание.')
    await supervisor.task.getByRole('button', { name: complaintsRu['approvals.approve'] }).click()
    await supervisor.everythingSent()
    await expect(expert.task).toContainText(`Исходящий № ${number}/1`)
    await expert.button(complaintsRu['answer.send']).click()
    await expect(expert.task).toContainText(complaintsRu['next.close'])
    await expert.everythingSent()
    await supervisor.open('calls')
    await supervisor.row(number).click()
    const base64 = await supervisor.listen()
    const heard = await supervisor.page.evaluate(hear, { base64, near: NEAR_HZ, far: FAR_HZ })
    expect(Math.min(heard.loudest.near, heard.loudest.far)).toBeGreaterThan(HEARD)
    await supervisor.person.getByRole('button', { name: callReviewsRu.start }).click()
    const review = supervisor.person.getByRole('form', { name: callReviewsRu.title })
    await expect(review).toBeVisible()
    for (const yes of await review.getByRole('radio', { name: callReviewsRu['mark.yes'], exact: true }).all())
      await yes.check()
    await review.getByLabel(callReviewsRu.summary).fill('Жалоба принята по правилам')
    await review.getByRole('button', { name: callReviewsRu.send }).click()
    await expect(supervisor.person).toContainText(callReviewsRu['sent.unread'])
    await operator.work.getByRole('tab', { name: callReviewsRu.tab }).click()
    await expect(operator.work).toContainText('Жалоба принята по правилам')
  })

  await test.step('the mother comes, and the figures say what was done', async () => {
    await post.work.getByRole('tab', { name: clinicsRu['visits.tab'] }).click()
    await post.work
      .getByRole('listitem')
      .filter({ hasText: mother.surname })
      .getByRole('button', { name: clinicsRu['visits.came'], exact: true })
      .click()
    await post.everythingSent()
    await expect
      .poll(() => funnelOf(supervisor))
      .toEqual({
        informed: before.funnel.informed + 1,
        booked: before.funnel.booked + 1,
        came: before.funnel.came + 1,
      })
    await expect.poll(() => justifiedOf(supervisor)).toBe(before.justified + 1)
  })
})
