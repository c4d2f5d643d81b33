import { expect, type Locator, test } from '@playwright/test'
import { appealsEn } from '#renderer/i18n/en/appeals.ts'
import { errorsEn } from '#renderer/i18n/en/errors.ts'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'
import { insuredPersonsRu } from '#renderer/i18n/ru/insured-persons.ts'
import { shellRu } from '#renderer/i18n/ru/shell.ts'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { inviteFromOutside } from '#scripts/lab/outside.ts'
import { alawTone } from '#scripts/try-out-pbx/alaw.ts'
import { encodePolicyNumber } from '#shared/kernel/policy-number.ts'
import { MEGABYTES, paste } from './harness/paste.ts'
import { buildQuietWorld, buildWorld, type QuietWorld } from './harness/story-world.ts'
import { OperatorPage } from './page-models/desk-page.ts'

const EMOJI = '🏥👩‍⚕️'
const RIGHT_TO_LEFT = 'שלום مرحبا'
const TAG = '<img src=x onerror="window.executed=1"><script>window.executed=1</script>'
const STRANGE = `Ждала три недели ${EMOJI} ${RIGHT_TO_LEFT} ${TAG}`

const policy = encodePolicyNumber('00', '1957-03-14', 'female', 13)
const WRONG_POLICY = policy.slice(0, -1) + ((Number(policy.at(-1)) + 1) % 10)

/** The sentence of a message up to its first number: `{{…}}` is filled in on the screen. */
const beginning = (message: string): string => message.split('{{')[0] ?? message
const NOT_PUT_IN = beginning(errorsRu['text.pasteTooLong'])

/** What was typed stays, and the message stands where the field is. */
async function keepsOutMegabytes(field: Locator, around: Locator, typed: string): Promise<void> {
  await field.fill(typed)
  await paste(field, 'я', MEGABYTES)
  await expect(field).toHaveValue(typed)
  await expect(around).toContainText(NOT_PUT_IN)
  await expect(around).toContainText(String(MEGABYTES + typed.length))
}

async function nothingWasExecuted(operator: OperatorPage): Promise<void> {
  expect(await operator.page.evaluate(() => 'executed' in window)).toBe(false)
}

let world: QuietWorld
let operator: OperatorPage

