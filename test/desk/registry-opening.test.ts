import { gzipSync } from 'node:zlib'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { Registry } from '#renderer/app/desk-data/registry.ts'
import { SNAPSHOT_PARTS } from '#renderer/app/desk-data/scope-index.ts'
import type { Bytes } from '#renderer/db/bytes.ts'
import { behind, closeStore, openSealed, openStore, unseal, type WritableStore } from '#renderer/db/handles.ts'
import { putPages, readAhead } from '#renderer/db/pages.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anId } from '#shared/builders/ids.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { plainCipher } from '#test/simulation/plain-cipher.ts'

const SCOPE = 'registry:00000000-0000-7000-8000-0000000000c1'
const DEVICE = 'device'
const net = {
  baseUrl: '',
  fetch: () => Promise.reject(new TypeError('no network')),
  timers: { now: () => 0, sleep: () => Promise.resolve() },
}
const keys = { deviceId: DEVICE, cipher: plainCipher }

function person(n: number, surname: string): InsuredPerson {
  const phones = [{ number: `+7900000000${n}`, kind: 'mobile', valid: true } as const]
  return aPerson({ id: anId<InsuredPerson['id']>(n), surname, phones })
}

function page(number: number, version: number, persons: readonly InsuredPerson[]) {
  const records = persons.map((data) => ({ id: data.id, version, data }))
  return {
    kind: 'insuredPerson',
    page: number,
    version,
    compressed: new Uint8Array(gzipSync(JSON.stringify(records))) as Bytes,
  }
}

let disk: IDBFactory
let parts: { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange }
beforeEach(() => {
  disk = new IDBFactory()
  parts = { indexedDB: disk, IDBKeyRange }
})

async function withStore(work: (store: WritableStore) => Promise<void>): Promise<void> {
  const store = await openStore(keys, parts)
  await work(store)
  closeStore(store)
}

/** Two pages and the snapshot that the first opening makes of them. */
async function fill(): Promise<void> {
  await withStore(async (store) => {
    await putPages(store, SCOPE, [
      page(0, 1, [person(1, 'Смирнова'), person(2, 'Алиев')]),
      page(1, 1, [person(3, 'Ан')]),
    ])
    expect(await new Registry(store, net).open([SCOPE])).toEqual({ damaged: [] })
  })
}

async function openAgain(): Promise<Registry> {
  const registry = new Registry(await openStore(keys, parts), net)
  expect(await registry.open([SCOPE])).toEqual({ damaged: [] })
  return registry
}

const namesFound = async (registry: Registry, typed: string): Promise<string[]> =>
  ((await registry.searchPersons(typed, 10)) ?? []).map(({ person: { surname } }) => surname)

async function expectEverythingFound(registry: Registry): Promise<void> {
  expect(await namesFound(registry, 'смирн')).toEqual(['Смирнова'])
  expect(await namesFound(registry, '9000000002')).toEqual(['Алиев'])
  expect((await registry.personsByPhone('+79000000003')).map(({ person: { surname } }) => surname)).toEqual(['Ан'])
  expect((await registry.person(anId(3)))?.surname).toBe('Ан')
  expect(await registry.copies([`insuredPerson:${anId(1)}`])).toEqual([[{ scope: SCOPE, version: 1 }]])
}

describe('opening the index of a scope from its snapshot', () => {
  it('finds by names, numbers and ids', async () => {
    await fill()
    await expectEverythingFound(await openAgain())
  })

  it('shows what rows say over the snapshot, whatever comes first', async () => {
    await fill()
    const store = await openStore(keys, parts)
    const registry = new Registry(store, net)
    const opened = registry.open([SCOPE])
    await registry.overlay([{ id: anId(1), shown: person(1, 'Жукова') }])
    await opened
    await registry.overlay([{ id: anId(2), shown: null }])
    expect(await namesFound(registry, 'смирн')).toEqual([])
    expect(await namesFound(registry, 'жуков')).toEqual(['Жукова'])
    expect(await namesFound(registry, 'алиев')).toEqual([])
  })

  it.each(SNAPSHOT_PARTS)(
    '[PULL3] builds it anew from the pages when the part «%s» is damaged or gone',
    async (part) => {
      for (const isGone of [false, true]) {
        disk = new IDBFactory()
        parts = { indexedDB: disk, IDBKeyRange }
        await fill()
        await withStore(async (store) => {
          const { db } = behind(store)
          const key = (await db.snapshots.toCollection().primaryKeys()).find((it) => it.endsWith(`/${part}`)) as string
          const row = await db.snapshots.get(key)
          if (isGone || !row) await db.snapshots.delete(key)
          else await db.snapshots.put({ ...row, sealed: row.sealed.slice(1) as Bytes })
        })
        await expectEverythingFound(await openAgain())
      }
    },
  )

  it('[PULL3] does not trust one that was made from other pages', async () => {
    await fill()
    await withStore((store) => putPages(store, SCOPE, [page(0, 2, [person(1, 'Иванова'), person(2, 'Алиев')])]))
    const registry = await openAgain()
    expect((await registry.person(anId(1)))?.surname).toBe('Иванова')
    expect(await namesFound(registry, 'смирн')).toEqual([])
    expect(await namesFound(registry, 'иванов')).toEqual(['Иванова'])
  })

  it('[LOCK2] opens what was read while the desk was locked, and sees what another window stored meanwhile', async () => {
    await fill()
    for (const isChanged of [false, true]) {
      const sealed = await openSealed(DEVICE, parts)
      const ahead = readAhead(sealed, SNAPSHOT_PARTS)
      for (const part of SNAPSHOT_PARTS)
        expect(await ahead.snapshot(await plainCipher.blind(SCOPE), part)).toBeDefined()
      if (isChanged) await withStore((store) => putPages(store, SCOPE, [page(1, 2, [person(3, 'Ким')])]))
      const registry = new Registry(unseal(sealed, keys), net)
      registry.readAhead(ahead)
      expect(await registry.open([SCOPE])).toEqual({ damaged: [] })
      if (!isChanged) await expectEverythingFound(registry)
      else expect((await registry.person(anId(3)))?.surname).toBe('Ким')
    }
  })
})
