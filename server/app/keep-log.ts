import { readConfig } from '#server/platform/config.ts'
import { PageStore } from '#server/sync/page-store.ts'
import { runKeeping } from './log-keeping.ts'
import { RECORD_KINDS } from './record-kinds.ts'
import { openDatabase } from './start-server.ts'

/**
 * `npm run log:keep`: keeps the change log at once, whatever the schedule says, and prints what was done (rule PULL5). With an embedded
 * database only while the server is stopped.
 */
const config = readConfig(process.env)
const database = await openDatabase(config)
let hasFailed = false
const pages = new PageStore(database.db, RECORD_KINDS, (error) => {
  hasFailed = true
  process.stderr.write(`pages were not renewed: ${error instanceof Error ? error.message : 'unknown reason'}\n`)
})
try {
  const kept = await runKeeping({ config, database, pages, now: Date.now }, 'now')
  process.stdout.write(`${JSON.stringify(kept)}\n`)
} finally {
  await database.close()
}
process.exitCode = hasFailed ? 1 : 0
