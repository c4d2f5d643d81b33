import Dexie, { type Table } from 'dexie'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

interface EncryptedRow {
  readonly id: string
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: ArrayBuffer
}

/** How many rows are sealed or opened at once. */
const CHUNK = 2_000

export interface EncryptedRows {
  /** All rows, opened one by one. */
  all(): Promise<InsuredPerson[]>
  delete(): Promise<void>
}

/** The ordinary way to keep people encrypted, for comparison: a row of AES-GCM per person in Dexie, filled from NDJSON. */
export async function encryptedRowsFrom(url: string): Promise<EncryptedRows> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const db = new Dexie(`baseline-${crypto.randomUUID()}`)
  db.version(1).stores({ persons: 'id' })
  const table = db.table('persons') as Table<EncryptedRow, string>
  const lines = (await (await fetch(url, { cache: 'no-store' })).text()).split('\n').filter((line) => line !== '')
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()
  for (let from = 0; from < lines.length; from += CHUNK)
    await table.bulkPut(
      await Promise.all(
        lines.slice(from, from + CHUNK).map(async (line): Promise<EncryptedRow> => {
          const iv = crypto.getRandomValues(new Uint8Array(12))
          const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, encoder.encode(line))
          return { id: (JSON.parse(line) as InsuredPerson).id, iv, sealed }
        }),
      ),
    )
  return {
    async all() {
      const rows = await table.toArray()
      const persons: InsuredPerson[] = []
      for (let from = 0; from < rows.length; from += CHUNK) {
        const opened = await Promise.all(
          rows
            .slice(from, from + CHUNK)
            .map(async ({ iv, sealed }) =>
              decoder.decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed)),
            ),
        )
        for (const line of opened) persons.push(JSON.parse(line) as InsuredPerson)
      }
      return persons
    },
    delete: () => db.delete(),
  }
}
