import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import { pgliteDatabase } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** File with the data folder of a migrated embedded database (tar). */
    pgliteTemplate: string
  }
}

/** Makes the embedded database once for the whole test run: a copy opens in less than half the time of an initialisation. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'opora-pglite-'))
  const pglite = await PGlite.create()
  const database = pgliteDatabase(pglite)
  await migrate(database)
  const dump = await pglite.dumpDataDir('none')
  await database.close()
  const file = join(folder, 'template.tar')
  writeFileSync(file, new Uint8Array(await dump.arrayBuffer()))
  project.provide('pgliteTemplate', file)
  return () => rmSync(folder, { recursive: true, force: true })
}
