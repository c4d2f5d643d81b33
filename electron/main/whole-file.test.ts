import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { err, ok } from '#shared/kernel/result.ts'
import { type WholeFileSystem, writeWholeFile } from './whole-file.ts'

const bytes = Uint8Array.of(0, 1, 255)

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'whole-file-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function fault(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code })
}

/** A disk on which writing ends in the middle. */
function breaking(code: string): WholeFileSystem {
  return {
    rename,
    open: async (...args) => {
      const file = await open(...args)
      file.writeFile = async () => {
        await file.write(bytes.subarray(0, 1))
        throw fault(code)
      }
      return file
    },
  }
}

describe('a whole file', () => {
  it('is there with every byte, and replaces what was there', async () => {
    const folder = aFolder()
    const path = join(folder, 'Отчёт.xlsx')
    writeFileSync(path, 'before')
    expect(await writeWholeFile(path, bytes)).toEqual(ok(null))
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes)
    expect(readdirSync(folder)).toEqual(['Отчёт.xlsx'])
  })

  it.each([
    ['ENOSPC', 'files.noSpace'],
    ['EDQUOT', 'files.noSpace'],
    ['EACCES', 'files.noPermission'],
    ['EROFS', 'files.noPermission'],
    ['EBUSY', 'files.inUse'],
    ['EIO', 'files.failed'],
  ])('leaves what was there, and nothing half written, when the disk says %s', async (systemCode, code) => {
    const folder = aFolder()
    const path = join(folder, 'a.pdf')
    writeFileSync(path, 'before')
    expect(await writeWholeFile(path, bytes, breaking(systemCode))).toEqual(err({ code, systemCode }))
    expect(readdirSync(folder)).toEqual(['a.pdf'])
    expect(readFileSync(path, 'utf8')).toBe('before')
  })

  it('tells a folder that is not there, and a folder in the place of the file', async () => {
    const folder = aFolder()
    expect(await writeWholeFile(join(folder, 'gone', 'a.pdf'), bytes)).toMatchObject({
      error: { code: 'files.failed' },
    })
    mkdirSync(join(folder, 'a.pdf'))
    expect(await writeWholeFile(join(folder, 'a.pdf'), bytes)).toMatchObject({ error: { code: 'files.failed' } })
    expect(readdirSync(folder)).toEqual(['a.pdf'])
  })

  it('says on Windows that another programme has the file when only its replacing is refused', async () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform')
    onTestFinished(() => void Object.defineProperty(process, 'platform', platform ?? {}))
    Object.defineProperty(process, 'platform', { value: 'win32', configurable: true })
    const held: WholeFileSystem = { open, rename: () => Promise.reject(fault('EPERM')) }
    expect(await writeWholeFile(join(aFolder(), 'a.xlsx'), bytes, held)).toMatchObject({
      error: { code: 'files.inUse' },
    })
  })
})
