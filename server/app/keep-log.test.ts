import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { holdingData } from '#server/db/pglite-data.ts'

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly said: string
}

function keepLog(env: Readonly<Record<string, string>>): Promise<Ended> {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'keep-log.ts')], {
    env: { ...inherited, ...env },
  })
  let [out, said] = ['', '']
  child.stdout.on('data', (part) => {
    out += part
  })
  child.stderr.on('data', (part) => {
    said += part
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, said }))
  })
}

it('[PULL5] says in a sentence with a code that a server holds the embedded database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opora-keep-log-'))
  try {
    await holdingData(folder, async () => {
      const held = `${folder} is in use by process ${process.pid}`
      expect(await keepLog({ OPORA_DATA: folder, LC_ALL: 'ru_RU.UTF-8' })).toEqual({
        code: 1,
        out: '',
        said: `Встроенная база занята сервером (${held}). Остановите сервер и повторите. [database.inUse]\n`,
      })
      expect(await keepLog({ OPORA_DATA: folder, LC_ALL: 'C.UTF-8' })).toEqual({
        code: 1,
        out: '',
        said: `The embedded database is held by a server (${held}). Stop the server and repeat. [database.inUse]\n`,
      })
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('says in a sentence that PostgreSQL does not answer', async () => {
  const ended = await keepLog({ DATABASE_URL: 'postgres://opora@127.0.0.1:1/opora', LC_ALL: 'C.UTF-8' })
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.said).toMatch(/^It did not work: .*ECONNREFUSED.*\n$/)
})
