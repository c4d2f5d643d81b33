import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { electronVersion, STAND_IN_FOLDER } from '#scripts/electron.ts'

const load = createRequire(join(STAND_IN_FOLDER, 'electron.cjs'))
const folders: string[] = []
function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standin-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('strict objects', () => {
  const { strict } = load('./strict.cjs') as { strict<T extends object>(target: T, name: string): T }

  it('throw by name for what they do not have', () => {
    const tray = strict({ setImage: () => 1 }, 'Tray') as { setImage(): number; popUp?(): void }
    expect(tray.setImage()).toBe(1)
    expect(() => tray.popUp).toThrow('[electron stand-in] Tray.popUp is not implemented')
  })

  it('let promises and printers look', async () => {
    const object = strict({}, 'thing')
    expect(await Promise.resolve(object)).toBe(object)
    expect(JSON.stringify(object)).toBe('{}')
  })
})

describe('the codec between worlds', () => {
  const makeCodec = load('./page/codec.cjs') as (references: null) => {
    encode(value: unknown): string
    decode(text: string): unknown
  }
  const codec = makeCodec(null)
  const copy = (value: unknown) => codec.decode(codec.encode(value))

  it('copies what the structured clone copies', () => {
    const value = {
      a: [1, Number.NaN, -0, undefined, null, 12n],
      m: new Map([['k', new Set([1])]]),
      d: new Date(5),
      b: new Uint8Array([1, 255]),
    }
    expect(copy(value)).toEqual(value)
    expect(Object.is((copy([-0]) as number[])[0], -0)).toBe(true)
    expect(copy(new TypeError('x'))).toMatchObject({ name: 'TypeError', message: 'x' })
  })

  it('copies any data', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: false, withSparseArray: false }), (value) => {
        expect(copy(value)).toEqual(value)
      }),
    )
  })

  it('refuses functions, symbols and promises in messages, as Electron does', () => {
    for (const value of [() => 1, Symbol('s'), Promise.resolve(), { deep: [() => 1] }])
      expect(() => codec.encode(value)).toThrow('could not be cloned')
  })
})

describe('schemes', () => {
  const { toApp, toChromium, schemes } = load('./schemes.cjs') as {
    toApp(url: string): string
    toChromium(url: string): string
    schemes: Map<string, object>
  }

  it('lead there and back, and leave other addresses alone', () => {
    schemes.set('app', {})
    expect(toChromium('app://bundle/a/b?c#d')).toBe('https://bundle.app.standin/a/b?c#d')
    for (const url of ['app://bundle/a/b?c#d', 'app://bundle/']) expect(toApp(toChromium(url))).toBe(url)
    for (const url of ['https://a.test/', 'data:text/html,x', 'https://bundle.app.standin.evil/']) {
      expect(toChromium(url)).toBe(url)
      expect(toApp(url)).toBe(url)
    }
  })
})

describe('one instance for each profile', () => {
  const { takeLock, releaseLock } = load('./single-instance.cjs') as {
    takeLock(profile: string, data: unknown, onSecond: (second: { argv: string[] }) => void): boolean
    releaseLock(profile: string): void
  }

  it('takes over a lock whose owner is gone or is another programme', () => {
    const profile = aFolder()
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    for (const pid of [gone, process.ppid, 'nonsense']) {
      writeFileSync(join(profile, 'standin-lock.json'), JSON.stringify({ pid }))
      expect(takeLock(profile, null, () => undefined)).toBe(true)
    }
    releaseLock(profile)
  })
})

describe.skipIf(process.platform === 'win32')('the executable', () => {
  const executable = join(STAND_IN_FOLDER, 'electron')

  it('says what it is', () => {
    const { stdout } = spawnSync(executable, ['--version'], { encoding: 'utf8' })
    expect(stdout.trim()).toBe(`v${electronVersion()} (Chromium stand-in, not Electron)`)
  })

  it('fails loudly when the main module fails', () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'package.json'), '{"main":"main.cjs"}')
    writeFileSync(join(folder, 'main.cjs'), 'require("electron").app.dock.hide()')
    const { status, stderr } = spawnSync(executable, [folder, `--user-data-dir=${aFolder()}`], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toContain('[electron stand-in] app.dock is not implemented')
  })

  it('fails loudly when there is no Chromium', () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'package.json'), '{"main":"main.cjs"}')
    writeFileSync(join(folder, 'main.cjs'), 'require("electron").app.whenReady()')
    const { status, stderr } = spawnSync(executable, [folder, `--user-data-dir=${aFolder()}`], {
      encoding: 'utf8',
      env: { ...process.env, CHROMIUM_PATH: '/nowhere/chromium' },
    })
    expect(status).toBe(1)
    expect(stderr).toContain('Chromium could not be started')
  })
})
