import { expect, type Locator } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { complaintsRu } from '#renderer/i18n/ru/complaints.ts'
import { DeskPage } from './desk-page.ts'

/** The desk of an expert on complaints. */
export class ExpertPage extends DeskPage {
  get appealForm(): Locator {
    return this.page.getByRole('form', { name: appealsRu.title })
  }

  get letter(): Locator {
    return this.page.getByRole('complementary', { name: complaintsRu['letter.title'] })
  }

  /** The form of a step of a case. */
  form(name: string): Locator {
    return this.task.getByRole('form', { name })
  }

  button(name: string): Locator {
    return this.task.getByRole('button', { name, exact: true })
  }

  async tab(name: keyof typeof complaintsRu & `tab.${string}`): Promise<void> {
    await this.task.getByRole('tab', { name: complaintsRu[name] }).click()
  }

  async openPerson(words: string): Promise<void> {
    await this.page.keyboard.press('Slash')
    await this.page.keyboard.type(words)
    await expect(this.person.getByRole('option').first()).toBeVisible()
    await this.page.keyboard.press('Enter')
    await expect(this.person.getByRole('heading').first()).toBeVisible()
  }
}
