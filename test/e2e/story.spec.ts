import { expect, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { preventiveCareRu } from '#renderer/i18n/ru/preventive-care.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { CONSULTATION_ANSWERS } from './harness/consultation-answers.ts'
import { countInJournal, findPersonDueForCheckUp } from './harness/known-person.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { OperatorPage, SupervisorPage } from './page-models/desk-page.ts'

const OUTSIDE_HZ = 600
const DESK_HZ = 440

let world: World

test.beforeEach(async () => {
  world = await buildWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

test('a call from outside is answered, heard both ways, wrapped up and seen by the supervisor @C1 @C2 @C9 @S2', async () => {
  const person = await findPersonDueForCheckUp(world.api.url)
  const supervisorDesk = await world.desk()
  const supervisor = new SupervisorPage(supervisorDesk.page)
  await supervisor.signIn('supervisor1')
  await supervisor.open('calls')
  const operatorDesk = await world.desk(DESK_HZ)
  const operator = new OperatorPage(operatorDesk.page)
  await operator.signIn('operator1')
  await operator.takeCalls()

  const call = await inviteFromOutside(world.lab, {
    from: person.phone,
    name: person.name,
    speech: alawTone(OUTSIDE_HZ, 2),
  })
  await call.ringing()
  await expect(operator.ring).toContainText(person.person.surname)
  await expect(operator.ring).toContainText('диспансеризация')
  await operator.page.keyboard.press('Alt+KeyA')
  await call.answered()
  await expect.poll(() => Math.abs((call.heard().toneHz ?? 0) - DESK_HZ)).toBeLessThan(20)
  await operator.page.keyboard.press('Alt+KeyE')
  await call.ended
  await expect(operator.wrapUp).toBeVisible()
  await operator.page.keyboard.press('Enter')
  await operator.everythingSent()
  await expect(supervisor.row(person.person.surname)).toBeVisible()
})

test('a call that nobody takes flashes no form and stands among the missed ones @C1 @C9', async () => {
  const person = await findPersonDueForCheckUp(world.api.url)
  const { page } = await world.desk()
  const operator = new OperatorPage(page)
  await operator.signIn('operator1')
  await operator.takeCalls()
  await page.evaluate(() => {
    const flashed: string[] = []
    new MutationObserver(() => {
      const form = document.querySelector('.wrap-up, .intake')
      if (form !== null) flashed.push(form.className)
    }).observe(document.body, { childList: true, subtree: true })
    Object.assign(window, { flashed })
  })

  const call = await inviteFromOutside(world.lab, {
    from: person.phone,
    name: person.name,
    ringMs: 2_000,
    speech: alawTone(OUTSIDE_HZ, 1),
  })
  await call.ringing()
  await expect(operator.ring).toContainText(person.person.surname)
  await call.ended
  await expect(operator.ring).toHaveCount(0)
  await expect(operator.work).toContainText(deskRu['callResult.missed'])
  await operator.everythingSent()
  expect(await page.evaluate(() => (window as unknown as { flashed: string[] }).flashed)).toEqual([])
})

test('the whole story: the API goes away, the desk is killed, nothing is lost and everything is delivered once @C1 @C2 @C4 @C5 @C6 @C9 @S2 @X1', async () => {
  const known = await findPersonDueForCheckUp(world.api.url)
  const supervisorDesk = await world.desk()
  const supervisor = new SupervisorPage(supervisorDesk.page)
  await supervisor.signIn('supervisor1')
  await supervisor.open('calls')
  const desk = await world.desk(DESK_HZ)
  let operator = new OperatorPage(desk.page)
  await operator.signIn('operator1')
  await operator.takeCalls()

  // The call rings, and everything known is on the screen before it is answered.
  const call = await inviteFromOutside(world.lab, {
    from: known.phone,
    name: known.name,
    speech: alawTone(OUTSIDE_HZ, 2),
  })
  await call.ringing()
  await expect(operator.ring).toContainText(known.person.surname)
  await operator.page.keyboard.press('Alt+KeyA')
  await call.answered()
  await expect.poll(() => Math.abs(call.heard().toneHz - DESK_HZ)).toBeLessThan(20)

  // The script is followed; in the middle of it the central API is gone, and nothing on the desk stops.
  await operator.followScript(CONSULTATION_ANSWERS, 'Спрашивает, как пройти диспансеризацию', async () =>
    (await operator.script.innerText()).includes('Сейчас отвечу'),
  )
  await world.api.stop('SIGKILL')
  const heardBefore = call.heard().packets
  await operator.followScript(CONSULTATION_ANSWERS, 'Подскажем и запишем', async () =>
    (await operator.script.innerText()).includes('Записываю ваше обращение'),
  )
  await expect(operator.sync).toContainText(syncRu['api.unreachable'])
  await expect(operator.sync).toContainText(syncRu['api.unreachable.works'])
  await operator.page.getByRole('button', { name: preventiveCareRu['informing.save'] }).click()
  await expect(operator.task).toContainText('О профилактике сказано')
  await expect.poll(() => call.heard().packets).toBeGreaterThan(heardBefore)

  // Half an appeal is typed when the desk dies. It is opened again without the server: all of it is there.
  const typed = 'Просит объяснить, какие обследования входят в диспансеризацию 🏥 <script>alert(1)</script>'
  await operator.appealForm.getByRole('textbox', { name: appealsRu['text.label'] }).fill(typed)
  await operator.formIsKept()
  await desk.kill()
  await call.vanish()
  await desk.start()
  operator = new OperatorPage(desk.page)
  await operator.openOffline()
  await operator.work.getByText(known.person.surname).first().click()
  await expect(operator.wrapUp).toContainText(deskRu['wrapUp.afterRestart'])
  await expect(operator.appealForm.getByRole('textbox', { name: appealsRu['text.label'] })).toHaveValue(typed)
  const number = await operator.registerAppeal({
    kind: appealsRu['kind.consultation'],
    theme: 'диспансеризация',
    result: appealsRu['result.answeredAtOnce'],
  })
  await expect(operator.task).toContainText(appealsRu['delivery.onThisComputer'])
  await operator.confirmOutcome()

  // The server comes back: everything is delivered once, and the supervisor sees it without touching anything.
  await world.api.start()
  await operator.everythingSent()
  await supervisor.row(number).click()
  await expect(supervisor.person).toContainText('Типовой вопрос')
  await expect(supervisor.person).toContainText(typed)
  await supervisor.open('journal')
  await expect(supervisor.row(number)).toContainText(known.person.surname)
  expect(await countInJournal(world.api.url, number)).toBe(1)
  expect(await countInJournal(world.api.url, known.person.surname)).toBeGreaterThanOrEqual(1)
})
