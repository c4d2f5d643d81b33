import { describe, expect, it } from 'vitest'
import { type ArchiveFile, faultsOfArchive } from './archive-check.ts'

const file = (path: string, text = ''): ArchiveFile => ({ path, bytes: new TextEncoder().encode(text) })
const good = [
  '/package.json',
  '/out/main/main.js',
  '/out/preload/preload.cjs',
  '/out/renderer/index.html',
  '/out/renderer/third-party-licences.md',
  '/out/renderer/assets/a.js',
  '/assets/icons/icon.png',
  '/assets/icons/tray/ringing.png',
  '/assets/icons/tray/ringing@2x.png',
].map((path) => file(path))

describe('faultsOfArchive', () => {
  it('finds none in what the desk needs', () => {
    expect(faultsOfArchive(good)).toEqual([])
  })

  it.each([
    '/electron/main/main.ts',
    '/shared/ipc/contract.ts',
    '/out/renderer/assets/a.js.map',
    '/out/renderer/app/main.tsx',
    '/out/main/main.js.map',
    '/node_modules/zod/index.js',
    '/test/electron/window.spec.ts',
    '/.env',
    '/scripts/electron-standin/boot.cjs',
    '/out/renderer-old/x.js',
  ])('does not let %s in', (path) => {
    expect(faultsOfArchive([...good, file(path)])).toEqual([`${path} does not belong in the package`])
  })

  it('names what is missing', () => {
    expect(faultsOfArchive(good.filter(({ path }) => !path.includes('preload')))).toEqual([
      '/out/preload/preload.cjs is missing',
    ])
  })

  it.each([
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['a signed token', `x = "eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxIn0x'}.abcdefghijklmno"`],
    ['a password in an address', 'postgres://opora:verysecret@db.local/x'],
    ['a source map', '//# sourceMappingURL=main.js.map'],
  ])('finds %s in a script', (name, text) => {
    const path = '/out/renderer/assets/b.js'
    expect(faultsOfArchive([...good, file(path, text)])).toEqual([`${path} holds ${name}`])
  })
})
