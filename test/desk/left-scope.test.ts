import { gzipSync } from 'node:zlib'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, it } from 'vitest'
import { Registry } from '#renderer/app/desk-data/registry.ts'
import type { Bytes } from '#renderer/db/bytes.ts'
import { openStore } from '#renderer/db/handles.ts'
import { putPages } from '#renderer/db/pages.ts'
import { DeskState } from '#renderer/sync/desk-state.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { plainCipher } from '#test/simulation/plain-cipher.ts'

const SCOPE = 'registry:00000000-0000-7000-8000-0000000000c1'
const net = {
  baseUrl: '',
  fetch: () => Promise.reject(new TypeError('no network')),
  timers: { now: () => 0, sleep: () => Promise.resolve() },
}

it('[PULL2] what pages of a left scope still hold is not known to a command that is given before they are forgotten', async () => {
  const parts = { indexedDB: new IDBFactory(), IDBKeyRange }
  const store = await openStore({ deviceId: 'device', cipher: plainCipher }, parts)
  const person = aPerson()
  const records = [{ id: person.id, version: 1, data: person }]
  const compressed = new Uint8Array(gzipSync(JSON.stringify(records))) as Bytes
  await putPages(store, SCOPE, [{ kind: 'insuredPerson', page: 0, version: 1, compressed }])
  const pages = new Registry(store, net)
  await pages.open([SCOPE])
  const state = await DeskState.open(store, pages, 1, () => {})
  const key = `insuredPerson:${person.id}`
  const scope = { name: SCOPE, title: '', cursor: '1.0', loads: 1 } as const
  await state.transact(() => ({ change: { scopes: new Map([[SCOPE, scope]]) }, result: undefined }))
  expect((await state.known([key])).get(key)?.shown).toEqual(person)

  await state.transact(() => ({ change: { scopes: new Map([[SCOPE, null]]) }, result: undefined }))
  expect(await pages.copies([key])).toEqual([[{ scope: SCOPE, version: 1 }]])
  expect(await state.known([key])).toEqual(new Map())
})
