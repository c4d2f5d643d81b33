import { type KyselyPlugin, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '#server/db/database.ts'
import { describeOnPostgres } from '#server/testing/engines.ts'
import { appendChanges, mendLogAfterRestore } from './change-log.ts'

const change = { scope: 'own:x', kind: 'call', id: 'x', version: 1 }

describeOnPostgres('the change log while a node starts', (open) => {
  let database: Database
  beforeEach(async () => {
    database = await open()
  })
  afterEach(() => database.close())

  it('[X7] what another node commits while this one looks at the log is not taken for a restored database', async () => {
    let hasWritten = false
    const writesBetween: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      // After the first look, which gave the starting node its transaction number, and before the second.
      async transformResult({ result }) {
        if (!hasWritten) {
          hasWritten = true
          await database.db.transaction().execute((tx) => appendChanges(tx, [change]))
        }
        return result
      },
    }
    expect(await mendLogAfterRestore(database.db.withPlugin(writesBetween))).toBe(false)
    expect(hasWritten).toBe(true)
    expect((await sql`select record_id from changes`.execute(database.db)).rows).toEqual([{ record_id: 'x' }])
  })
})
