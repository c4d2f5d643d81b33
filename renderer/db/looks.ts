import type { PersonLook } from '#shared/features/audit/look.ts'
import { PLACES } from './change.ts'
import { openValue, sealValue } from './cipher.ts'
import { behind, type ReadableStore, type WritableStore } from './handles.ts'

/** Keeps a look at a person until the server has it (REQUIREMENTS X3). */
export async function keepLook(store: WritableStore, look: PersonLook): Promise<void> {
  const { db, cipher } = behind(store)
  await db.looks.put({ id: look.id, sealed: await sealValue(cipher, PLACES.look(look.id), look) })
}

/** The oldest looks that wait, at most `limit`. One that cannot be opened is passed over. */
export async function waitingLooks(store: ReadableStore, limit: number): Promise<readonly PersonLook[]> {
  const { db, cipher } = behind(store)
  const rows = await db.looks.orderBy('id').limit(limit).toArray()
  const looks = await Promise.all(
    rows.map((row) => openValue<PersonLook>(cipher, PLACES.look(row.id), row.sealed).catch(() => null)),
  )
  return looks.filter((look): look is PersonLook => look !== null)
}

export async function forgetLooks(store: WritableStore, ids: readonly string[]): Promise<void> {
  await behind(store).db.looks.bulkDelete([...ids])
}
