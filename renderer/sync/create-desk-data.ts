import { draftKeys, dropDraft, loadDraft, saveDraft } from '#renderer/db/drafts.ts'
import type { WritableStore } from '#renderer/db/handles.ts'
import { keepLook } from '#renderer/db/looks.ts'
import { type PersonLook, personLook } from '#shared/features/audit/look.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import type { DeskData, DeskDrafts } from './desk-data.ts'
import { createReads } from './desk-reads.ts'
import { DeskState } from './desk-state.ts'
import { createDispatcher } from './dispatch.ts'
import type { PagedStore } from './paged-store.ts'
import type { SyncPorts } from './ports.ts'
import { startSync } from './sync-engine.ts'
import type { SyncStatusStore } from './sync-status-store.ts'

export interface DeskDataParts {
  readonly store: WritableStore
  readonly pages: PagedStore
  readonly actor: Actor
  /** Without a slash at the end. */
  readonly baseUrl: string
  /** Next command number by the server's count; null when it could not be asked. */
  readonly expectedN: number | null
  readonly status: SyncStatusStore
  readonly ports: SyncPorts
}

/** Joins store, pages and sync into what the desk's features use, and starts the sync. */
export async function createDeskData(parts: DeskDataParts): Promise<DeskData> {
  const { store, pages, ports } = parts
  const state = await DeskState.open(store, pages, parts.expectedN ?? 1, () => ports.tabs.tell())
  const { damaged } = await pages.open([...state.view.scopes.keys()])
  await state.showOverlay()
  const sync = startSync({ baseUrl: parts.baseUrl, state, status: parts.status, ports })
  pages.onDamaged((scope) => sync.reload([scope]))
  sync.reload(state.damaged.some(({ table }) => table === 'rows') ? [...state.view.scopes.keys()] : damaged)
  ports.tabs.onTold(() => void state.reread())
  const dispatcher = createDispatcher(state, parts.actor, ports, () => sync.wakePush())

  return {
    reads: createReads(state),
    writes: {
      dispatch: (command, args) => dispatcher.dispatch(command, args),
      dispatchNumbered: (command, argsOf) => dispatcher.dispatchNumbered(command, argsOf),
      mend: (commandId, args) => dispatcher.mend(commandId, args),
      drop: (commandId) => dispatcher.drop(commandId),
      async noteLook(look) {
        const nowMs = ports.timers.now()
        const whole: PersonLook = personLook.parse({
          ...look,
          id: newUuid(nowMs, ports.randomBytes),
          at: toInstant(nowMs),
        })
        await keepLook(store, whole)
        sync.wakePush()
      },
    },
    drafts: createDrafts(store),
    sync: {
      tryNow: () => sync.tryNow(),
      async stop() {
        await sync.stop()
        ports.tabs.close()
      },
    },
  }
}

/** Drafts are written while one types: writes of one key follow each other, and what was overtaken is not written at all. */
export function createDrafts(store: WritableStore): DeskDrafts {
  const writing = new Map<string, { value: unknown; isDropped: boolean; done: Promise<void> }>()

  function write(key: string, value: unknown, isDropped: boolean): Promise<void> {
    const before = writing.get(key)
    if (before) {
      before.value = value
      before.isDropped = isDropped
      return before.done
    }
    const entry = { value, isDropped, done: Promise.resolve() }
    entry.done = (async () => {
      for (;;) {
        const { value: now, isDropped: wasDropped } = entry
        await (wasDropped ? dropDraft(store, key) : saveDraft(store, key, now))
        if (entry.value === now && entry.isDropped === wasDropped) break
      }
    })().finally(() => writing.delete(key))
    writing.set(key, entry)
    return entry.done
  }

  return {
    async load<T>(key: string) {
      await writing.get(key)?.done
      return loadDraft<T>(store, key)
    },
    save: (key, value) => write(key, value, false),
    drop: (key) => write(key, undefined, true),
    async keys(prefix) {
      await Promise.all([...writing.values()].map((entry) => entry.done))
      return draftKeys(store, prefix)
    },
  }
}
