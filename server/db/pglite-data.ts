import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type Database, pgliteDatabase } from './database.ts'
import { holdFolder } from './folder-lock.ts'

/** Folder of the embedded database within the data folder. */
export const PGLITE_FOLDER = 'pglite'

export interface EmbeddedData {
  readonly database: Database
  /** The whole data folder of the database, tar and gzip. */
  dump(): Promise<Blob>
}

export function hasEmbeddedData(dataFolder: string): boolean {
  return existsSync(join(dataFolder, PGLITE_FOLDER, 'PG_VERSION'))
}

/** Runs work while no other process may open the embedded database. @throws Error naming the process that holds it */
export async function holdingData<T>(dataFolder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const release = holdFolder(dataFolder)
  try {
    return await work()
  } finally {
    release()
  }
}

/**
 * Opens an embedded database whose folder is held already, or makes one of a dump.
 * @param folder the database's own
 */
export async function openEmbedded(folder: string | null, loadDataDir?: Blob): Promise<EmbeddedData> {
  const pglite = await PGlite.create({
    ...(folder === null ? {} : { dataDir: folder }),
    ...(loadDataDir === undefined ? {} : { loadDataDir }),
  })
  return { database: pgliteDatabase(pglite), dump: () => pglite.dumpDataDir('gzip') }
}
