import { expect, type Locator, type Page } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { callScriptsRu } from '#renderer/i18n/ru/call-scripts.ts'
import { clinicListsRu } from '#renderer/i18n/ru/clinic-lists.ts'
import { complaintsRu } from '#renderer/i18n/ru/complaints.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { floorRu } from '#renderer/i18n/ru/floor.ts'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
import { shellRu } from '#renderer/i18n/ru/shell.ts'
import { staffRu } from '#renderer/i18n/ru/staff.ts'
import { supervisionRu } from '#renderer/i18n/ru/supervision.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { nextSound } from '../harness/next-sound.ts'

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

  /** Signs in through the server where nobody is remembered; does not wait for the registry. */
  async openFirst(login: string): Promise<void> {
    await this.page.getByRole('textbox', { name: authRu.login }).fill(login)
    await this.#givePassword()
  }

  /** Signs in through the server and waits until the registry is on this desk. */
  async signIn(login: string): Promise<void> {
    await this.openFirst(login)
    await expect(this.sync).toContainText(syncRu['api.reachable'])
    // The registry is there when somebody can be found in it.
    const search = this.person.getByRole('combobox').first()
    await expect(async () => {
      await search.fill('')
      await search.fill('иван')
      await expect(this.person.getByRole('option').first()).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 60_000 })
    await search.fill('')
  }

  /** Opens the desk without the server: the remembered person and the same password. */
  async openOffline(): Promise<void> {
    await this.#givePassword()
  }

  /** Gives the password once more where the server has ended the session; what waits is sent after it. */
  async confirmPassword(): Promise<void> {
    await this.sync.getByRole('button', { name: syncRu.signIn }).click()
    await this.task.getByLabel(authRu.password, { exact: true }).fill(PASSWORD)
    await this.page.keyboard.press('Enter')
  }

  /** The screen of a locked desk. */
  get lock(): Locator {
    return this.page.getByRole('main').filter({ has: this.page.getByRole('heading', { name: authRu['locked.title'] }) })
  }

  /** Opens the locked desk with the password of who has locked it. */
  async unlock(): Promise<void> {
    await expect(this.lock).toBeVisible()
    await this.#givePassword()
  }

  /** Sets the PIN of who works here, from the menu of the user. */
  async setPin(pin: string): Promise<void> {
    await this.page.locator('.user-button').click()
    await this.page.getByRole('menuitem', { name: shellRu['menu.pin'] }).click()
    const form = this.page.getByRole('dialog', { name: authRu['pin.title'] })
    await form.getByLabel(authRu.password, { exact: true }).fill(PASSWORD)
    await form.getByLabel(authRu['pin.new'], { exact: true }).fill(pin)
    await form.getByLabel(authRu['pin.again'], { exact: true }).fill(pin)
    await form.getByLabel(authRu['pin.again'], { exact: true }).press('Enter')
  }

  /** Gives a PIN on the screen of the locked desk, right or wrong. */
  async givePin(pin: string): Promise<void> {
    await this.lock.getByLabel(authRu.pin, { exact: true }).fill(pin)
    await this.page.keyboard.press('Enter')
  }

  async #givePassword(): Promise<void> {
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

  /** The state of the recording of the present call, which is also what pauses it. */
  recording(standing: 'on' | 'paused'): Locator {
    return this.page.getByRole('button', { name: telephonyRu[`recording.${standing}`] })
  }

  /** Waits until the talk has lasted so many seconds. */
  async talkedFor(seconds: number): Promise<void> {
    const timer = this.page.getByRole('timer').first()
    await expect
      .poll(async () => {
        const [minutes = '0', rest = '0'] = (await timer.innerText()).split(':')
        return Number(minutes) * 60 + Number(rest)
      })
      .toBeGreaterThanOrEqual(seconds)
  }

  /** What is said until `resumeRecording` must be nowhere in the recording. */
  async pauseRecording(): Promise<void> {
    await this.page.keyboard.press('Alt+KeyR')
    await expect(this.recording('paused')).toBeVisible()
  }

  async resumeRecording(): Promise<void> {
    await this.page.keyboard.press('Alt+KeyR')
    await expect(this.recording('on')).toBeVisible()
  }

  get ring(): Locator {
    return this.page.getByRole('region', { name: deskRu['ring.incoming'] })
  }

  get wrapUp(): Locator {
    return this.page.getByRole('region', { name: deskRu['wrapUp.title'] })
  }

  get script(): Locator {
    return this.page.getByRole('region', { name: callScriptsRu.title })
  }

  get appealForm(): Locator {
    return this.page.getByRole('form', { name: appealsRu.title })
  }

  /** Searches and opens the card of the first hit. */
  async findPerson(text: string): Promise<void> {
    await this.person.getByRole('combobox').first().fill(text)
    await this.person.getByRole('option').first().click()
    await expect(this.person.getByText(text.slice(-4)).first()).toBeVisible()
  }

  /** Opens the form of an appeal without a call; one that was begun before comes back as it was left. */
  async openNewAppeal(): Promise<void> {
    await this.page.keyboard.press('Alt+KeyN')
    await expect(this.appealForm.or(this.registered)).toBeVisible()
    if (await this.registered.isVisible()) await this.beginAnother()
  }

  get registered(): Locator {
    return this.page.getByRole('status').filter({ hasText: appealsRu['registered.title'] })
  }

  async beginAnother(): Promise<void> {
    await this.page.getByRole('button', { name: appealsRu['registered.another'] }).click()
    await expect(this.appealForm).toBeVisible()
  }

  /** Fills the shortest appeal there is: anonymous thanks, which need no theme. */
  async fillGratitude(text: string): Promise<void> {
    const choose = (group: string, option: string): Promise<void> =>
      this.appealForm.getByRole('radiogroup', { name: group }).getByText(option, { exact: true }).click()
    await choose(appealsRu['kind.label'], appealsRu['kind.gratitude'])
    await choose(appealsRu['applicant.label'], appealsRu['applicant.anonymous'])
    await this.appealForm.getByRole('textbox', { name: appealsRu['text.label'] }).fill(text)
    await choose(appealsRu['result.label'], appealsRu['result.answeredAtOnce'])
  }

  async submitAppeal(): Promise<void> {
    await this.appealForm.getByRole('textbox', { name: appealsRu['text.label'] }).press('Control+Enter')
  }

  async registerGratitude(text: string): Promise<void> {
    await this.fillGratitude(text)
    await this.submitAppeal()
    await expect(this.registered).toBeVisible()
  }

  /** Waits until the desk says that what is typed into the appeal is on the disk; before that word nothing is promised. */
  async formIsKept(): Promise<void> {
    await expect(this.appealForm.locator('[data-keeping]')).toHaveAttribute('data-keeping', 'kept')
  }

  /**
   * Follows the script by keyboard: digits for the wanted answers, typed words where words are asked for, Enter for the rest. Stops
   * before a step that `isOver` knows. @throws Error when the script does not get there in 60 steps
   */
  async followScript(wanted: readonly string[], words: string, isOver: () => Promise<boolean>): Promise<void> {
    for (let steps = 0; steps < 60; steps += 1) {
      if (await isOver()) return
      const before = await this.script.innerText()
      await this.#takeStep(wanted, words)
      await expect.poll(async () => (await this.script.innerText()) !== before || (await isOver())).toBe(true)
    }
    throw new Error('the script did not get to its end')
  }

  async #takeStep(wanted: readonly string[], words: string): Promise<void> {
    const options = this.script.getByRole('group', { name: callScriptsRu.options }).getByRole('button')
    const labels = await options.allInnerTexts()
    const index = labels.findIndex((label) => wanted.some((want) => label.replace(/^\s*\d\s*/, '').startsWith(want)))
    const answer = this.script.getByRole('textbox', { name: callScriptsRu.answer })
    if (labels.length > 0) {
      if (index < 0) throw new Error(`none of the wanted answers is among: ${labels.join(' | ')}`)
      await this.#leaveFields()
      await this.page.keyboard.press(`Digit${index + 1}`)
    } else if (await answer.isVisible()) {
      await answer.fill(words)
      await answer.press('Enter')
    } else {
      await this.#leaveFields()
      await this.page.keyboard.press('Enter')
    }
  }

  /** One key confirms the outcome that the desk has filled in. */
  async confirmOutcome(): Promise<void> {
    await this.#leaveFields()
    await this.page.keyboard.press('Enter')
    await expect(this.wrapUp).toHaveCount(0)
  }

  /** Keys of the desk act only while nothing is typed into. */
  async #leaveFields(): Promise<void> {
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  }

  /** Fills what the form has not taken over from call and script, and registers with the keyboard. */
  async registerAppeal(appeal: {
    readonly kind: string
    readonly theme: string
    readonly text?: string
    readonly result: string
  }): Promise<string> {
    const form = this.appealForm
    await form
      .getByRole('radiogroup', { name: appealsRu['kind.label'] })
      .getByText(appeal.kind, { exact: true })
      .click()
    await form.getByRole('combobox', { name: appealsRu['theme.label'] }).fill(appeal.theme)
    await this.page.getByRole('option').first().click()
    if (appeal.text !== undefined) await form.getByRole('textbox', { name: appealsRu['text.label'] }).fill(appeal.text)
    await form
      .getByRole('radiogroup', { name: appealsRu['result.label'] })
      .getByText(appeal.result, { exact: true })
      .click()
    await form.getByRole('textbox', { name: appealsRu['text.label'] }).press('Control+Enter')
    const registered = this.page.getByRole('status').filter({ hasText: appealsRu['registered.title'] })
    await expect(registered).toBeVisible()
    const number = /[А-Я]+-\d{4}-\d{6,}/.exec(await registered.innerText())?.[0]
    if (number === undefined) throw new Error('the desk showed no registration number')
    return number
  }
}

