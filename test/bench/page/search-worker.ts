import { browserTimers } from '#renderer/app/desk-data/browser-ports.ts'
import { Registry } from '#renderer/app/desk-data/registry.ts'
import type { CipherKeys } from '#renderer/db/cipher.ts'
import { openStore } from '#renderer/db/handles.ts'

/** The same pages and index as in the desk's worker; here each search is timed where it runs. */
self.addEventListener(
  'message',
  async (event: MessageEvent<{ keys: CipherKeys; scope: string; typed: string[]; limit: number }>) => {
    const { keys, scope, typed, limit } = event.data
    const startedAt = performance.now()
    const registry = new Registry(await openStore(keys), { baseUrl: '', fetch, timers: browserTimers })
    await registry.open([scope])
    const openedMs = performance.now() - startedAt
    await registry.warm()
    const times: number[] = []
    for (const text of typed) {
      const from = performance.now()
      await registry.searchPersons(text, limit)
      times.push(performance.now() - from)
    }
    self.postMessage({ openedMs, times })
  },
)
