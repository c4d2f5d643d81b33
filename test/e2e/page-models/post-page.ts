import { expect, type Locator } from '@playwright/test'
import { clinicsRu } from '#renderer/i18n/ru/clinics.ts'
import { preventiveCareRu } from '#renderer/i18n/ru/preventive-care.ts'
import { DeskPage } from './desk-page.ts'

/** The desk of a representative at the post of a clinic. */
export class PostPage extends DeskPage {
  async tab(name: string): Promise<void> {
    await this.work.getByRole('tab', { name }).click()
  }

  get rows(): Locator {
    return this.work.getByRole('listbox', { name: preventiveCareRu['list.label'] }).getByRole('option')
  }

  /** Numbers of «Показано 12 из 345». */
  async shown(): Promise<readonly number[]> {
    const text = await this.work.getByRole('status').filter({ hasText: 'Показано' }).innerText()
    return (text.replaceAll(/[\s\u00a0\u202f](?=\d{3})/g, '').match(/\d+/g) ?? []).map(Number)
  }

  /** Chooses an option of a filter and returns the count that stands on it. */
  async filter(name: string, option: RegExp): Promise<number> {
    await this.work.getByRole('combobox', { name }).click()
    const item = this.page.getByRole('option', { name: option }).first()
    const count = Number(/\(([\d\s\u00a0\u202f]+)\)$/.exec(await item.innerText())?.[1]?.replace(/\D/g, ''))
    await item.click()
    return count
  }

  async takeNext(): Promise<string> {
    await this.work.getByRole('button', { name: preventiveCareRu['claim.next'] }).click()
    await expect(this.task.getByRole('form', { name: preventiveCareRu['informing.title'] })).toBeVisible()
    return this.task.getByRole('heading', { level: 2 }).first().innerText()
  }

  async answer(result: string): Promise<void> {
    const form = this.task.getByRole('form', { name: preventiveCareRu['informing.title'] })
    await form.getByRole('radio', { name: result, exact: true }).click()
    await form.getByRole('button', { name: preventiveCareRu['informing.save'] }).click()
  }

  /** Opens the booking of the person on the card in unit 2, on the last day that is shown. */
  async openVisit(): Promise<Locator> {
    await this.page.keyboard.press('Alt+KeyV')
    const form = this.task.getByRole('form', { name: clinicsRu['visit.title'] })
    await form.getByRole('combobox', { name: clinicsRu['visit.unit'] }).click()
    await this.page.getByRole('option', { name: /отделение № 2/ }).click()
    await form.getByRole('radiogroup', { name: clinicsRu['visit.day'] }).getByRole('radio').last().click()
    return form
  }
}
