import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { inject } from 'vitest'
import { type Database, pgliteDatabase } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import type {} from './pglite-template.ts'

/** Opened by a test that is over, waiting for the next one of the same file. */
const idle: PGlite[] = []

/**
 * A fresh, migrated embedded database. To start PostgreSQL in WebAssembly takes seconds, to empty it a tenth of one: a database that a test
 * has closed is emptied and given to the next. Whoever closed it is refused afterwards, as by one that is really closed, so that what
 * a test left running cannot write into another's.
 */
export async function openFreshPglite(): Promise<Database> {
  const used = idle.pop()
  if (used) {
    await used.exec('discard all')
    await used.exec('drop schema public cascade; create schema public')
  }
  const pglite = used ?? (await PGlite.create({ loadDataDir: new Blob([await readFile(inject('pgliteTemplate'))]) }))
  const database = pgliteDatabase(lend(pglite))
  if (used) await migrate(database)
  return database
}

function lend(pglite: PGlite): PGlite {
  let isClosed = false
  let listening = 0
  /** PGlite goes on calling a listener until that is stopped. */
  function giveBack(): void {
    if (isClosed && listening === 0) idle.push(pglite)
  }
  async function close(): Promise<void> {
    isClosed = true
    // Ends a transaction that its test left open; it waits for what still runs.
    await pglite.exec('rollback')
    giveBack()
  }
  return new Proxy(pglite, {
    get(target, key) {
      if (key === 'closed') return isClosed
      if (key === 'close') return close
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        if (isClosed) throw new Error('PGlite is closed')
        const result: unknown = await value.apply(target, args)
        if (key !== 'listen' || typeof result !== 'function') return result
        listening += 1
        return async () => {
          await result()
          listening -= 1
          giveBack()
        }
      }
    },
  })
}
