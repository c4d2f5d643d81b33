import { verifyAudit } from '#server/features/audit/audit-log.ts'
import { readConfig } from '#server/platform/config.ts'
import { openDatabase } from './start-server.ts'

/**
 * `npm run audit:verify`: walks the audit of every organisation. Prints the head of each chain, which is worth keeping elsewhere, and
 * ends with 1 when a chain is broken. An embedded database is verified while the server is stopped.
 */
const database = await openDatabase(readConfig(process.env))
const organisations = await database.db.selectFrom('organisations').select(['id', 'name']).orderBy('name').execute()
let isWhole = true
for (const { id, name } of organisations) {
  const verdict = await verifyAudit(database.db, id)
  if (!verdict.ok) isWhole = false
  const line = verdict.ok
    ? `${name}: ${verdict.entries} entries, whole, head ${verdict.head}`
    : `${name}: broken at entry ${verdict.seq} (${verdict.reason})`
  process.stdout.write(`${line}\n`)
}
await database.close()
process.exitCode = isWhole ? 0 : 1
