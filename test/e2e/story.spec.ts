import { expect, test } from '@playwright/test'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
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
