import { expect, type Locator } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { complaintsRu } from '#renderer/i18n/ru/complaints.ts'
import { expertiseRu } from '#renderer/i18n/ru/expertise.ts'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
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

  /** Registers a written complaint about the first clinic; its case opens. */
  async registerComplaint(text: string): Promise<void> {
    const { page, appealForm: form } = this
    await page.keyboard.press('Alt+KeyN')
    await expect(form.getByRole('textbox', { name: appealsRu['text.label'] })).toBeVisible()
    await form.getByRole('combobox', { name: appealsRu['theme.label'] }).fill('7.1.4')
    await page.getByRole('option').first().click()
    await form.getByRole('textbox', { name: appealsRu['applicant.name'] }).fill('Соколова Мария Ивановна')
    await form.getByRole('combobox', { name: appealsRu['clinic.label'] }).click()
    await page.getByRole('option').nth(1).click()
    await form.getByRole('textbox', { name: appealsRu['text.label'] }).fill(text)
    await form.getByRole('textbox', { name: appealsRu['text.label'] }).press('Control+Enter')
    await expect(this.task.getByRole('heading', { name: /Дело ОЖ-\d{4}-\d{6}/ })).toBeVisible()
  }

  /** Fills the open form of an act of expertise with one defect and saves it. */
  async recordAct(number: string, code: string): Promise<void> {
    const act = this.form(expertiseRu.add)
    const field = (label: string): Locator => act.getByRole('textbox', { name: label, exact: true })
    await field(expertiseRu['act.number']).fill(number)
    await field(expertiseRu['expert.name']).fill('Орлов Пётр Ильич')
    await act.getByRole('combobox', { name: expertiseRu.department, exact: true }).fill('Хирургическое отделение')
    await field(expertiseRu.doctor).fill('Петров Пётр Петрович')
    await field(expertiseRu.norm).fill('1000')
    await act.getByRole('combobox', { name: expertiseRu.defects }).fill(code)
    await this.page.getByRole('option', { name: code }).click()
    await act.getByRole('textbox', { name: expertiseRu.conclusions }).fill('Срок ожидания приёма нарушен')
    await act.getByRole('button', { name: expertiseRu.save }).click()
    await expect(this.task).toContainText(`акт № ${number}`)
  }

  /** Opens the report on defects from anywhere. */
  async openDefects(): Promise<void> {
    await this.page.keyboard.press('Control+KeyK')
    await this.page.keyboard.type(reportsRu['kind.defects'])
    await this.page.getByRole('dialog').getByRole('button', { name: reportsRu['kind.defects'] }).click()
  }

  /** Registration number of the case that is open. */
  async caseNumber(): Promise<string> {
    const title = await this.task.getByRole('heading', { name: /Дело/ }).innerText()
    const number = /[А-Я]+-\d{4}-\d{6,}/.exec(title)?.[0]
    if (number === undefined) throw new Error(`no number in «${title}»`)
    return number
  }

  /** Fills the open form of handing a case over and sends it. */
  async assignTo(whom: string | RegExp, reason: string): Promise<void> {
    const form = this.task.getByRole('form', { name: complaintsRu['do.assign'] })
    await form.getByRole('combobox', { name: complaintsRu['assign.to'] }).click()
    await this.page.getByRole('option', { name: whom }).first().click()
    await form.getByRole('textbox', { name: complaintsRu['assign.reason'] }).fill(reason)
    await form.getByRole('button', { name: complaintsRu['do.assign'] }).click()
    await expect(form).toHaveCount(0)
  }

  async openPerson(words: string): Promise<void> {
    await this.page.keyboard.press('Slash')
    await this.page.keyboard.type(words)
    await expect(this.person.getByRole('option').first()).toBeVisible()
    await this.page.keyboard.press('Enter')
    await expect(this.person.getByRole('heading').first()).toBeVisible()
  }
}
