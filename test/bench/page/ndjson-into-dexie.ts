import Dexie, { type Table } from 'dexie'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

const CHUNK = 5_000

/**
 * The ordinary way to keep people offline, for comparison: one compressed stream of NDJSON, parsed line by line and put into Dexie in
 * chunks with five plain indexes. Returns milliseconds from the request to the end of the last transaction.
 * @param keptAs name under which the database stays; absent: it is deleted
 */
export async function loadNdjsonIntoDexie(url: string, keptAs?: string): Promise<number> {
  const db = await openPersons(keptAs ?? `baseline-${crypto.randomUUID()}`)
  const elapsed = await fill(db, url)
  if (keptAs === undefined) await db.delete()
  else db.close()
  return elapsed
}

/** The ordinary way to find somebody after a restart: the kept database is opened and asked by its index of names. Returns milliseconds. */
export async function openKeptDexie(name: string, surname: string, limit: number): Promise<number> {
  const startedAt = performance.now()
  const db = await openPersons(name)
  const found = await db
    .table('persons')
    .where('[surname+givenName]')
    .between([surname], [surname, []])
    .limit(limit)
    .toArray()
  const elapsed = performance.now() - startedAt
  db.close()
  if (found.length === 0) throw new Error('The baseline found nobody')
  return elapsed
}

async function openPersons(name: string): Promise<Dexie> {
  const db = new Dexie(name)
  db.version(1).stores({ persons: 'id, [surname+givenName], *phone, policyNumber, snils, birthDate' })
  return db.open()
}

async function fill(db: Dexie, url: string): Promise<number> {
  const persons = db.table('persons') as Table<InsuredPerson, string>
  const startedAt = performance.now()
  const response = await fetch(url, { cache: 'no-store' })
  const lines = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  let chunk: InsuredPerson[] = []
  for (;;) {
    const { done, value } = (await lines?.read()) ?? { done: true, value: undefined }
    const parts = (rest + (value ?? '')).split('\n')
    rest = done ? '' : (parts.pop() ?? '')
    for (const line of parts) {
      if (line === '') continue
      const person = JSON.parse(line) as InsuredPerson
      const indexed = { phone: person.phones.map((phone) => phone.number), policyNumber: person.policy.number }
      chunk.push({ ...person, ...indexed })
      if (chunk.length < CHUNK) continue
      await persons.bulkPut(chunk)
      chunk = []
    }
    if (done) break
  }
  if (chunk.length > 0) await persons.bulkPut(chunk)
  const elapsed = performance.now() - startedAt
  const count = await persons.count()
  if (count < 60_000) throw new Error(`The baseline stored only ${count} persons`)
  return elapsed
}

/** One plain row in a strict transaction: what *saved on this computer* costs without encryption, numbers and records. */
export async function strictPuts(values: readonly unknown[]): Promise<number[]> {
  const db = new Dexie(`baseline-${crypto.randomUUID()}`, { chromeTransactionDurability: 'strict' })
  db.version(1).stores({ outbox: '++n' })
  await db.open()
  const times: number[] = []
  for (const value of values) {
    const startedAt = performance.now()
    await db.transaction('rw', db.table('outbox'), () => db.table('outbox').add({ value }))
    times.push(performance.now() - startedAt)
  }
  await db.delete()
  return times
}
