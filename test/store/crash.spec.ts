import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectStatus, test } from './store-test.ts'

test.describe('@X1 the desk is killed', () => {
  test('[OUT1] [NUM1] what was acknowledged is there, delivered once, with its own number', async ({ desk }) => {
    const acknowledged = new Set<string>()
    const rounds = Number(process.env['OPORA_CRASH_ROUNDS'] ?? 4)
    test.setTimeout(60_000 + rounds * 20_000)
    for (let round = 0; round < rounds; round += 1) {
      desk.server.isDown = false
      const page = await desk.open((it) =>
        it.exposeFunction('acknowledged', (number: string) => acknowledged.add(number)),
      )
      await expectStatus(page, { api: 'reachable', waiting: 0 })
      await expect.poll(() => page.evaluate(() => window.storePage.status().numbersLeft)).toBeGreaterThan(99)
      desk.server.isDown = true
      const target = acknowledged.size + 3 + 7 * (round % 5)
      void page
        .evaluate((text) => window.storePage.registerForEver(text), `Смирнова, круг ${round}`)
        .catch(() => undefined)
      await expect.poll(() => acknowledged.size, { intervals: [1 + (round % 5)] }).toBeGreaterThanOrEqual(target)
      await desk.browser.kill()
      await desk.browser.start()
    }
    desk.server.isDown = false
    const page = await desk.open()
    await expectStatus(page, { api: 'reachable', waiting: 0, needsYou: 0 })
    const numbers = desk.server.model.durable.accepted.map(({ command }) => (command.args as { number: string }).number)
    expect(desk.server.model.durable.accepted.every((it) => it.status === 'applied')).toBe(true)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect([...acknowledged].filter((number) => !numbers.includes(number))).toEqual([])
    const shown = await page.evaluate(async () => {
      const records = await window.storePage.opened?.data.reads.records('appeal')
      return records?.map((record) => record.data.number)
    })
    expect(shown?.sort()).toEqual(numbers.sort())
  })

  test('[OUT3] the browser throws the whole database away: what was acknowledged comes back from the second copy', async ({
    desk,
  }) => {
    const acknowledged = new Set<string>()
    const page = await desk.open((it) =>
      it.exposeFunction('acknowledged', (number: string) => acknowledged.add(number)),
    )
    await expectStatus(page, { api: 'reachable', waiting: 0 })
    await expect.poll(() => page.evaluate(() => window.storePage.status().numbersLeft)).toBeGreaterThan(99)
    desk.server.isDown = true
    void page.evaluate((text) => window.storePage.registerForEver(text), 'Смирнова').catch(() => undefined)
    await expect.poll(() => acknowledged.size, { intervals: [1] }).toBeGreaterThanOrEqual(12)
    await desk.browser.kill()
    rmSync(join(desk.browser.profile, 'Default', 'IndexedDB'), { recursive: true })
    await desk.browser.start()
    const again = await desk.open()
    const { storeLoss } = await again.evaluate(() => window.storePage.status())
    expect(storeLoss?.kind).toBe('empty')
    expect(storeLoss?.takenBack).toBeGreaterThanOrEqual(acknowledged.size)
    desk.server.isDown = false
    await expectStatus(again, { api: 'reachable', waiting: 0, needsYou: 0 })
    const numbers = desk.server.model.durable.accepted.map(({ command }) => (command.args as { number: string }).number)
    expect(desk.server.model.durable.accepted.every((it) => it.status === 'applied')).toBe(true)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect([...acknowledged].filter((number) => !numbers.includes(number))).toEqual([])
  })
})
