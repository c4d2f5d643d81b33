import type { Database } from '#server/db/database.ts'
import type { Config } from '#server/platform/config.ts'
import { keepChangeLog, type LogKept } from '#server/sync/log-keeping.ts'
import type { PageStore } from '#server/sync/page-store.ts'

/** How often a node asks whether the log is due: when the node that kept it is gone, another takes over within this time. */
const ASK_EVERY_MS = 600_000

export interface LogSchedule {
  readonly config: Config
  readonly database: Database
  readonly pages: PageStore
  readonly now: () => number
  readonly onKept: (kept: LogKept) => void
  readonly onFailure: (error: unknown) => void
}

/** Keeps the change log now and by schedule (rule PULL5). Returns how to stop; it waits for the run under way. */
export function keepLogBySchedule(schedule: LogSchedule): () => Promise<void> {
  let running: Promise<void> | null = null
  const run = (): void => {
    running ??= runKeeping(schedule, 'due')
      .then((kept) => {
        if (kept) schedule.onKept(kept)
      })
      .catch(schedule.onFailure)
      .finally(() => {
        running = null
      })
  }
  run()
  const timer = setInterval(run, ASK_EVERY_MS)
  return async () => {
    clearInterval(timer)
    await running
  }
}

/** One run with the settings of this installation; null when another node did it lately. */
export function runKeeping(
  { config, database, pages, now }: Pick<LogSchedule, 'config' | 'database' | 'pages' | 'now'>,
  when: 'due' | 'now',
): Promise<LogKept | null> {
  const renewPages = (floor: bigint | null): Promise<number> => pages.renew(floor)
  return keepChangeLog({ db: database.db, keepDays: config.changeLogDays, renewPages }, now(), when)
}
