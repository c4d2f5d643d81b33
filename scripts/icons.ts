import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import type { PhoneState } from '#shared/ipc/contract.ts'

/**
 * `npx tsx scripts/icons.ts` draws the icons of the Electron host from `assets/public/icon.svg` into `assets/icons`. The results are
 * kept in the repository, so this runs only when the drawing changes. Needs a Chromium.
 */
const ROOT = resolve(import.meta.dirname, '..')
const ICONS = join(ROOT, 'assets/icons')
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const
const TRAY_SIZE = 32

/** State marks in the corner of a 32 by 32 drawing. Each has its own shape: colour alone tells nothing to one man in twelve. */
const MARKS: Readonly<Record<PhoneState, string>> = {
  off: '<circle cx="24" cy="24" r="5.5" fill="#fff" stroke="#5e6e74" stroke-width="3"/>',
  ready: '<circle cx="24" cy="24" r="7" fill="#2e9e5b" stroke="#fff" stroke-width="2"/>',
  away: '<rect x="17" y="20" width="14" height="8" rx="2" fill="#d9920f" stroke="#fff" stroke-width="2"/>',
  ringing: '<path d="M24 15.5 32 30.5H16Z" fill="#c0281f" stroke="#fff" stroke-width="2" stroke-linejoin="round"/>',
  talking: '<rect x="17.5" y="17.5" width="13" height="13" rx="2" fill="#1d6fd1" stroke="#fff" stroke-width="2"/>',
  wrapUp:
    '<circle cx="24" cy="24" r="7" fill="#fff" stroke="#17262a" stroke-width="2"/><path d="M24 17a7 7 0 0 1 0 14Z" fill="#17262a"/>',
}

async function drawPng(page: Page, svg: string, size: number, path: string): Promise<void> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
  writeFileSync(path, await page.screenshot({ omitBackground: true }))
}

async function drawAll(): Promise<void> {
  const { findChromium } = createRequire(import.meta.url)('./electron-standin/chromium.cjs') as {
    findChromium(): string
  }
  const icon = readFileSync(join(ROOT, 'assets/public/icon.svg'), 'utf8')
  for (const folder of ['linux', 'tray']) mkdirSync(join(ICONS, folder), { recursive: true })
  const browser = await chromium.launch({ executablePath: findChromium() })
  try {
    const page = await browser.newPage()
    for (const size of LINUX_SIZES) await drawPng(page, icon, size, join(ICONS, `linux/${size}x${size}.png`))
    await drawPng(page, icon, 512, join(ICONS, 'icon.png'))
    for (const [state, mark] of Object.entries(MARKS)) {
      await drawPng(page, icon.replace('</svg>', `${mark}</svg>`), TRAY_SIZE, join(ICONS, `tray/${state}.png`))
      await drawPng(page, icon.replace('</svg>', `${mark}</svg>`), TRAY_SIZE * 2, join(ICONS, `tray/${state}@2x.png`))
    }
  } finally {
    await browser.close()
  }
}

void drawAll()
