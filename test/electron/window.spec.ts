import { expect } from '@playwright/test'
import { test } from './desk-app.ts'

test('the window is sandboxed and isolated, on the desk’s own scheme', async ({ launch }) => {
  const { app } = await launch()
  const windows = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      url: window.webContents.getURL().replace(/[?#].*/, ''),
      // Electron has it, its types do not.
      preferences: (window.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
    })),
  )
  expect(windows).toHaveLength(1)
  expect(windows[0]?.url).toBe('app://bundle/index.html')
  expect(windows[0]?.preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    backgroundThrottling: false,
  })
})

test('the page has the bridge, frozen and of functions only, and nothing of Node', async ({ launch }) => {
  const { page } = await launch()
  const seen = await page.evaluate(() => {
    const desktop = window.desktop as unknown as Record<string, unknown>
    const leaves = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [typeof value]
    return {
      groups: Object.keys(desktop).sort(),
      kinds: [...new Set(leaves(desktop))],
      isFrozen: [desktop, ...Object.values(desktop).filter((part) => typeof part === 'object')].every((part) =>
        Object.isFrozen(part),
      ),
      node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    }
  })
  expect(seen).toEqual({
    groups: ['app', 'attention', 'files', 'log', 'on', 'print', 'tokens', 'vault'],
    kinds: ['function'],
    isFrozen: true,
    node: [],
  })
})

test('the desk learns its host, its version and where the API is', async ({ launch }) => {
  const { page } = await launch({
    settings: { apiUrl: 'https://api.example.test', sipUrl: 'wss://pbx.example.test/ws' },
  })
  const info = await page.evaluate(() => window.desktop?.app.info())
  expect(info).toMatchObject({
    host: 'electron',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    apiUrl: 'https://api.example.test',
  })
})

test('the page is loaded again after a crash', async ({ launch }) => {
  const { app, page } = await launch()
  const reloaded = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<string>((done) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        contents?.once('render-process-gone', () => {
          contents.once('did-finish-load', () => {
            void contents.executeJavaScript('typeof window.desktop').then(done)
          })
        })
        contents?.forcefullyCrashRenderer()
      }),
  )
  await page.waitForEvent('crash')
  expect(await reloaded).toBe('object')
})
