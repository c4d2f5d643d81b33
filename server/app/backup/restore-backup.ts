import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { sql } from 'kysely'
import { ADVISORY_LOCKS, type Database, openPostgres } from '#server/db/database.ts'
import { readMigrations } from '#server/db/migrate.ts'
import { hasEmbeddedData, openEmbedded, PGLITE_FOLDER } from '#server/db/pglite-data.ts'
import type { Config } from '#server/platform/config.ts'
import { type ArchiveItem, ArchiveReader, wholeOf } from './backup-archive.ts'
import { BackupError } from './backup-error.ts'
import { firstDifference, holdsWork, readFacts } from './database-facts.ts'
import { type BackupProgress, heldOr, masterKeyOf } from './make-backup.ts'
import {
  BACKUP_FORMAT,
  type BackupManifest,
  backupManifest,
  DATABASE_ENTRY,
  MANIFEST,
  MANIFEST_BYTES_MAX,
  manifestFormat,
} from './manifest.ts'
import { runPostgresTool } from './postgres-tools.ts'
import {
  dropExtracted,
  exchangeFiles,
  extractFiles,
  forgetReplaced,
  ignoreMissing,
  putFilesBack,
  storedFiles,
} from './stored-files.ts'

const gunzip = promisify(zlib.gunzip)
/** Where the tables of before wait until those of the backup are complete. */
const REPLACED_SCHEMA = 'opora_replaced'

export interface RestoreDone {
  readonly manifest: BackupManifest
  readonly files: number
  /** The backup was made under another master key than the one here: data keys in escrow cannot be opened with this one. */
  readonly isOtherKey: boolean
}

/**
 * Puts a backup in the place of an empty database, or with `replace` of whatever is there. The whole file is checked before anything
 * is touched; database and files of before stay until those of the backup are complete, and go back when something fails. The next start of the
 * server brings an older backup to its schema.
 * @throws BackupError
 */
export async function restoreBackup(
  config: Config,
  path: string,
  options: { readonly replace: boolean },
  onProgress: (progress: BackupProgress) => void,
): Promise<RestoreDone> {
  const reader = await ArchiveReader.open(path)
  try {
    const manifest = await readManifest(reader)
    const engine = config.databaseUrl === undefined ? 'pglite' : 'postgres'
    if (manifest.engine !== engine) throw new BackupError('restore.otherEngine', manifest.engine)
    const items = await reader.verify((share) => onProgress({ step: 'check', share }))
    const dump = items.find(({ name }) => name === DATABASE_ENTRY[engine])
    if (dump === undefined) throw new BackupError('restore.damaged', DATABASE_ENTRY[engine])
    if (!options.replace) await refuseStoredFiles(config)
    const source: RestoreSource = { config, reader, manifest, items, dump, path, replace: options.replace, onProgress }
    const files = await (config.databaseUrl === undefined
      ? restoreEmbedded(source)
      : restorePostgres(source, config.databaseUrl))
    const masterKey = masterKeyOf(config)
    return { manifest, files, isOtherKey: manifest.masterKey !== null && masterKey !== manifest.masterKey }
  } finally {
    await reader.close()
  }
}

interface RestoreSource {
  readonly config: Config
  readonly reader: ArchiveReader
  readonly manifest: BackupManifest
  readonly items: readonly ArchiveItem[]
  readonly dump: ArchiveItem
  readonly path: string
  readonly replace: boolean
  readonly onProgress: (progress: BackupProgress) => void
}

/** @throws BackupError `restore.notABackup`, `restore.newer` */
async function readManifest(reader: ArchiveReader): Promise<BackupManifest> {
  const json = parseJson((await manifestBytes(reader)).toString('utf8'))
  const head = manifestFormat.safeParse(json)
  if (!head.success) throw new BackupError(json === undefined ? 'restore.damaged' : 'restore.notABackup', MANIFEST)
  if (head.data.format > BACKUP_FORMAT) throw new BackupError('restore.newer', `format ${head.data.format}`)
  const manifest = backupManifest.safeParse(json)
  if (!manifest.success) throw new BackupError('restore.damaged', MANIFEST)
  const known = new Set(readMigrations().map(({ name }) => name))
  const unknown = manifest.data.migrations.find((name) => !known.has(name))
  if (unknown !== undefined) throw new BackupError('restore.newer', unknown)
  return manifest.data
}

/** The first entry. Of a file that is something else no more is read. */
async function manifestBytes(reader: ArchiveReader): Promise<Buffer> {
  for await (const { name, size, content } of reader.entries()) {
    if (name !== MANIFEST || size > MANIFEST_BYTES_MAX) break
    return await wholeOf(content)
  }
  throw new BackupError('restore.notABackup', reader.path)
}

async function refuseStoredFiles(config: Config): Promise<void> {
  const [file] = await storedFiles(config.dataFolder)
  if (file !== undefined) throw new BackupError('restore.notEmpty', join(config.dataFolder, file.folder))
}

