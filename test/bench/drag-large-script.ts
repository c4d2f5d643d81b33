import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { buildDesk, isDeskStale } from '#scripts/build-desk.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { prepareTemplate, startApi } from '#test/e2e/harness/api-process.ts'
import { PASSWORD } from '#test/e2e/page-models/desk-page.ts'
import { MethodologistPage } from '#test/e2e/page-models/methodologist-page.ts'

const MOVES = 100
const MOVE_PX = 2

/** Drags a step of a script in the real editor; milliseconds from each movement of the mouse until it is painted. */
export async function dragLargeScript(content: ScriptContent): Promise<readonly number[]> {
  if (isDeskStale()) await buildDesk()
  await prepareTemplate()
  const api = await startApi()
  const profile = mkdtempSync(join(tmpdir(), 'opora-bench-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['OPORA_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--disable-gpu'],
    chromiumSandbox: false,
    viewport: { width: 1366, height: 768 },
  })
  try {
    await begin(api.url, content)
    const page = browser.pages()[0] ?? (await browser.newPage())
    await page.goto(api.url)
    const writer = new MethodologistPage(page)
    await writer.openFirst('admin')
    await writer.openDraft(content.title)
    return await dragOnce(page)
  } finally {
    await browser.close()
    await api.dispose()
    rmSync(profile, { recursive: true, force: true })
  }
}

async function dragOnce(page: Page): Promise<readonly number[]> {
  const step = page.locator('.graph-step--selected')
  const box = await step.boundingBox()
  if (box === null) throw new Error('The chosen step is not in the drawing')
  await page.evaluate(watchMoves)
  let [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let move = 0; move < MOVES; move += 1) {
    x += MOVE_PX
    y += move % 2 === 0 ? MOVE_PX : -MOVE_PX
    await page.mouse.move(x, y)
  }
  await page.mouse.up()
  const after = await step.boundingBox()
  if (after === null || after.x < box.x + MOVES) throw new Error('The step did not follow the mouse')
  const painted = await page.evaluate(() => (window as unknown as { painted: number[] }).painted)
  // The first movements begin the drag: they belong to pressing.
  return painted.slice(5)
}

/** Runs in the page: a movement is painted when the frame after it has been drawn. */
function watchMoves(): void {
  const painted: number[] = []
  Object.assign(window, { painted })
  const painting = new MessageChannel()
  let movedAt: number | null = null
  painting.port1.onmessage = () => {
    if (movedAt !== null) painted.push(performance.now() - movedAt)
    movedAt = null
  }
  window.addEventListener(
    'mousemove',
    (event) => {
      if (movedAt !== null || event.buttons !== 1) return
      movedAt = performance.now()
      requestAnimationFrame(() => painting.port2.postMessage(null))
    },
    { capture: true },
  )
}

async function begin(apiUrl: string, content: ScriptContent): Promise<void> {
  const ask = async (path: string, body: object, token?: string): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
    const answer = await fetch(`${apiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { accessToken } = (await ask('/api/auth/sign-in', {
    login: 'admin',
    password: PASSWORD,
    installationId: '0190c5f2-7d3a-7abc-8def-0000000000f3',
    host: 'browser',
    appVersion: '0.1.0',
  })) as { accessToken: string }
  await ask('/api/scripts/drafts', { content, basedOn: null }, accessToken)
}
