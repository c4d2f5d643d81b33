import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadOrMakeKey, makeKeyFile, makeSecretBox } from './keys.ts'

it('makes a key file once, for its owner alone, and reads it again', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'opora-keys-')), 'keys', 'master.key')
  const key = loadOrMakeKey(path)
  expect(key).toHaveLength(32)
  expect(loadOrMakeKey(path)).toEqual(key)
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
  expect(readFileSync(path, 'utf8')).not.toContain(key.toString('latin1'))
})

it('[X7] leaves nothing but the key beside it, and keeps the key that another node made first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opora-keys-'))
  const path = join(folder, 'token.key')
  const first = loadOrMakeKey(path)
  expect(readdirSync(folder)).toEqual(['token.key'])
  makeKeyFile(path)
  expect(loadOrMakeKey(path)).toEqual(first)
  expect(readdirSync(folder)).toEqual(['token.key'])
})

it('refuses a file that holds something else rather than weakening the key', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'opora-keys-')), 'short.key')
  writeFileSync(path, 'c2hvcnQ=')
  expect(() => loadOrMakeKey(path)).toThrow(/32 bytes/)
})

it('opens what it sealed, and nothing altered, moved or sealed with another key', () => {
  const box = makeSecretBox(randomBytes(32))
  const plain = randomBytes(32)
  const sealed = box.seal(plain, 'device 1')
  expect(box.open(sealed, 'device 1')).toEqual(plain)
  expect(sealed.includes(plain)).toBe(false)
  const altered = Buffer.from(sealed)
  altered[20] = (altered[20] ?? 0) ^ 1
  expect(() => box.open(altered, 'device 1')).toThrow()
  expect(() => box.open(sealed, 'device 2')).toThrow()
  expect(() => makeSecretBox(randomBytes(32)).open(sealed, 'device 1')).toThrow()
})
