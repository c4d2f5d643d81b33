import type { Database } from '#server/db/database.ts'
import { readConfig } from '#server/platform/config.ts'
import { PageStore } from '#server/sync/page-store.ts'
import { keepLogFailure, keepLogTexts, saidBy } from './keep-log-texts.ts'
import { runKeeping } from './log-keeping.ts'
import { RECORD_KINDS } from './record-kinds.ts'
import { openDatabase } from './start-server.ts'

/**
 * `npm run log:keep`: keeps the change log at once, whatever the schedule says, and prints what was done (rule PULL5). With an embedded
 * database only while the server is stopped. Ends with 1 when something did not work.
 */
const texts = keepLogTexts(process.env)
let database: Database | undefined
try {
  const config = readConfig(process.env)
  database = await openDatabase(config)
  const pages = new PageStore(database.db, RECORD_KINDS, (error) => {
    process.exitCode = 1
    console.error(texts.pagesNotRenewed(saidBy(error)))
  })
  const kept = await runKeeping({ config, database, pages, now: Date.now }, 'now')
  process.stdout.write(`${JSON.stringify(kept)}\n`)
} catch (error) {
  console.error(keepLogFailure(error, texts))
  process.exitCode = 1
} finally {
  await database?.close()
}
