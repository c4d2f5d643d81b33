import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillDatabase } from '#server/app/fill-database.ts'
import { openDatabase, startServer } from '#server/app/start-server.ts'
import { migrate } from '#server/db/migrate.ts'
import { holdingData } from '#server/db/pglite-data.ts'
import { hashPassword } from '#server/features/auth/passwords.ts'
import { type Config, readConfig } from '#server/platform/config.ts'
import { describeOnEngines, makePostgresDatabase } from '#server/testing/engines.ts'
import { PASSWORD } from '#server/testing/harness.ts'
import { tinyIds, tinyPolyclinic } from '#server/testing/tiny-polyclinic.ts'
import { ArchiveReader, ArchiveWriter } from './backup-archive.ts'
import { BackupError } from './backup-error.ts'
import { tableNames, tableOf } from './database-facts.ts'
import { makeBackup } from './make-backup.ts'
import { type BackupManifest, DATABASE_ENTRY, MANIFEST } from './manifest.ts'
import { restoreBackup } from './restore-backup.ts'

const NOW_MS = Date.parse('2026-11-24T09:00:00.000Z')
/** Bytes of a stored file: more than one piece of a stream, and no multiple of a block of the archive. */
const FILE_BYTES = 200_001
/** The embedded database is opened many times over, a second or more each. */
const SLOW_MS = 300_000
const passwordHash = hashPassword(PASSWORD)
const quiet = (): void => {}

