import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ElectronApplication, expect } from '@playwright/test'
import { test } from './desk-app.ts'

async function watchExternal(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => {
      opened.push(url)
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
}

test('the window stays on the desk, wherever a script sends it', async ({ launch }) => {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.end('elsewhere')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    const { app, page } = await launch()
    await page.evaluate(() => Object.assign(window, { mark: 'same document' }))
    const foreign = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    for (const target of [foreign, 'https://evil.example.test/', 'file:///etc/passwd', 'mailto:a@example.test']) {
      await page.evaluate((url) => {
        location.href = url
      }, target)
    }
    // The page answers only after the refused navigations were decided.
    await expect.poll(() => page.evaluate(() => (window as unknown as { mark?: string }).mark)).toBe('same document')
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toMatch(
      /^app:\/\/bundle\/index\.html/,
    )
    expect(hits).toEqual([])
  } finally {
    server.close()
  }
})

test('no window opens; an https link of the list goes to the system’s browser', async ({ launch }) => {
  const { app, page } = await launch({ settings: { externalOrigins: ['https://help.example.test'] } })
  const opened = await watchExternal(app)
  await page.evaluate(() => {
    for (const url of [
      'https://evil.example.test/',
      'http://help.example.test/',
      'https://help.example.test.evil.test/',
      'javascript:alert(1)',
      'app://bundle/index.html',
      'about:blank',
      'https://help.example.test/page?x=1',
    ])
      window.open(url)
  })
  await expect.poll(opened).toEqual(['https://help.example.test/page?x=1'])
  await expect.poll(() => app.windows().length).toBe(1)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('frames get no bridge', async ({ launch }) => {
  const { page } = await launch()
  const kinds = await page.evaluate(async () => {
    const made = ['srcdoc', 'blank'].map((kind) => {
      const frame = document.createElement('iframe')
      if (kind === 'srcdoc') frame.srcdoc = '<p>x'
      document.body.append(frame)
      return frame
    })
    await new Promise((done) => {
      const [first] = made
      if (first) first.onload = done
    })
    return made.map((frame) => typeof (frame.contentWindow as Window | null)?.desktop)
  })
  expect(kinds).toEqual(['undefined', 'undefined'])
})
