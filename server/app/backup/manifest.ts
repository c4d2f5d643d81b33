import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Raised when an older program could not read what a newer one writes. */
export const BACKUP_FORMAT = 1
export const MANIFEST = 'manifest.json'
/** It holds names and numbers, a few kilobytes; what is far larger is another program's. */
export const MANIFEST_BYTES_MAX = 1 << 20
export const DATABASE_ENTRY = { postgres: 'database.dump', pglite: 'database.tar.gz' } as const

/** Folders of stored files under the data folder, and their names in the archive. */
export const FILE_FOLDERS = ['files', 'recordings'] as const
export type FileFolder = (typeof FILE_FOLDERS)[number]

/** The first part is read before the rest: a newer format may have other fields. */
export const manifestFormat = z.object({ product: z.literal('opora'), format: z.number().int() })

export const backupManifest = manifestFormat.extend({
  madeAt: z.string(),
  engine: z.enum(['postgres', 'pglite']),
  /** Of the database server, `15.18`. */
  engineVersion: z.string(),
  /** Names of the migrations that had run. */
  migrations: z.array(z.string()),
  /** Rows of each table. */
  tables: z.record(z.string(), z.number().int()),
  files: z.number().int(),
  /** Tells master keys apart without telling the key; null when there was no file. */
  masterKey: z.string().nullable(),
})
export type BackupManifest = z.infer<typeof backupManifest>

export function rowsOf(manifest: BackupManifest): number {
  return Object.values(manifest.tables).reduce((sum, rows) => sum + rows, 0)
}

/** One-way, and of its own: it helps nobody to find the key. */
export function fingerprintOf(key: Uint8Array): string {
  return createHash('sha256').update('opora master key').update(key).digest('hex').slice(0, 16)
}