test.describe('without a telephone', () => {
  test.describe.configure({ mode: 'serial' })
  test.beforeAll(async () => {
    world = await buildQuietWorld()
    operator = new OperatorPage((await world.desk()).page)
  })
  test.afterAll(async () => {
    await world.dispose()
  })

  test('the sign-in says what is missing and keeps megabytes out @X1 @X4', async () => {
    const login = operator.page.getByRole('textbox', { name: authRu.login })
    const password = operator.page.getByLabel(authRu.password, { exact: true })
    const form = operator.page.locator('form')
    await login.press('Enter')
    await expect(form).toContainText(errorsRu['auth.loginRequired'])
    await login.fill('operator1')
    await login.press('Enter')
    await expect(form).toContainText(errorsRu['auth.passwordRequired'])
    await keepsOutMegabytes(login, form, 'operator1')
    await keepsOutMegabytes(password, form, 'wrong')
    await login.fill(`operator1${TAG}`.slice(0, 80))
    await password.press('Enter')
    await expect(form).toContainText(errorsRu['auth.wrongCredentials'])
    await expect(login).toHaveValue(`operator1${TAG}`.slice(0, 80))
    await login.fill('')
    await operator.signIn('operator1')
    await nothingWasExecuted(operator)
  })

  for (const [what, typed, message] of [
    ['a policy number whose check digit fails', WRONG_POLICY, errorsRu['policy.checkDigit']],
    ['a policy number with a digit left out', policy.slice(1), beginning(errorsRu['insuredPersons.policyDigits'])],
    ['a birth date in the future', '14.03.2157', errorsRu['insuredPersons.birthInFuture']],
    ['a day that does not exist', '31.02.1957', errorsRu['date.invalid']],
    ['emoji', EMOJI, insuredPersonsRu['search.nothing']],
    ['right-to-left letters', RIGHT_TO_LEFT, insuredPersonsRu['search.nothing']],
    ['a script tag', TAG, insuredPersonsRu['search.nothing']],
  ] as const) {
    test(`the search answers ${what} below the field @C2 @X1 @X2`, async () => {
      const search = operator.person.getByRole('combobox', { name: insuredPersonsRu['search.label'] })
      await search.fill(typed)
      await expect(operator.person.getByRole('status')).toContainText(message)
      await expect(search).toHaveValue(typed)
      await nothingWasExecuted(operator)
      await search.press('Escape')
      await expect(search).toHaveValue('')
    })
  }

  test('a date is read as people write it; what is no date stays, with a word beside it @P12 @X1 @X4', async () => {
    const { page } = operator
    await operator.findPerson('иванова')
    await page.keyboard.press('Alt+KeyP')
    const since = page.getByRole('textbox', { name: insuredPersonsRu['data.since'] })
    await since.fill('31.02.2026')
    await since.press('Tab')
    await expect(since).toHaveValue('31.02.2026')
    await expect(since).toHaveAccessibleDescription(shellRu['date.unreadable'])
    // Nothing is saved with another day in its place.
    const number = page.getByRole('textbox', { name: insuredPersonsRu['data.phone.new'] })
    await number.fill('+7 000 111-22-33')
    await number.press('Enter')
    await expect(since).toBeVisible()
    await expect(number).toHaveValue('+7 000 111-22-33')
    await expect(operator.person).not.toContainText('111-22-33')
    await number.fill('')
    await since.fill('5.3.26')
    await since.press('Tab')
    await expect(since).toHaveValue('05.03.2026')
    await expect(since).not.toHaveAttribute('aria-invalid', 'true')
    await since.press('Alt+ArrowDown')
    await page.getByRole('dialog').getByRole('button', { name: '12 марта 2026' }).click()
    await expect(since).toHaveValue('12.03.2026')
    await expect(since).toBeFocused()
    await operator.person.getByRole('button', { name: deskRu['person.close'] }).click()
  })

  test('megabytes stay out of search and palette @C2 @X1 @X2', async () => {
    const search = operator.person.getByRole('combobox', { name: insuredPersonsRu['search.label'] })
    await keepsOutMegabytes(search, operator.person, 'иванова')
    await search.press('Escape')
    await operator.page.keyboard.press('Control+KeyK')
    const palette = operator.page.getByRole('dialog')
    await keepsOutMegabytes(palette.getByRole('textbox', { name: shellRu['palette.open'] }), palette, 'иванова')
    await operator.page.keyboard.press('Escape')
    await expect(palette).toHaveCount(0)
  })

  test('an empty appeal is answered beside each field, in the language of the desk @C5 @X1 @X4', async () => {
    await operator.page.keyboard.press('Alt+KeyN')
    await expect(operator.appealForm).toBeVisible()
    await operator.page.keyboard.press('Control+Enter')
    for (const code of [
      'appeals.kindRequired',
      'appeals.themeRequired',
      'appeals.textRequired',
      'appeals.resultRequired',
      'appeals.applicantRequired',
    ] as const)
      await expect(operator.appealForm).toContainText(errorsRu[code])
    const text = operator.appealForm.getByRole('textbox', { name: appealsRu['text.label'] })
    await expect(text).toHaveAttribute('aria-invalid', 'true')
    await expect(text).toHaveAccessibleDescription(new RegExp(errorsRu['appeals.textRequired']))

    await operator.page.keyboard.press('Control+KeyK')
    await operator.page.keyboard.type(deskRu['action.language'].toLowerCase())
    await operator.page.keyboard.press('Enter')
    const english = operator.page.getByRole('form', { name: appealsEn.title })
    for (const code of ['appeals.kindRequired', 'appeals.textRequired', 'appeals.applicantRequired'] as const)
      await expect(english).toContainText(errorsEn[code])
    await operator.page.keyboard.press('Control+KeyK')
    await operator.page.keyboard.type('russian')
    await operator.page.keyboard.press('Enter')
    await expect(operator.appealForm).toBeVisible()
  })

  test('the fields of an appeal keep megabytes out and what was typed in @C5 @X1', async () => {
    const form = operator.appealForm
    const choose = (group: string, option: string) =>
      form.getByRole('radiogroup', { name: group }).getByText(option, { exact: true }).click()
    await choose(appealsRu['applicant.label'], appealsRu['applicant.named'])
    await form.getByRole('combobox', { name: appealsRu['clinic.label'] }).click()
    await operator.page.getByRole('option', { name: appealsRu['clinic.other'] }).click()
    for (const label of [
      'text.label',
      'resultText.label',
      'applicant.name',
      'applicant.phone',
      'clinic.otherName',
    ] as const)
      await keepsOutMegabytes(form.getByRole('textbox', { name: appealsRu[label] }), form, '123')
    const theme = form.getByRole('combobox', { name: appealsRu['theme.label'] })
    await keepsOutMegabytes(theme, form, 'полис')
    await theme.fill('')

    const phone = form.getByRole('textbox', { name: appealsRu['applicant.phone'] })
    await phone.fill('спросить у сестры')
    await phone.press('Control+Enter')
    await expect(form).toContainText(errorsRu['appeals.phoneInvalid'])
    await expect(phone).toHaveValue('спросить у сестры')
    await phone.fill('')
  })

  test('emoji, right-to-left text and tags are kept, shown as typed and never executed @C5 @X1', async () => {
    const form = operator.appealForm
    for (const label of ['resultText.label', 'applicant.name', 'clinic.otherName'] as const)
      await form.getByRole('textbox', { name: appealsRu[label] }).fill(STRANGE)
    const number = await operator.registerAppeal({
      kind: appealsRu['kind.consultation'],
      theme: 'полис',
      text: STRANGE,
      result: appealsRu['result.takenIntoWork'],
    })
    await operator.everythingSent()
    await operator.work.getByRole('tab', { name: deskRu['work.appeals'] }).click()
    await operator.work.getByText(number).click()
    const card = operator.task.getByRole('article')
    await expect(card.getByText(STRANGE, { exact: true }).first()).toBeVisible()
    expect(await card.locator('img, script').count()).toBe(0)
    await nothingWasExecuted(operator)
  })
})

