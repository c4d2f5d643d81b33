import { expect, type Locator } from '@playwright/test'
import { scriptEditorRu } from '#renderer/i18n/ru/script-editor.ts'
import { DeskPage } from './desk-page.ts'

type Kind = 'say' | 'choice' | 'end'

/** The desk of those who write and approve scripts. */
export class MethodologistPage extends DeskPage {
  get editor(): Locator {
    return this.task.getByRole('region', { name: /^Сценарий «/ })
  }

  get steps(): Locator {
    return this.editor.getByRole('listbox', { name: scriptEditorRu['outline.list'] })
  }

  get fields(): Locator {
    return this.editor.getByRole('form', { name: /^Шаг «/ })
  }

  /** The button, pressed by keyboard. */
  async press(name: string): Promise<void> {
    await this.task.getByRole('button', { name, exact: true }).press('Enter')
  }

  async openDraft(title: string): Promise<void> {
    const card = this.task.getByRole('article', { name: title })
    await card.getByRole('button', { name: scriptEditorRu['list.open'] }).press('Enter')
    await expect(this.steps).toBeVisible()
  }

  async begin(title: string, id: string): Promise<void> {
    await this.press(scriptEditorRu['list.new'])
    const form = this.task.getByRole('form', { name: scriptEditorRu['list.new'] })
    await expect(form.getByRole('textbox', { name: scriptEditorRu['properties.title'] })).toBeFocused()
    await this.page.keyboard.type(title)
    await this.page.keyboard.press('Tab')
    await this.page.keyboard.type(id)
    await this.page.keyboard.press('Enter')
    await expect(this.steps).toBeVisible()
  }

  /** Adds a step after the chosen one and names it; its fields have the focus then. */
  async addStep(kind: Kind, title: string): Promise<void> {
    await this.steps.press('Insert')
    await this.page.getByRole('menuitem', { name: scriptEditorRu[`kind.${kind}`], exact: true }).press('Enter')
    const name = this.fields.getByRole('textbox', { name: scriptEditorRu['field.title'] })
    await expect(name).toBeFocused()
    await this.page.keyboard.type(title)
    await expect(this.steps.getByRole('option', { selected: true })).toContainText(title)
  }

  /** Types into a field of the chosen step, over what stands there. */
  async write(field: string, text: string): Promise<void> {
    const box = this.fields.getByRole('textbox', { name: field })
    await box.focus()
    await this.page.keyboard.press('Control+A')
    await this.page.keyboard.type(text)
  }

  async open(view: 'graph' | 'properties' | 'lint' | 'simulator' | 'compare'): Promise<void> {
    await this.editor.getByRole('tab', { name: scriptEditorRu[`view.${view}`] }).click()
  }
}
