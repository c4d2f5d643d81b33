import { AxeBuilder } from '@axe-core/playwright'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import { credentialsOf, expect, type PhonePage } from './softphone-harness.ts'
import { expectRobotHears, test } from './softphone-robots.ts'

test('@C1 @C9 a call by keyboard alone, in the Russian layout', async ({ pbx, robots, newPhone }) => {
  const phone = await open(newPhone, credentialsOf(pbx, '1001'))
  const { page } = phone
  await page.getByRole('button', { name: 'Принимать звонки' }).click()
  const { id } = await robots.call({ to: '1001' })
  await expect(
    page.getByRole('alert').filter({ hasText: 'Входящий звонок: Иванова Мария, +7 (000) 123-45-67' }),
  ).toBeAttached()
  await expect(page.getByRole('button', { name: 'Ответить' })).toHaveAttribute('aria-keyshortcuts', 'Alt+A')
  await page.screenshot({ path: test.info().outputPath('incoming.png') })
  const toScreen = await page.evaluate(() => window.testPhone.between('opora:invite-received', 'opora:call-shown'))
  expect(toScreen).toBeGreaterThan(0)
  test.info().annotations.push({ type: 'INVITE to screen, ms', description: String(Math.round(toScreen)) })

  // the key is the physical one: in the Russian layout it writes another letter
  const press = (code: string): Promise<void> =>
    page.evaluate(
      (c) =>
        void window.dispatchEvent(new KeyboardEvent('keydown', { code: c, key: 'ф', altKey: true, cancelable: true })),
      code,
    )
  await press('KeyA')
  await expect(page.getByText('Разговор', { exact: true })).toBeVisible()
  await expectRobotHears(robots, id, 'voice')
  await press('KeyM')
  await expect(page.getByText('Микрофон выключен')).toBeVisible()
  await press('KeyM')
  await press('KeyH')
  await expect(page.getByText('На удержании', { exact: true })).toBeVisible()
  await press('KeyH')
  await expect(page.getByText('Разговор', { exact: true })).toBeVisible()
  await expect(page.getByText(/Связь (хорошая|средняя|плохая)/)).toBeVisible({ timeout: 10_000 })
  await page.screenshot({ path: test.info().outputPath('talking.png') })

  await page.getByRole('button', { name: 'Клавиши' }).click()
  await page.getByRole('button', { name: 'Клавиша 5' }).focus()
  await page.keyboard.press('7')
  await page.getByRole('button', { name: 'Клавиша #' }).click()
  await expect(page.getByText('Набрано: 7#')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await robots.get(id)).citizen?.keys).toBe('7#')

  await press('KeyE')
  await expect(page.getByText('Обработка звонка')).toBeVisible()
  await phone.expectEnded({ result: 'answered', endedBy: 'desk' })
})

test('@C1 dialling: bad input stays in the field with a message, a good number is called', async ({
  pbx,
  newPhone,
}) => {
  const { page } = await open(newPhone, credentialsOf(pbx, '1001'))
  await page.keyboard.press('Alt+KeyD')
  const field = page.getByRole('textbox', { name: 'Номер' })
  await expect(field).toBeFocused()
  await field.fill('Иванова')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Введите номер: цифры, +, * или #.')).toBeVisible()
  await expect(field).toHaveValue('Иванова')
  await field.fill('1999')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Последний звонок: Абонент недоступен')).toBeVisible()
  await expect(field).toHaveValue('')
})

test('@C9 state of the agent by menu; a call declined makes her say when she is back', async ({
  pbx,
  robots,
  newPhone,
}) => {
  const { page } = await open(newPhone, credentialsOf(pbx, '1001'))
  await page.getByRole('button', { name: /Состояние: Не принимаю: Начало смены/ }).click()
  await page.getByRole('menuitem', { name: 'Обед' }).click()
  await expect(page.getByRole('button', { name: /Состояние: Не принимаю: Обед/ })).toBeVisible()
  const turnedAway = await robots.call({ to: '1001' })
  await expect.poll(async () => (await robots.get(turnedAway.id)).status).toBe(480)
  const explanation = page.getByText('1 звонок из очереди ушёл другим, пока вы их не принимали')
  await expect(explanation).toBeVisible()
  await page.getByRole('button', { name: 'Принимать звонки' }).click()
  await expect(explanation).toBeHidden()
  await robots.call({ to: '1001', from: '+70007654321' })
  await page.getByRole('button', { name: 'Отклонить' }).click()
  await expect(page.getByRole('button', { name: /Пропущен звонок/ })).toBeVisible()
})

test('@C1 sound settings: devices, level and test ring', async ({ pbx, newPhone }) => {
  const { page } = await open(newPhone, credentialsOf(pbx, '1001'))
  await page.getByRole('button', { name: 'Настройки звука' }).click()
  const meter = page.getByRole('meter', { name: 'Уровень микрофона' })
  await expect
    .poll(async () => Number(await meter.evaluate((element) => (element as HTMLMeterElement).value)))
    .toBeGreaterThan(0.3)
  await page.getByRole('combobox', { name: 'Голос собеседника' }).click()
  const speakers = page.getByRole('option')
  expect(await speakers.count()).toBeGreaterThan(2)
  await speakers.nth(1).click()
  await page.getByRole('button', { name: 'Проверить звонок' }).click()
  await expect(page.getByRole('button', { name: 'Остановить' })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('settings.png') })
  await page.getByRole('button', { name: 'Остановить' }).click()
  expect(
    await page.evaluate(() => JSON.parse(localStorage.getItem('opora.telephony.devices') ?? '{}').speakerId),
  ).not.toBe('')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map((violation) => violation.id)).toEqual([])
})

