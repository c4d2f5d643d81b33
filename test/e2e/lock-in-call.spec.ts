import { expect, test } from '@playwright/test'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
import { pageText } from './harness/page-text.ts'
import { buildWorld, type World } from './harness/story-world.ts'
import { OperatorPage } from './page-models/desk-page.ts'

const OUTSIDE_HZ = 600
const DESK_HZ = 440

let world: World
test.beforeEach(async () => {
  world = await buildWorld()
})
test.afterEach(async () => {
  await world.dispose()
})

test('a lock during a call keeps the call: heard both ways, nobody named, on the screen again after the password @X3 @C1', async () => {
  const person = await findPersonDueForCheckUp(world.api.url)
  const { page } = await world.desk(DESK_HZ)
  const operator = new OperatorPage(page)
  await operator.signIn('operator1')
  await operator.takeCalls()
  const call = await inviteFromOutside(world.lab, {
    from: person.phone,
    name: person.name,
    speech: alawTone(OUTSIDE_HZ, 30),
  })
  await call.ringing()
  await expect(operator.ring).toContainText(person.person.surname)

  // It rings over the lock, without a name, and is answered after it.
  await page.keyboard.press('Alt+KeyL')
  await expect(operator.lock).toContainText(authRu['locked.ringing'])
  expect(await pageText(page)).not.toContain(person.person.surname)
  await operator.unlock()
  await expect(operator.ring).toContainText(person.person.surname)
  await page.keyboard.press('Alt+KeyA')
  await call.answered()
  await expect.poll(() => Math.abs((call.heard().toneHz ?? 0) - DESK_HZ)).toBeLessThan(20)

  await page.keyboard.press('Alt+KeyL')
  await expect(operator.lock).toContainText(authRu['locked.talking'])
  const shown = await pageText(page)
  for (const word of [person.person.surname, person.phone, person.phone.slice(-4)]) expect(shown).not.toContain(word)
  const before = call.heard().packets
  await expect.poll(() => call.heard().packets).toBeGreaterThan(before + 50)
  expect(Math.abs(call.heard().toneHz - DESK_HZ)).toBeLessThan(20)

  await operator.unlock()
  await expect(operator.page.getByRole('button', { name: telephonyRu['call.hangUp'] })).toBeVisible()
  await expect(operator.person).toContainText(person.person.surname)
  await page.keyboard.press('Alt+KeyL')
  await expect(operator.lock).toContainText(authRu['locked.talking'])
  await operator.lock.getByRole('button', { name: telephonyRu['call.hangUp'] }).click()
  await call.ended
  // With the call the page's memory goes too; the call waits for its wrap-up.
  await expect(operator.lock).not.toContainText(authRu['locked.talking'])
  await operator.unlock()
  await expect(operator.wrapUp).toBeVisible()
  await expect(operator.person).toContainText(person.person.surname)
})
