import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLogFile } from './log-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const clock = { now: () => Date.UTC(2026, 10, 24, 9, 30) }

describe('openLogFile', () => {
  it('writes masked lines of JSON that only the owner may read', async () => {
    const path = join(folder, 'logs/host.log')
    const log = openLogFile(path, clock)
    log.write({ level: 'warn', code: 'sync.refused', fields: { status: 409, phone: '+70001234567', name: 'Иванова' } })
    await log.flush()
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      at: '2026-11-24T09:30:00.000Z',
      level: 'warn',
      code: 'sync.refused',
      status: 409,
      dropped: 2,
    })
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('turns over by size and keeps three files', async () => {
    const log = openLogFile(join(folder, 'host.log'), clock, 500)
    for (let n = 0; n < 40; n += 1) log.write({ level: 'info', code: 'test.line', fields: { n } })
    await log.flush()
    expect(readdirSync(folder).sort()).toEqual(['host.log', 'host.log.1', 'host.log.2'])
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(500)
    expect(readFileSync(join(folder, 'host.log'), 'utf8')).toContain('"n":39')
  })

  it('goes on with a file of an earlier run', async () => {
    const path = join(folder, 'host.log')
    for (const code of ['run.first', 'run.second']) {
      const log = openLogFile(path, clock)
      log.write({ level: 'info', code })
      await log.flush()
    }
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(2)
  })

  it('does not throw when the disk refuses', async () => {
    writeFileSync(join(folder, 'file'), '')
    const log = openLogFile(join(folder, 'file/host.log'), clock)
    log.write({ level: 'info', code: 'test.line' })
    await expect(log.flush()).resolves.toBeUndefined()
  })
})
