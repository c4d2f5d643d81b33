import type { WritableStore } from '#renderer/db/handles.ts'
import { keepLook } from '#renderer/db/looks.ts'
import { dropRecording, keepRecordingPart, keptRecordings, recordingPieces } from '#renderer/db/recordings.ts'
import { readCopy } from '#renderer/db/second-copy.ts'
import { type PersonLook, personLook } from '#shared/features/audit/look.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import type { DeskData } from './desk-data.ts'
import { createReads } from './desk-reads.ts'
import { DeskState } from './desk-state.ts'
import { createDispatcher } from './dispatch.ts'
import { createDrafts } from './drafts.ts'
import { mendFromCopy } from './mend-from-copy.ts'
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
  const [{ damaged }, copy] = await Promise.all([pages.open([...state.view.scopes.keys()]), readCopy(store)])
  const storeLoss = await mendFromCopy(state, copy, parts.expectedN)
  parts.status.setState({ storeLoss })
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
    recordings: {
      keep: (kept, piece) => keepRecordingPart(store, kept, piece),
      all: () => keptRecordings(store),
      content: (callId) => recordingPieces(store, callId),
      drop: (callId) => dropRecording(store, callId),
    },
    live: sync.live,
    sync: {
      tryNow: () => sync.tryNow(),
      async stop() {
        await sync.stop()
        ports.tabs.close()
      },
    },
  }
}