describeOnEngines('backup and restore', (_open, engine) => {
  const folders: string[] = []
  let full: Config
  let backup: string
  let content: Record<string, string>

  async function aConfig(): Promise<Config> {
    const folder = mkdtempSync(join(tmpdir(), 'opora-backup-'))
    folders.push(folder)
    const postgres = engine === 'postgres' ? { DATABASE_URL: await makePostgresDatabase('template0') } : {}
    return readConfig({ OPORA_DATA: folder, OPORA_LOG_LEVEL: 'silent', OPORA_PORT: '0', ...postgres })
  }

  /** A database with a tiny polyclinic under another name each, and files beside it. */
  async function aFullConfig(n: number): Promise<Config> {
    const config = await aConfig()
    const database = await openDatabase(config)
    await migrate(database)
    const source = { batches: tinyPolyclinic({ n }), classifiers: [], scripts: [], passwordHash: await passwordHash }
    await fillDatabase(database, source, quiet)
    await sql`insert into audit_heads (org_id, seq, hash) values (${tinyIds(n).org}, 1, 'x')`.execute(database.db)
    await database.close()
    for (const folder of ['files', 'recordings']) {
      mkdirSync(join(config.dataFolder, folder))
      writeFileSync(join(config.dataFolder, folder, `${folder}-${n}`), randomBytes(FILE_BYTES))
      writeFileSync(join(config.dataFolder, folder, `empty-${n}.json`), '')
    }
    return config
  }

  /** Rows and a hash over all of them for each table, and over every stored file. */
  async function contentOf(config: Config): Promise<Record<string, string>> {
    const found: Record<string, string> = {}
    const database = await openDatabase(config)
    for (const name of await tableNames(database.db)) {
      const { rows } = await sql<{ text: string }>`
        select count(*) || ' ' || md5(coalesce(string_agg(row_text, E'\n' order by row_text), '')) as text
        from (select one::text as row_text from ${tableOf(name)} one) all_rows`.execute(database.db)
      found[name] = rows[0]?.text ?? ''
    }
    await database.close()
    for (const folder of ['files', 'recordings']) {
      const names = readdirSync(config.dataFolder).includes(folder) ? readdirSync(join(config.dataFolder, folder)) : []
      for (const name of names.sort())
        found[`${folder}/${name}`] = readFileSync(join(config.dataFolder, folder, name)).toString('base64')
    }
    return found
  }

  const restore = (config: Config, path: string, replace = false) => restoreBackup(config, path, { replace }, quiet)

  /** An archive whose sums are right, with what the test puts into it. */
  async function anArchive(changes: Partial<Record<keyof BackupManifest, unknown>>, dump: Buffer): Promise<string> {
    const reader = await ArchiveReader.open(backup)
    const manifest = JSON.parse((await reader.readWhole(MANIFEST)).toString('utf8')) as BackupManifest
    await reader.close()
    const path = `${backup}-${randomBytes(4).toString('hex')}`
    const writer = await ArchiveWriter.create(path)
    await writer.addBytes(MANIFEST, Buffer.from(JSON.stringify({ ...manifest, ...changes })))
    await writer.addBytes(DATABASE_ENTRY[engine], dump)
    await writer.finish()
    return path
  }

  beforeAll(async () => {
    full = await aFullConfig(0)
    content = await contentOf(full)
    backup = join(full.dataFolder, 'backup.opora')
    await makeBackup(full, backup, NOW_MS, quiet)
  }, 120_000)
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  it('[X7] brings every row of every table and every file back, and the server works on them', async () => {
    expect(Object.keys(content).length).toBeGreaterThan(20)
    const steps = new Set<string>()
    const config = await aConfig()
    const done = await restoreBackup(config, backup, { replace: false }, ({ step }) => steps.add(step))
    expect(await contentOf(config)).toEqual(content)
    expect(done).toMatchObject({
      files: 4,
      isOtherKey: false,
      manifest: { madeAt: '2026-11-24T09:00:00.000Z', engine },
    })
    expect([...steps]).toEqual(['check', 'database', 'files'])

    const server = await startServer(config)
    const answer = await fetch(`${server.url}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        login: 'operator',
        password: PASSWORD,
        installationId: '0193af5c-0000-7000-8000-000000000001',
        host: 'browser',
        appVersion: '0.1.0',
      }),
    })
    expect(answer.status).toBe(200)
    await server.close()
  })

  it('[X7] says how many rows of each table it holds, and leaves the database as it was', async () => {
    const reader = await ArchiveReader.open(backup)
    const manifest = JSON.parse((await reader.readWhole(MANIFEST)).toString('utf8')) as BackupManifest
    await reader.close()
    expect(manifest.tables['organisations']).toBe(1)
    for (const [table, rows] of Object.entries(manifest.tables)) expect(content[table]).toMatch(new RegExp(`^${rows} `))
    expect(await contentOf(full)).toEqual(content)
  })

  it('never writes over a backup', async () => {
    await expect(makeBackup(full, backup, NOW_MS, quiet)).rejects.toMatchObject({ code: 'backup.fileExists' })
  })

  it('says so when there is no database to back up, and leaves no file', async () => {
    const config = await aConfig()
    const path = join(config.dataFolder, 'none.opora')
    await expect(makeBackup(config, path, NOW_MS, quiet)).rejects.toMatchObject({ code: 'backup.nothing' })
    expect(readdirSync(config.dataFolder)).toEqual([])
  })

  it(
    '[X7] refuses a database that is not empty, and replaces all of it with --replace',
    async () => {
      const config = await aFullConfig(1)
      const before = await contentOf(config)
      await expect(restore(config, backup)).rejects.toMatchObject({ code: 'restore.notEmpty' })
      for (const folder of ['files', 'recordings']) rmSync(join(config.dataFolder, folder), { recursive: true })
      await expect(restore(config, backup)).rejects.toMatchObject({ code: 'restore.notEmpty' })
      const tables = Object.entries(before).filter(([name]) => !name.includes('/'))
      expect(await contentOf(config)).toEqual(Object.fromEntries(tables))
      await restore(config, backup, true)
      expect(await contentOf(config)).toEqual(content)
      expect(readdirSync(config.dataFolder).filter((name) => /replaced|restoring/.test(name))).toEqual([])
    },
    SLOW_MS,
  )

  it('[X7] refuses a file that is damaged, cut off, missing or something else, and touches nothing', async () => {
    const config = await aFullConfig(2)
    const before = await contentOf(config)
    const whole = readFileSync(backup)
    const broken = `${backup}.broken`
    for (const at of [0.1, 0.5, 0.9].map((share) => Math.floor(whole.length * share))) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(broken, bytes)
      await expect(restore(config, broken, true)).rejects.toMatchObject({ code: 'restore.damaged' })
      writeFileSync(broken, whole)
      truncateSync(broken, at)
      await expect(restore(config, broken, true)).rejects.toMatchObject({ code: 'restore.damaged' })
    }
    writeFileSync(broken, randomBytes(5_000))
    await expect(restore(config, broken, true)).rejects.toMatchObject({ code: 'restore.notABackup' })
    await expect(restore(config, `${backup}.gone`, true)).rejects.toMatchObject({ code: 'restore.fileMissing' })
    expect(await contentOf(config)).toEqual(before)
  })

  it('[X7] refuses a backup of a newer program or of the other engine', async () => {
    const config = await aConfig()
    const dump = Buffer.from('x')
    const newer = await anArchive({ migrations: ['0001-init.sql', '9999-later.sql'] }, dump)
    await expect(restore(config, newer)).rejects.toMatchObject({ code: 'restore.newer', detail: '9999-later.sql' })
    const format = await anArchive({ format: 2 }, dump)
    await expect(restore(config, format)).rejects.toMatchObject({ code: 'restore.newer', detail: 'format 2' })
    const other = await anArchive({ engine: engine === 'postgres' ? 'pglite' : 'postgres' }, dump)
    await expect(restore(config, other)).rejects.toMatchObject({ code: 'restore.otherEngine' })
  })

  it(
    'puts the database and the files of before back when the restore fails half-way',
    async () => {
      const config = await aFullConfig(3)
      const before = await contentOf(config)
      const reader = await ArchiveReader.open(backup)
      const dump = await reader.readWhole(DATABASE_ENTRY[engine])
      await reader.close()
      await expect(restore(config, await anArchive({}, Buffer.from('no dump')), true)).rejects.toThrow()
      expect(await contentOf(config)).toEqual(before)
      const fewer = await anArchive({ tables: { organisations: 2 } }, dump)
      await expect(restore(config, fewer, true)).rejects.toMatchObject({ code: 'restore.incomplete' })
      expect(await contentOf(config)).toEqual(before)
      expect(readdirSync(config.dataFolder).filter((name) => /replaced|restoring/.test(name))).toEqual([])
    },
    SLOW_MS,
  )

  it('does not restore under a server that works, and tells of another master key', async () => {
    const config = await aConfig()
    if (engine === 'pglite') {
      await holdingData(config.dataFolder, async () => {
        await expect(restore(config, backup)).rejects.toMatchObject({ code: 'restore.inUse' })
      })
      await holdingData(full.dataFolder, async () => {
        const path = join(config.dataFolder, 'held.opora')
        await expect(makeBackup(full, path, NOW_MS, quiet)).rejects.toMatchObject({ code: 'backup.inUse' })
      })
      return
    }
    const server = await startServer(config)
    await expect(restore(config, backup, true)).rejects.toMatchObject({ code: 'restore.inUse' })
    const live = join(config.dataFolder, 'live.opora')
    const { manifest } = await makeBackup(config, live, NOW_MS, quiet)
    expect(manifest.masterKey).toMatch(/^[0-9a-f]{16}$/)
    await server.close()
    rmSync(join(config.dataFolder, 'keys'), { recursive: true })
    expect((await restore(config, live, true)).isOtherKey).toBe(true)
  })
})

it('has a code and what it is about in every failure', () => {
  expect(new BackupError('restore.newer', '0010-x.sql')).toMatchObject({ message: 'restore.newer: 0010-x.sql' })
})
