import { expect, type Locator, type Page } from '@playwright/test'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { supervisionRu } from '#renderer/i18n/ru/supervision.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'

export const PASSWORD = 'opora-opora'

/** What every desk has: sign-in, zones, the quiet bar. Texts come from the catalogues, so a reworded button breaks no test. */
export class DeskPage {
  readonly page: Page
  readonly work: Locator
  readonly task: Locator
  readonly person: Locator
  readonly sync: Locator

  constructor(page: Page) {
    this.page = page
    this.work = page.locator('#zone-work')
    this.task = page.locator('#zone-task')
    this.person = page.locator('#zone-person')
    this.sync = page.locator('.shell__sync')
  }

  /** Signs in through the server and waits until the registry is on this desk. */
  async signIn(login: string): Promise<void> {
    await this.page.getByRole('textbox', { name: authRu.login }).fill(login)
    await this.page.getByLabel(authRu.password, { exact: true }).fill(PASSWORD)
    await this.page.keyboard.press('Enter')
    await expect(this.sync).toContainText(syncRu['api.reachable'])
    await expect(this.sync.getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 })
  }

  /** Opens the desk without the server: the remembered person and the same password. */
  async openOffline(): Promise<void> {
    await this.page.getByLabel(authRu.password, { exact: true }).fill(PASSWORD)
    await this.page.keyboard.press('Enter')
    await expect(this.task).toBeVisible()
  }

  /** Waits until nothing is left to send. */
  async everythingSent(): Promise<void> {
    await expect(this.sync).toContainText(syncRu['api.reachable'])
    await expect(this.sync).not.toContainText(/Жд[ёу]т отправки/)
  }
}

export class OperatorPage extends DeskPage {
  async takeCalls(): Promise<void> {
    await this.page.getByRole('button', { name: 'Принимать звонки' }).click()
    await expect(this.page.getByText('Принимаю звонки')).toBeVisible()
  }

  get ring(): Locator {
    return this.page.getByRole('region', { name: deskRu['ring.incoming'] })
  }

  get wrapUp(): Locator {
    return this.page.getByRole('region', { name: deskRu['wrapUp.title'] })
  }
}

export class SupervisorPage extends DeskPage {
  async open(list: 'calls' | 'journal'): Promise<void> {
    await this.work.getByRole('tab', { name: supervisionRu[`tab.${list}`] }).click()
  }

  row(text: string | RegExp): Locator {
    return this.task.getByRole('option').filter({ hasText: text })
  }
}
