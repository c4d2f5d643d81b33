import { join } from 'node:path'
import { ADVISORY_LOCKS, type Database, openPglite, openPostgres } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import type { Config } from '#server/platform/config.ts'
import { loadOrMakeKey } from '#server/platform/keys.ts'
import { mendLogAfterRestore } from '#server/sync/change-log.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { buildServer, type Server } from './build-server.ts'
import { keepLogBySchedule } from './log-keeping.ts'
import { prepareTryOut } from './prepare-try-out.ts'
import { keepRecordingTerms } from './recording-terms.ts'

export interface RunningServer extends Server {
  /** Address it listens on, `http://127.0.0.1:4680`. */
  readonly url: string
}

export interface StartHooks {
  /** Share of the synthetic polyclinic that is loaded, 0 to 1; called only when an empty database is filled for a try-out. */
  readonly onSeed?: (share: number) => void
}

/** Opens and migrates the database, builds the API and listens. The order of start of the whole process, in one place. */
export async function startServer(config: Config, hooks: StartHooks = {}): Promise<RunningServer> {
  const database = await openDatabase(config)
  try {
    await database.alone(ADVISORY_LOCKS.prepare, () => prepareDatabase(config, database, hooks))
    const server = await buildServer({
      config,
      database,
      masterKey: loadOrMakeKey(config.masterKeyFile ?? join(config.dataFolder, 'keys', 'master.key')),
      tokenKey: loadOrMakeKey(config.tokenKeyFile ?? join(config.dataFolder, 'keys', 'token.key')),
    })
    const url = await server.api.listen({ host: config.host, port: config.port })
    const stopTerms = keepRecordingTerms(config, database, Date.now, (error) =>
      server.api.log.error({ err: error }, 'deletion of recordings failed'),
    )
    const stopKeeping = keepLogBySchedule({
      config,
      database,
      pages: server.pages,
      now: Date.now,
      onKept: (kept) => server.api.log.info(kept, 'change log kept'),
      onFailure: (error) => server.api.log.error({ err: error }, 'keeping of the change log failed'),
    })
    return {
      ...server,
      url,
      close: async () => {
        stopTerms()
        await stopKeeping()
        await server.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** What must be done before the first request, by one node of several that start together. */
async function prepareDatabase(config: Config, database: Database, hooks: StartHooks): Promise<void> {
  await migrate(database)
  if (config.tryOut !== 'off') {
    const today = dateOf(Date.now(), config.zoneOffsetMinutes)
    await prepareTryOut(database, config.tryOut, today, hooks.onSeed ?? (() => {}))
  }
  await mendLogAfterRestore(database.db)
}

export function openDatabase(config: Config): Promise<Database> {
  return config.databaseUrl === undefined
    ? openPglite(config.dataFolder)
    : Promise.resolve(openPostgres(config.databaseUrl))
}
