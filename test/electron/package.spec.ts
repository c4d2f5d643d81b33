import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from '@playwright/test'
import { electronForTests, rootSwitches } from '#scripts/electron.ts'
import { test } from './desk-app.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const OUTPUT = join(ROOT, electronForTests().isStandIn ? 'dist/stand-in' : 'dist')
const UNPACKED = join(OUTPUT, 'linux-unpacked')

test.describe.configure({ mode: 'serial' })
// biome-ignore lint/suspicious/noSkippedTests: skipped with its reason where the system cannot do it
test.skip(process.platform !== 'linux', 'deb packages are built on Linux')

test('the package is built, its archive holds nothing foreign and its fuses are set', () => {
  test.setTimeout(240_000)
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/package.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect(status, stdout + stderr).toBe(0)
  expect(stdout).toContain('7 of 7 fuses as wanted')
  expect(stderr).not.toContain('Wrong:')
})

test('the deb names itself, what it needs, its menu entry and its licence', () => {
  const name = readdirSync(OUTPUT).find((file) => file.endsWith('.deb'))
  expect(name).toMatch(/^opora_\d+\.\d+\.\d+_(amd64|arm64)\.deb$/)
  const deb = join(OUTPUT, name ?? '')
  const field = (what: string) => execFileSync('dpkg-deb', ['-f', deb, what], { encoding: 'utf8' }).trim()
  expect(field('Package')).toBe('opora')
  expect(field('Depends')).toContain('libgtk-3-0')
  expect(field('Maintainer')).toContain('@')
  expect(field('Description')).toContain('insurance representative')
  const contents = execFileSync('dpkg-deb', ['-c', deb], { encoding: 'utf8' })
  for (const path of [
    './opt/Opora/opora',
    './opt/Opora/resources/app.asar',
    './usr/share/applications/opora.desktop',
    './usr/share/icons/hicolor/256x256/apps/opora.png',
    './usr/share/doc/opora/copyright',
  ])
    expect(contents).toContain(path)
  for (const line of contents.trim().split('\n')) expect(line).toContain('root/root')
  const entry = execFileSync(
    'sh',
    ['-c', 'dpkg-deb --fsys-tarfile "$0" | tar -xO ./usr/share/applications/opora.desktop', deb],
    { encoding: 'utf8' },
  )
  expect(entry).toContain('MimeType=x-scheme-handler/tel;')
  expect(entry).toContain('Name[ru]=Опора')
})

test('the unpacked programme starts from its archive', async ({ profile }) => {
  const child = spawn(join(UNPACKED, 'opora'), [`--user-data-dir=${profile}`, ...rootSwitches()], { stdio: 'ignore' })
  const ended = new Promise((done) => child.on('exit', done))
  const log = join(profile, 'logs/host.log')
  await expect.poll(() => (existsSync(log) ? readFileSync(log, 'utf8') : '')).toContain('window.loaded')
  child.kill('SIGTERM')
  await ended
  expect(readFileSync(log, 'utf8')).not.toContain('"level":"error"')
})