async function restorePostgres(source: RestoreSource, databaseUrl: string): Promise<number> {
  const { config, reader, manifest, dump, path, replace } = source
  const database = openPostgres(databaseUrl)
  const name = new URL(databaseUrl).pathname.slice(1)
  const dumpFile = `${path}.database-part`
  try {
    // Nodes that are started now wait for their turn until this is over.
    return await database.alone(ADVISORY_LOCKS.prepare, async () => {
      await refuseNodes(database, name)
      await putBack(database, config)
      if (!replace && (await holdsWork(database.db))) throw new BackupError('restore.notEmpty', name)
      await writeFile(dumpFile, reader.read(dump.name), { mode: 0o600 })
      source.onProgress({ step: 'database', bytes: dump.size })
      await sql`alter schema public rename to ${sql.ref(REPLACED_SCHEMA)}`.execute(database.db)
      await sql`create schema public`.execute(database.db)
      try {
        const args = ['--schema=public', '--no-owner', '--no-privileges', '--single-transaction', '--exit-on-error']
        await runPostgresTool('pg_restore', [...args, `--dbname=${name}`, dumpFile], databaseUrl)
        await refuseDifference(database, manifest)
        const files = await extract(source)
        await exchangeFiles(config.dataFolder)
        await sql`drop schema ${sql.ref(REPLACED_SCHEMA)} cascade`.execute(database.db)
        await forgetReplaced(config.dataFolder)
        await sql`analyze`.execute(database.db)
        return files
      } catch (error) {
        await putBack(database, config)
        await dropExtracted(config.dataFolder)
        throw error
      }
    })
  } finally {
    await database.close()
    await rm(dumpFile, { force: true })
  }
}

/** Nodes that work with the tables would write into those that are going away. */
async function refuseNodes({ db }: Database, name: string): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'opora-listen'`.execute(db)
  if ((rows[0]?.n ?? 0) > 0) throw new BackupError('restore.inUse', name)
}

/** Tables and files of before take their place again, also after a restore that was cut off. */
async function putBack({ db }: Database, { dataFolder }: Config): Promise<void> {
  const { rows } = await sql`select 1 from pg_namespace where nspname = ${REPLACED_SCHEMA}`.execute(db)
  if (rows.length === 0) return
  await db.transaction().execute(async (tx) => {
    await sql`drop schema if exists public cascade`.execute(tx)
    await sql`alter schema ${sql.ref(REPLACED_SCHEMA)} rename to public`.execute(tx)
  })
  await putFilesBack(dataFolder)
}

async function refuseDifference({ db }: Database, manifest: BackupManifest): Promise<void> {
  const table = firstDifference(manifest.tables, (await readFacts(db)).tables)
  if (table !== null) throw new BackupError('restore.incomplete', table)
}

async function restoreEmbedded(source: RestoreSource): Promise<number> {
  const { config, reader, manifest, dump, replace } = source
  const { dataFolder } = config
  const [place, beside, replaced] = [PGLITE_FOLDER, `${PGLITE_FOLDER}.restoring`, `${PGLITE_FOLDER}.replaced`].map(
    (name) => join(dataFolder, name),
  ) as [string, string, string]
  return heldOr('restore.inUse', dataFolder, async () => {
    if (!hasEmbeddedData(dataFolder)) await rename(replaced, place).catch(ignoreMissing)
    if (!replace) await refuseEmbedded(dataFolder, place)
    await refuseOtherVersion(manifest)
    let isExchanged = false
    try {
      await rm(beside, { recursive: true, force: true })
      const content = await gunzip(await reader.readWhole(dump.name)).catch(() => {
        throw new BackupError('restore.damaged', dump.name)
      })
      source.onProgress({ step: 'database', bytes: dump.size })
      const { database } = await openEmbedded(
        beside,
        new Blob([new Uint8Array(content)], { type: 'application/x-tar' }),
      )
      await refuseDifference(database, manifest).finally(() => database.close())
      const files = await extract(source)
      await rm(replaced, { recursive: true, force: true })
      isExchanged = true
      await rename(place, replaced).catch(ignoreMissing)
      await rename(beside, place)
      await exchangeFiles(dataFolder)
      await rm(replaced, { recursive: true, force: true })
      await forgetReplaced(dataFolder)
      return files
    } catch (error) {
      await rm(beside, { recursive: true, force: true })
      if (isExchanged && existsSync(replaced)) {
        await rm(place, { recursive: true, force: true })
        await rename(replaced, place)
      }
      await putFilesBack(dataFolder)
      throw error
    }
  })
}

async function refuseEmbedded(dataFolder: string, place: string): Promise<void> {
  if (!hasEmbeddedData(dataFolder)) return
  const { database } = await openEmbedded(place)
  const isHeld = await holdsWork(database.db).finally(() => database.close())
  if (isHeld) throw new BackupError('restore.notEmpty', place)
}

/** A data folder can be read by the same major version alone. */
async function refuseOtherVersion(manifest: BackupManifest): Promise<void> {
  const { database } = await openEmbedded(null)
  const { rows } = await sql<{ server_version: string }>`show server_version`
    .execute(database.db)
    .finally(() => database.close())
  const majorOf = (version: string): string => version.split('.')[0] ?? ''
  if (majorOf(rows[0]?.server_version ?? '') !== majorOf(manifest.engineVersion))
    throw new BackupError('restore.otherVersion', manifest.engineVersion)
}

function extract({ reader, items, config, onProgress }: RestoreSource): Promise<number> {
  return extractFiles(reader, items, config.dataFolder, (done, total) => onProgress({ step: 'files', done, total }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
