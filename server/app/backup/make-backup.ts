import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import { openPostgres } from '#server/db/database.ts'
import { hasEmbeddedData, holdingData, openEmbedded, PGLITE_FOLDER } from '#server/db/pglite-data.ts'
import type { Config } from '#server/platform/config.ts'
import { loadOrMakeKey } from '#server/platform/keys.ts'
import { ArchiveWriter } from './backup-archive.ts'
import { BackupError } from './backup-error.ts'
import { type DatabaseFacts, readFacts } from './database-facts.ts'
import { BACKUP_FORMAT, type BackupManifest, DATABASE_ENTRY, fingerprintOf, MANIFEST } from './manifest.ts'
import { runPostgresTool } from './postgres-tools.ts'
import { appendFiles, storedFiles } from './stored-files.ts'

export type BackupProgress =
  | { readonly step: 'check'; readonly share: number }
  | { readonly step: 'database'; readonly bytes: number }
  | { readonly step: 'files'; readonly done: number; readonly total: number }

export interface BackupDone {
  readonly manifest: BackupManifest
  /** Bytes of the file. */
  readonly bytes: number
  /** Where the keys are, which are not in it. */
  readonly keysFolder: string
}

/** How often the growing dump is looked at for the progress. */
const LOOK_EVERY_MS = 250

/**
 * Writes the database and the stored files into one file. On PostgreSQL while the nodes work: the dump is one moment of the database, and
 * files are stored before the database names them, so each file that it names is there. The embedded database is copied while its server is stopped.
 * @throws BackupError
 */
export async function makeBackup(
  config: Config,
  path: string,
  nowMs: number,
  onProgress: (progress: BackupProgress) => void,
): Promise<BackupDone> {
  const writer = await ArchiveWriter.create(path)
  try {
    const manifest = await (config.databaseUrl === undefined
      ? backUpEmbedded(config, writer, nowMs, onProgress)
      : backUpPostgres(config, config.databaseUrl, path, writer, nowMs, onProgress))
    await writer.finish()
    return { manifest, bytes: writer.written, keysFolder: resolve(config.dataFolder, 'keys') }
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

async function backUpPostgres(
  config: Config,
  databaseUrl: string,
  path: string,
  writer: ArchiveWriter,
  nowMs: number,
  onProgress: (progress: BackupProgress) => void,
): Promise<BackupManifest> {
  const dump = `${path}.database-part`
  const database = openPostgres(databaseUrl)
  try {
    const facts = await database.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        // A large database takes longer than an idle transaction may otherwise last. It holds back no pull: it writes nothing.
        await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx)
        const { rows } = await sql<{ snapshot: string }>`select pg_export_snapshot() as snapshot`.execute(tx)
        const known = await readFacts(tx).catch(() => {
          throw new BackupError('backup.nothing', new URL(databaseUrl).pathname.slice(1))
        })
        const args = ['--format=custom', '--schema=public', '--no-owner', '--no-privileges']
        const looks = setInterval(() => tellSize(dump, onProgress), LOOK_EVERY_MS)
        await runPostgresTool(
          'pg_dump',
          [...args, `--snapshot=${rows[0]?.snapshot}`, `--file=${dump}`],
          databaseUrl,
        ).finally(() => clearInterval(looks))
        return known
      })
    const { size } = await stat(dump)
    onProgress({ step: 'database', bytes: size })
    const manifest = await begin(config, 'postgres', facts, nowMs, writer)
    await writer.add(DATABASE_ENTRY.postgres, size, createReadStream(dump))
    await appendStored(config, writer, onProgress)
    return manifest
  } finally {
    await database.close()
    await rm(dump, { force: true })
  }
}

async function backUpEmbedded(
  config: Config,
  writer: ArchiveWriter,
  nowMs: number,
  onProgress: (progress: BackupProgress) => void,
): Promise<BackupManifest> {
  if (!hasEmbeddedData(config.dataFolder)) throw new BackupError('backup.nothing', config.dataFolder)
  return heldOr('backup.inUse', config.dataFolder, async () => {
    const { database, dump } = await openEmbedded(join(config.dataFolder, PGLITE_FOLDER))
    try {
      const facts = await readFacts(database.db)
      const blob = await dump()
      onProgress({ step: 'database', bytes: blob.size })
      const manifest = await begin(config, 'pglite', facts, nowMs, writer)
      await writer.add(DATABASE_ENTRY.pglite, blob.size, blob.stream())
      await appendStored(config, writer, onProgress)
      return manifest
    } finally {
      await database.close()
    }
  })
}

/** Holds the embedded database; who has it already is told by its process. */
export function heldOr<T>(
  code: 'backup.inUse' | 'restore.inUse',
  dataFolder: string,
  work: () => Promise<T>,
): Promise<T> {
  let hasBegun = false
  return holdingData(dataFolder, () => {
    hasBegun = true
    return work()
  }).catch((error: Error) => {
    throw hasBegun ? error : new BackupError(code, error.message)
  })
}

async function begin(
  config: Config,
  engine: BackupManifest['engine'],
  { engineVersion, migrations, tables }: DatabaseFacts,
  nowMs: number,
  writer: ArchiveWriter,
): Promise<BackupManifest> {
  const manifest: BackupManifest = {
    product: 'opora',
    format: BACKUP_FORMAT,
    madeAt: new Date(nowMs).toISOString(),
    engine,
    engineVersion,
    migrations: [...migrations],
    tables: { ...tables },
    files: (await storedFiles(config.dataFolder)).length,
    masterKey: masterKeyOf(config),
  }
  await writer.addBytes(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  return manifest
}

async function appendStored(config: Config, writer: ArchiveWriter, onProgress: (progress: BackupProgress) => void) {
  await appendFiles(writer, config.dataFolder, await storedFiles(config.dataFolder), (done, total) =>
    onProgress({ step: 'files', done, total }),
  )
}

export function masterKeyPath(config: Config): string {
  return config.masterKeyFile ?? join(config.dataFolder, 'keys', 'master.key')
}

/** Fingerprint of the master key that is there; none is made. */
export function masterKeyOf(config: Config): string | null {
  const path = masterKeyPath(config)
  return existsSync(path) && readFileSync(path).length > 0 ? fingerprintOf(loadOrMakeKey(path)) : null
}

function tellSize(path: string, onProgress: (progress: BackupProgress) => void): void {
  void stat(path).then(
    ({ size }) => onProgress({ step: 'database', bytes: size }),
    () => {},
  )
}
