import { expect, test } from '@playwright/test'
import { callScriptsRu } from '#renderer/i18n/ru/call-scripts.ts'
import { scriptEditorRu } from '#renderer/i18n/ru/script-editor.ts'
import type { ScriptDraft } from '#shared/features/call-scripts/script-draft.ts'
import { focusOrder } from './harness/focus.ts'
import { tokenOf } from './harness/known-person.ts'
import { buildQuietWorld, type QuietWorld } from './harness/story-world.ts'
import { MethodologistPage } from './page-models/methodologist-page.ts'

const SCRIPT = 'Приглашение на диспансеризацию'

let world: QuietWorld

test.beforeAll(async () => {
  world = await buildQuietWorld()
})
test.afterAll(async () => {
  await world.dispose()
})

test('whoever was slower sees both texts and chooses; nothing typed is lost; Tab goes through editor and player in the order they are read @S10 @X4', async () => {
  const writer = new MethodologistPage((await world.desk()).page)
  const { page } = writer
  await writer.openFirst('admin')
  const card = writer.task.getByRole('article', { name: SCRIPT })
  await card.getByRole('button', { name: scriptEditorRu['list.change'] }).press('Enter')
  await expect(writer.steps).toBeVisible()

  await test.step('the order of the editor: tools, life, steps, views, fields', async () => {
    const order = await focusOrder(page, writer.editor)
    const places = [
      scriptEditorRu.close,
      scriptEditorRu['step.submit'],
      scriptEditorRu['outline.list'],
      scriptEditorRu['view.graph'],
      scriptEditorRu['field.title'],
    ].map((name) => order.indexOf(name))
    expect(places, order.join(' · ')).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  await test.step('the order of the player: the answers, then the search of answers', async () => {
    await writer.open('simulator')
    const begin = writer.editor.getByRole('button', { name: scriptEditorRu['simulator.begin'] })
    // The first lint is still on its way.
    await expect(begin).toBeEnabled()
    await begin.press('Enter')
    const talk = writer.editor.getByRole('region', { name: callScriptsRu.title })
    const answers = talk.getByRole('group', { name: callScriptsRu.options, exact: true }).getByRole('button')
    await expect(answers.first()).toBeVisible()
    const order = await focusOrder(page, talk)
    const first = order.indexOf((await answers.first().innerText()).replace(/\n/g, '').trim())
    const search = order.indexOf(callScriptsRu['help.find'])
    expect(first, order.join(' · ')).toBeGreaterThanOrEqual(0)
    expect(search, order.join(' · ')).toBeGreaterThan(first)
  })

  await test.step('a nested condition is written by keyboard', async () => {
    await writer.open('graph')
    await writer.addStep('end', 'Запасной конец')
    await writer.open('properties')
    await writer.press(scriptEditorRu['quota.add'])
    const quota = writer.editor.getByRole('group', { name: /^quota-1$/ })
    await quota.getByRole('button', { name: scriptEditorRu['condition.addGroup'], exact: true }).press('Enter')
    await quota
      .getByRole('button', { name: scriptEditorRu['condition.addTo'].replace('{{number}}', '2') })
      .press('Enter')
    await expect(quota.getByRole('group', { name: /^Условие 2\.\d$/ })).toHaveCount(2)
  })

  const address = `${world.api.url}/api/scripts/drafts`
  const headers = {
    authorization: `Bearer ${await tokenOf(world.api.url, 'admin')}`,
    'content-type': 'application/json',
  }
  const read = async (): Promise<ScriptDraft> => {
    const list = (await (await fetch(address, { headers })).json()) as { drafts: { id: string }[] }
    return (await (await fetch(`${address}/${list.drafts[0]?.id}`, { headers })).json()) as ScriptDraft
  }
  /** A colleague renames the script meanwhile. */
  const renameElsewhere = async (title: string): Promise<void> => {
    const { id, revision, content } = await read()
    const body = JSON.stringify({ revision, content: { ...content, title } })
    expect((await fetch(`${address}/${id}`, { method: 'PUT', headers, body })).status).toBe(200)
  }
  const both = writer.editor.getByRole('alert')

  await test.step('kept: what was typed here replaces what a colleague saved', async () => {
    await renameElsewhere('Приглашение, правка коллеги')
    await page.keyboard.press('Control+S')
    await expect(both).toContainText('Приглашение, правка коллеги')
    await expect(both).toContainText('Запасной конец')
    await both.getByRole('button', { name: scriptEditorRu['both.mine'] }).press('Enter')
    await expect(both).toHaveCount(0)
    const { content } = await read()
    expect([content.title, content.nodes.some(({ title }) => title === 'Запасной конец')]).toEqual([SCRIPT, true])
    expect(content.quotas?.[0]?.when).toMatchObject({ all: [{ identity: 'anyone' }, { any: [{}, {}] }] })
  })

  await test.step('taken over: the text of the colleague stands, and one step back brings the own one again', async () => {
    const name = writer.editor.getByRole('textbox', { name: scriptEditorRu['properties.title'] })
    await name.fill('Моё название')
    await renameElsewhere('Название коллеги')
    await page.keyboard.press('Control+S')
    await both.getByRole('button', { name: scriptEditorRu['both.theirs'] }).press('Enter')
    await expect(name).toHaveValue('Название коллеги')
    await name.focus()
    await page.keyboard.press('Control+Z')
    await expect(name).toHaveValue('Моё название')
  })
})
