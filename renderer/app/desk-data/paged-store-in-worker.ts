import { proxy, releaseProxy } from 'comlink'
import type { CipherKeys } from '#renderer/db/cipher.ts'
import type { PagedStore } from '#renderer/sync/paged-store.ts'
import { endOfPages, takeWorker } from './spare-workers.ts'

/** The pages behind a worker, so that neither loading nor searching stops the screen. */
export async function startPagedStore(keys: CipherKeys, baseUrl: string): Promise<PagedStore & { stop(): void }> {
  const worker = takeWorker('pages')
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(`The worker of the store failed: ${event.message}`)))
  })
  const end = endOfPages(worker)
  await Promise.race([end.start(keys, baseUrl), failed])
  failed.catch((error: unknown) => console.error(error))
  return {
    open: (scopes) => end.open(scopes),
    tidy: (scopes) => end.tidy(scopes),
    load: (manifest, accessToken, onProgress) => end.load(manifest, accessToken, proxy(onProgress)),
    forget: (scope) => end.forget(scope),
    overlay: (changes) => end.overlay(changes),
    record: (kind, id, scopes) => end.record(kind, id, scopes),
    copies: (recordKeys) => end.copies(recordKeys),
    byRef: (kind, ref) => end.byRef(kind, ref),
    all: (kind) => end.all(kind),
    person: (id) => end.person(id),
    searchPersons: (typed, limit) => end.searchPersons(typed, limit),
    personsByPhone: (e164) => end.personsByPhone(e164),
    dueList: (query) => end.dueList(query),
    onDamaged: (listener) => void end.onDamaged(proxy(listener)),
    stop() {
      end[releaseProxy]()
      worker.terminate()
    },
  }
}
