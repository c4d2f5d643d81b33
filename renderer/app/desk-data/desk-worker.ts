import { expose } from 'comlink'
import type { CipherKeys } from '#renderer/db/cipher.ts'
import { closeSealed, isStillOpen, openSealed, openStore, type SealedStore, unseal } from '#renderer/db/handles.ts'
import { type ReadAhead, readAhead } from '#renderer/db/pages.ts'
import type { PagedStore } from '#renderer/sync/paged-store.ts'
import { browserTimers } from './browser-ports.ts'
import { Registry } from './registry.ts'
import { SNAPSHOT_PARTS } from './scope-index.ts'

/** What the worker of the desk does: it opens its own connection to the database and keeps the pages. */
export interface DeskWorkerEnd extends PagedStore {
  /** Opens the store of who will probably unlock the desk, and reads ahead what is sealed in it. */
  prepare(deviceId: string): Promise<void>
  /** Must be called before everything else. The keys cannot be exported; they travel as objects. */
  start(keys: CipherKeys, baseUrl: string): Promise<void>
}

let registry: Registry | null = null
let prepared: Promise<{ readonly store: SealedStore; readonly ahead: ReadAhead }> | null = null

/** What was prepared for this device, if it is still of use. */
async function takePrepared(
  deviceId: string,
): Promise<{ readonly store: SealedStore; readonly ahead: ReadAhead } | null> {
  const taken = await prepared?.catch(() => null)
  prepared = null
  if (!taken) return null
  if (taken.store.deviceId === deviceId && isStillOpen(taken.store)) return taken
  closeSealed(taken.store)
  return null
}

function started(): Registry {
  if (!registry) throw new Error('Invariant broken: the worker was not started')
  return registry
}

/** The first search after opening must not wait behind pages that nobody has asked for. */
const WARM_AFTER_MS = 500

async function warmLater(): Promise<void> {
  await browserTimers.sleep(WARM_AFTER_MS)
  await started().warm()
}

const end: DeskWorkerEnd = {
  async prepare(deviceId) {
    await takePrepared('')
    prepared = openSealed(deviceId, { durability: 'relaxed' }).then((store) => ({
      store,
      ahead: readAhead(store, SNAPSHOT_PARTS),
    }))
    const { ahead } = await prepared
    for (const [blinded, part] of await ahead.keys()) await ahead.snapshot(blinded, part)
  },
  async start(keys, baseUrl) {
    const taken = await takePrepared(keys.deviceId)
    const store = taken ? unseal(taken.store, keys) : await openStore(keys, { durability: 'relaxed' })
    registry = new Registry(store, { baseUrl, fetch: (url, init) => fetch(url, init), timers: browserTimers })
    registry.readAhead(taken?.ahead)
  },
  async open(scopes) {
    const opened = await started().open(scopes)
    void warmLater()
    return opened
  },
  tidy: (scopes) => started().tidy(scopes),
  async load(manifest, accessToken, onProgress) {
    const outcome = await started().load(manifest, accessToken, onProgress)
    void warmLater()
    return outcome
  },
  forget: (scope) => started().forget(scope),
  overlay: (changes) => started().overlay(changes),
  record: (kind, id, scopes) => started().record(kind, id, scopes),
  copies: (keys) => started().copies(keys),
  byRef: (kind, ref) => started().byRef(kind, ref),
  all: (kind) => started().all(kind),
  person: (id) => started().person(id),
  searchPersons: (typed, limit) => started().searchPersons(typed, limit),
  personsByPhone: (e164) => started().personsByPhone(e164),
  dueList: (query) => started().dueList(query),
  onDamaged: (listener) => started().onDamaged(listener),
}

expose(end)
