import type { Database } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import type { LiveHub } from '#server/sync/live-hub.ts'
import type { PageStore } from '#server/sync/page-store.ts'

/** A connection that becomes idle after the stop began is closed within this time. */
const SWEEP_MS = 100

export interface StoppedParts {
  readonly api: Api
  readonly hub: LiveHub
  readonly pages: PageStore
  readonly database: Database
  /** Milliseconds of serving on after `/ready` says no. */
  readonly drainMs: number
  readonly pause: (ms: number) => Promise<void>
}

export interface GracefulStop {
  readonly isStopping: () => boolean
  /** Ends the node. A second call waits for the same end. */
  readonly close: () => Promise<void>
}

/**
 * The end of one API node among several. Order matters: first the balancer must see that this node is not ready, then desks are sent
 * elsewhere, then what runs is finished, and only then the database is closed.
 */
export function gracefulStop(parts: StoppedParts): GracefulStop {
  let ending: Promise<void> | null = null
  const isStopping = (): boolean => ending !== null
  parts.api.addHook('onSend', async (_request, reply) => {
    // Whoever keeps connections for further requests must not send one more into a closing connection.
    if (isStopping()) reply.header('connection', 'close')
  })
  let underWay = 0
  parts.api.server.on('request', (_request, response) => {
    underWay += 1
    response.once('close', () => {
      underWay -= 1
    })
  })
  return {
    isStopping,
    close() {
      ending ??= end(parts, () => underWay > 0)
      return ending
    },
  }
}

async function end(
  { api, hub, pages, database, drainMs, pause }: StoppedParts,
  isWorking: () => boolean,
): Promise<void> {
  if (drainMs > 0) await pause(drainMs)
  const sweep = setInterval(() => {
    if (isWorking()) api.server.closeIdleConnections()
    // Browsers open connections ahead of need; one that never asked anything does not count as idle.
    else api.server.closeAllConnections()
  }, SWEEP_MS)
  // Closing begins with the live connections (`preClose`), then waits for every request under way.
  await api.close().finally(() => clearInterval(sweep))
  await hub.stop()
  await pages.settle()
  await database.close()
}