const SUPERVISOR_TABS = {
  floor: floorRu.tab,
  calls: supervisionRu['tab.calls'],
  journal: supervisionRu['tab.journal'],
  cases: complaintsRu['list.title'],
  approvals: complaintsRu['approvals.tab'],
  reports: reportsRu.tab,
  team: staffRu.tab,
  lists: clinicListsRu.tab,
} as const

export class SupervisorPage extends DeskPage {
  async open(list: keyof typeof SUPERVISOR_TABS): Promise<void> {
    const name = SUPERVISOR_TABS[list]
    await this.work.getByRole('tab', { name }).click()
  }

  get player(): Locator {
    return this.person.getByRole('region', { name: telephonyRu['playback.title'] })
  }

  /** Plays the recording of the opened call until it is heard to go on; gives what was played, in base64. */
  async listen(): Promise<string> {
    const next = await this.page.evaluateHandle(nextSound)
    await this.player.getByRole('button', { name: telephonyRu['playback.play'] }).click()
    const place = this.player.getByRole('slider', { name: telephonyRu['playback.place'] })
    await expect.poll(async () => Number(await place.inputValue())).toBeGreaterThanOrEqual(1)
    await this.player.getByRole('button', { name: telephonyRu['playback.pause'] }).click()
    return next.evaluate(({ sound }) => sound)
  }

  row(text: string | RegExp): Locator {
    return this.task.getByRole('option').filter({ hasText: text })
  }

  /** The form that changes a colleague of the team; it opens by its button, with the keyboard alone. */
  memberForm(name: string): Locator {
    return this.person.getByRole('form', { name: staffRu['edit.title'].replace('{{name}}', name) })
  }

  async changeMember(name: string): Promise<Locator> {
    await this.person.getByRole('button', { name: staffRu['edit.open'], exact: true }).press('Enter')
    const form = this.memberForm(name)
    await expect(form.locator(':focus')).toBeVisible()
    return form
  }

  /** Saves what was changed in the open form and waits until it stands. */
  async saveMember(form: Locator): Promise<void> {
    await form.getByRole('button', { name: staffRu['edit.save'] }).press('Enter')
    await expect(this.person.getByText(staffRu['edit.saved'])).toBeVisible()
  }
}
