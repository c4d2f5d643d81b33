import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillDatabase } from '#server/app/fill-database.ts'
import { openDatabase, startServer } from '#server/app/start-server.ts'
import { migrate } from '#server/db/migrate.ts'
import { isEmpty } from '#server/db/seed.ts'
import { hashPassword } from '#server/features/auth/passwords.ts'
import { readConfig } from '#server/platform/config.ts'
import { tinyPolyclinic } from '#server/testing/tiny-polyclinic.ts'
import { appealClassifier } from '#shared/features/appeals/classifier.ts'

/**
 * `npx tsx test/server/fixture-server.ts [persons]`: the real central API over a throw-away database with made-up people, for work on
 * the desk. Users: operator, post, expert, expert2, supervisor, admin; password `opora-opora`. Settings as for the server itself.
 */
const PASSWORD = 'opora-opora'
const persons = Number(process.argv[2] ?? 2_000)
const config = readConfig({ OPORA_DATA: mkdtempSync(join(tmpdir(), 'opora-')), ...process.env })

const database = await openDatabase(config)
await migrate(database)
if (await isEmpty(database.db)) {
  const startedAt = performance.now()
  const source = {
    batches: tinyPolyclinic({ persons }),
    classifiers: [appealClassifier.parse(JSON.parse(readFileSync('assets/classifiers/appeals.ru.json', 'utf8')))],
    scripts: [],
    passwordHash: await hashPassword(PASSWORD),
  }
  await fillDatabase(database, source, () => {})
  console.log(`${persons} people in ${Math.round(performance.now() - startedAt)} ms`)
}
await database.close()
const server = await startServer(config)
console.log(`${server.url}  operator, post, expert, expert2, supervisor, admin / ${PASSWORD}`)
process.on('SIGTERM', () => server.close().then(() => process.exit(0)))
process.on('SIGINT', () => server.close().then(() => process.exit(0)))
