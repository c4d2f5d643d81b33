import { expect, type Page, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { pictured } from './harness/camera.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
import { buildQuietWorld, buildWorld, type QuietWorld } from './harness/story-world.ts'
import { OperatorPage } from './page-models/desk-page.ts'

const TYPED = 'Спрашивает о результатах маммографии от двенадцатого числа'
const OUTSIDE_HZ = 600
const DESK_HZ = 440

let world: QuietWorld | undefined
test.afterEach(async () => {
  await world?.dispose()
  world = undefined
})

/** What is on the screen and in the page's memory, as far as a script in the page can reach it. */
async function pageText(page: Page): Promise<string> {
  return page.evaluate(() => document.documentElement.outerHTML)
}

/** Every string in the page's JavaScript memory, by a snapshot of its heap. */
async function heapText(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  // Cyrillic is escaped in the snapshot.
  return (JSON.parse(chunks.join('')) as { strings: string[] }).strings.join('\n')
}

test('half an appeal is typed, the desk is locked: no personal word is left, and after the password all of it is there @X3 @X1', async () => {
  world = await buildQuietWorld()
  const person = await findPersonDueForCheckUp(world.api.url)
  const { page } = await world.desk()
  const operator = new OperatorPage(page)
  await operator.signIn('operator1')
  await operator.findPerson(person.person.surname)
  await operator.openNewAppeal()
  const text = operator.appealForm.getByRole('textbox', { name: appealsRu['text.label'] })
  await text.fill(TYPED)
  expect(await heapText(page)).toContain(TYPED)
  await page.keyboard.press('Alt+KeyL')
  await expect(operator.lock).toBeVisible()
  await expect(operator.lock).toContainText(authRu['locked.why.asked'])
  await pictured(page, 'locked')
  const shown = await pageText(page)
  const memory = await heapText(page)
  for (const word of [TYPED, person.person.surname, person.phone]) {
    expect(shown).not.toContain(word)
    expect(memory).not.toContain(word)
  }

  await world.api.stop('SIGKILL')
  await operator.unlock()
  await operator.openNewAppeal()
  await expect(text).toHaveValue(TYPED)
})

test('a PIN is set, opens the locked desk without the server, and wrong ones are slowed; the password opens all the same @X3', async () => {
  world = await buildQuietWorld()
  const { page } = await world.desk()
  const operator = new OperatorPage(page)
  await operator.signIn('operator1')
  await operator.setPin('198419')
  const dialog = page.getByRole('dialog', { name: authRu['pin.title'] })
  await expect(dialog).toContainText(authRu['pin.weak.year'])
  await pictured(page, 'pin')
  await page.keyboard.press('Escape')
  await operator.setPin('903617')
  await expect(dialog).toContainText(authRu['pin.done.set'])
  await page.keyboard.press('Escape')
  await operator.openNewAppeal()
  const text = operator.appealForm.getByRole('textbox', { name: appealsRu['text.label'] })
  await text.fill(TYPED)
  await world.api.stop('SIGKILL')

  await page.keyboard.press('Alt+KeyL')
  await operator.givePin('903617')
  await expect(operator.task).toBeVisible()
  await operator.openNewAppeal()
  await expect(text).toHaveValue(TYPED)

  await page.keyboard.press('Alt+KeyL')
  for (const words of ['Осталось 4 попытки', 'Осталось 3 попытки', 'Следующая попытка через']) {
    await operator.givePin('274951')
    await expect(operator.lock).toContainText(words)
  }
  // The pause is of the PIN: the password is another way in.
  await operator.lock.getByRole('button', { name: authRu['pin.usePassword'] }).click()
  await operator.unlock()
  await operator.openNewAppeal()
  await expect(text).toHaveValue(TYPED)
})

test('the lock of the computer locks the desk; somebody else may sign in instead @X3', async () => {
  world = await buildQuietWorld()
  const { page, app } = await world.desk()
  const operator = new OperatorPage(page)
  await operator.signIn('operator1')
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'))
  await expect(operator.lock).toContainText(authRu['locked.why.system'])
  await page.getByRole('button', { name: authRu['locked.notMe'] }).click()
  await page.getByRole('button', { name: authRu['people.other'] }).click()
  await operator.openFirst('operator2')
  await expect(operator.task).toBeVisible()
})

test('a lock during a call keeps the call: heard both ways, nobody named, on the screen again after the password @X3 @C1', async () => {
  const withPhone = await buildWorld()
  world = withPhone
  const person = await findPersonDueForCheckUp(withPhone.api.url)
  const { page } = await withPhone.desk(DESK_HZ)
  const operator = new OperatorPage(page)
  await operator.signIn('operator1')
  await operator.takeCalls()
  const call = await inviteFromOutside(withPhone.lab, {
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
