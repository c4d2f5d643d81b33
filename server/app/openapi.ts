import { PGlite } from '@electric-sql/pglite'
import { pgliteDatabase } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import { readConfig } from '#server/platform/config.ts'
import { buildServer } from './build-server.ts'

/** The OpenAPI document of this program as it is kept in docs/openapi.json: with the try-out routes, ending with a line feed. */
export async function openApiDocument(): Promise<string> {
  const database = pgliteDatabase(await PGlite.create())
  await migrate(database)
  const server = await buildServer({
    config: readConfig({ OPORA_LOG_LEVEL: 'silent', OPORA_TRY_OUT: 'small', OPORA_DESK: 'not-built' }),
    database,
    masterKey: new Uint8Array(32),
    tokenKey: new Uint8Array(32),
  })
  const document = server.api.swagger()
  await server.close()
  return `${JSON.stringify(document, null, 2)}\n`
}
