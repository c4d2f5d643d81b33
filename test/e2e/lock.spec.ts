import { expect, type Page, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { pictured } from './harness/camera.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
import { pageText } from './harness/page-text.ts'
import { buildQuietWorld, type QuietWorld } from './harness/story-world.ts'
import { OperatorPage } from './page-models/desk-page.ts'

const TYPED = 'Спрашивает о результатах маммографии от двенадцатого числа'

let world: QuietWorld | undefined
test.afterEach(async () => {
  await world?.dispose()
  world = undefined
})

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
