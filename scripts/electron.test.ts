import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { electronForTests, electronVersion, findElectron, hasScreen, STAND_IN_FOLDER } from './electron.ts'

const folders: string[] = []
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function aFolder(withElectron: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'electron-dist-'))
  folders.push(folder)
  if (withElectron) {
    writeFileSync(join(folder, 'electron'), '#!/bin/sh\n')
    chmodSync(join(folder, 'electron'), 0o755)
  }
  return folder
}

describe.skipIf(process.platform !== 'linux')('findElectron', () => {
  it('takes the folder that the environment names', () => {
    const folder = aFolder(true)
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toEqual({
      isFound: true,
      folder,
      executable: join(folder, 'electron'),
    })
  })

  it('says why a named folder does not serve, and does not look elsewhere', () => {
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: aFolder(false) })).toEqual({
      isFound: false,
      reason: 'the folder in ELECTRON_OVERRIDE_DIST_PATH holds no Electron',
    })
  })
})

describe('electronForTests', () => {
  it('calls the stand-in what it is', () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', STAND_IN_FOLDER)
    expect(electronForTests()).toMatchObject({ isStandIn: true, folder: STAND_IN_FOLDER })
    expect(electronForTests().banner).toContain('NOT Electron')
  })

  it.skipIf(process.platform !== 'linux')('prefers real Electron', () => {
    const folder = aFolder(true)
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder)
    expect(electronForTests()).toEqual({ isStandIn: false, folder, banner: `Electron ${electronVersion()}` })
  })
})

describe('hasScreen', () => {
  it('asks for a display on Linux only', () => {
    expect(hasScreen('linux', {})).toBe(false)
    expect(hasScreen('linux', { DISPLAY: '' })).toBe(false)
    expect(hasScreen('linux', { DISPLAY: ':0' })).toBe(true)
    expect(hasScreen('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
    expect(hasScreen('win32', {})).toBe(true)
  })
})