test('a caller whose name is a tag, a contact without a name and a note of megabytes @C2 @C5 @C9 @X1', async () => {
  const ringing = await buildWorld()
  try {
    const desk = new OperatorPage((await ringing.desk(440)).page)
    await desk.signIn('operator1')
    await desk.takeCalls()
    const dial = desk.page.getByRole('textbox', { name: telephonyRu['dial.label'] })
    await dial.fill('позвонить')
    await dial.press('Enter')
    await expect(desk.page.locator('.phone__dial')).toContainText(telephonyRu['dial.nothing'])
    await keepsOutMegabytes(dial, desk.page.locator('.phone__dial'), '1002')
    await dial.fill('')

    const speech = alawTone(600, 1)
    const call = await inviteFromOutside(ringing.lab, { from: '+79990001122', name: TAG, speech })
    await call.ringing()
    await desk.page.keyboard.press('Alt+KeyA')
    await call.answered()
    await desk.task.getByRole('button', { name: deskRu['who.newContact'] }).click()
    const contact = desk.page.getByRole('form', { name: deskRu['who.newContact'] })
    const name = contact.getByRole('textbox', { name: deskRu['contact.name'] })
    await name.fill('   ')
    await name.press('Enter')
    await expect(contact).toContainText(errorsRu['insuredPersons.contactNameRequired'])
    await keepsOutMegabytes(name, contact, 'Анна')
    const note = contact.getByRole('textbox', { name: deskRu['contact.note'] })
    await keepsOutMegabytes(note, contact, STRANGE)
    await note.press('Enter')
    await expect(contact).toHaveCount(0)
    await expect(desk.task).toContainText('Анна')
    await expect(desk.task).toContainText(STRANGE)

    await desk.page.keyboard.press('Alt+KeyE')
    await call.ended
    const wrapUpNote = desk.wrapUp.getByRole('textbox', { name: deskRu['wrapUp.note'] })
    await keepsOutMegabytes(wrapUpNote, desk.wrapUp, STRANGE)
    await wrapUpNote.press('Enter')
    await expect(desk.wrapUp).toHaveCount(0)
    await desk.everythingSent()
    await nothingWasExecuted(desk)
  } finally {
    await ringing.dispose()
  }
})
