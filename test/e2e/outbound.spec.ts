import { expect, test } from '@playwright/test'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { isAccessible } from './harness/accessible.ts'
import type { Desk } from './harness/desk.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { OperatorPage } from './page-models/desk-page.ts'

let world: World
let desk: Desk

test.beforeEach(async () => {
  world = await buildWorld()
  desk = await world.desk(440)
})
test.afterEach(async () => {
  await world.dispose()
})

test('what was promised in a talk stands after a power cut without the server, and one key calls @C7 @C10', async () => {
  const known = await findPersonDueForCheckUp(world.api.url)
  const operator = new OperatorPage(desk.page)
  await operator.signIn('operator1')
  await operator.takeCalls()

  await test.step('the promise is part of the wrap-up, by keys alone', async () => {
    const call = await inviteFromOutside(world.lab, { from: known.phone, name: known.name, speech: alawTone(600, 1) })
    await call.ringing()
    await operator.page.keyboard.press('Alt+KeyA')
    await call.answered()
    await operator.task.getByRole('button', { name: deskRu['who.confirm'] }).click()
    await call.hangUp()
    await expect(operator.wrapUp).toBeVisible()
    await operator.page.keyboard.press('Digit4')
    await expect(operator.wrapUp).toContainText(deskRu['callBack.when'])
    await isAccessible(operator.page, 'promised-call')
    await operator.confirmOutcome()
    await expect(operator.task.getByRole('region', { name: deskRu['callBack.title'] })).toContainText(
      known.person.surname,
    )
  })

  await test.step('without the server, after a power cut', async () => {
    await desk.kill()
    await world.api.stop('SIGKILL')
    await desk.start()
    const again = new OperatorPage(desk.page)
    await again.openOffline()
    const promised = again.task.getByRole('region', { name: deskRu['callBack.title'] })
    await expect(promised).toContainText(known.person.surname)
    await expect(again.page.getByText(telephonyRu['link.registered'])).toBeVisible()
    await again.page.keyboard.press('Alt+KeyJ')
    await expect(again.page.getByRole('button', { name: telephonyRu['call.hangUp'] })).toBeVisible()
  })
})