test('@C1 [TEL110] [TEL111] the check before the shift: everything is looked at, and it is not offered again that day', async ({
  pbx,
  newPhone,
}) => {
  const { page } = await open(newPhone, credentialsOf(pbx, '1001'))
  await page.context().grantPermissions(['notifications', 'microphone'])
  await page.getByRole('button', { name: 'Проверить телефон' }).click()
  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })
  for (const name of ['Связь с АТС', 'Сеть для звука', 'Уведомления о звонке', 'Микрофон'])
    await expect(row(name)).toContainText('В порядке', { timeout: 15_000 })
  await row('Голос собеседника').getByRole('button', { name: 'Включить гудок' }).click()
  await row('Голос собеседника').getByRole('button', { name: 'Слышно', exact: true }).click()
  await row('Звонок').getByRole('button', { name: 'Включить звонок' }).click()
  await row('Звонок').getByRole('button', { name: 'Не слышно' }).click()
  await expect(row('Звонок')).toContainText('Прибавьте громкость звонка')
  await row('Как слышно вас').getByRole('button', { name: 'Записать' }).click()
  await row('Как слышно вас').getByRole('button', { name: 'Слышно', exact: true }).click({ timeout: 15_000 })
  await expect(page.getByText(/Проверено в .* Не в порядке: звонок/)).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('check.png') })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map((violation) => violation.id)).toEqual([])
  await page.getByRole('button', { name: 'Готово' }).click()
  await expect(page.getByRole('button', { name: 'Проверить телефон' })).toHaveCount(0)
})

test('@C1 [TEL37] [TEL38] the ring has a device of its own; a device that is gone is replaced with a notice', async ({
  pbx,
  robots,
  newPhone,
}) => {
  const phone = await newPhone()
  const { page } = phone
  const outputs = await page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    for (const track of stream.getTracks()) track.stop()
    const devices = await navigator.mediaDevices.enumerateDevices()
    return devices
      .filter((device) => device.kind === 'audiooutput' && device.deviceId !== 'default')
      .map((device) => device.deviceId)
  })
  const ringId = outputs[1] ?? ''
  await page.evaluate(
    (id) => localStorage.setItem('opora.telephony.devices', JSON.stringify({ ringId: id, speakerId: 'gone' })),
    ringId,
  )
  await phone.open(credentialsOf(pbx, '1001'))
  await phone.expectLink('registered')
  await page.getByRole('button', { name: 'Принимать звонки' }).click()
  await robots.call({ to: '1001' })
  await phone.expectStates('ringingIn')
  await expect.poll(() => page.evaluate(() => window.testPhone.ring())).toMatchObject({ sinkId: ringId, isHeard: true })
  await page.getByRole('button', { name: 'Ответить' }).click()
  await expect(page.getByRole('alert').getByText('Выбранный динамик не найден')).toBeVisible()
  await expect.poll(() => page.evaluate(() => window.testPhone.ring())).toMatchObject({ isHeard: false })
  await expect.poll(async () => (await phone.hear()).rms, { timeout: 10_000 }).toBeGreaterThan(0.005)
  await page.getByRole('button', { name: 'Понятно' }).click()
  await expect(page.getByText('Выбранный динамик не найден')).toBeHidden()
})

for (const scheme of ['light', 'dark'] as const)
  test(`@C1 the bar has no accessibility faults (${scheme})`, async ({ pbx, robots, newPhone }) => {
    const { page } = await open(newPhone, credentialsOf(pbx, '1001'), scheme)
    await page.getByRole('button', { name: 'Принимать звонки' }).click()
    await robots.call({ to: '1001', source: 'fund', divertedFrom: '+78120000000' })
    await page.getByRole('button', { name: 'Ответить' }).click()
    await expect(page.getByText('Разговор', { exact: true })).toBeVisible()
    await robots.call({ to: '1001', from: '+70007654321' })
    await expect(page.getByText('Второй звонок ждёт')).toBeVisible()
    // the pointer rests where a button was pressed: sooner or later a tip of what is there now opens, and covers the bar
    await page.mouse.move(0, 0)
    await expect(page.getByRole('tooltip')).toHaveCount(0)
    await page.screenshot({ path: test.info().outputPath(`two-calls-${scheme}.png`) })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map((violation) => `${violation.id} ${violation.nodes[0]?.html}`)).toEqual([])
  })

async function open(
  newPhone: () => Promise<PhonePage>,
  credentials: PhoneCredentials,
  scheme: 'light' | 'dark' = 'light',
): Promise<PhonePage> {
  const phone = await newPhone()
  await phone.page.emulateMedia({ colorScheme: scheme })
  await phone.open(credentials)
  await phone.expectLink('registered')
  return phone
}
