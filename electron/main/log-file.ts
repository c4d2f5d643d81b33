import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LogEntry } from '#shared/ipc/contract.ts'
import { maskFields } from '#shared/ipc/log-mask.ts'
import { type Clock, toInstant } from '#shared/kernel/clock.ts'

export const MAX_LOG_BYTES = 1024 * 1024
const KEPT_FILES = 3

export interface LogFile {
  /** Queues one line; never throws and never waits for the disk. A full disk must not stop a conversation. */
  write(entry: LogEntry): void
  /** Resolves when everything queued so far is on disk. */
  flush(): Promise<void>
}

/** Lines of JSON in `path`; older ones in `path.1` and `path.2`. Every field passes the mask, also those of the host itself. */
export function openLogFile(path: string, clock: Clock, maxBytes = MAX_LOG_BYTES): LogFile {
  let last: Promise<unknown> = mkdir(dirname(path), { recursive: true }).catch(() => undefined)
  let size: number | undefined

  async function append(line: string): Promise<void> {
    size ??= await stat(path).then(
      (found) => found.size,
      () => 0,
    )
    if (size > 0 && size + line.length > maxBytes) {
      await rotate(path)
      size = 0
    }
    await appendFile(path, line, { mode: 0o600 })
    size += line.length
  }

  return {
    write({ level, code, fields }) {
      const line = `${JSON.stringify({ at: toInstant(clock.now()), level, code, ...maskFields(fields ?? {}) })}\n`
      last = last.then(() => append(line)).catch(() => undefined)
    },
    flush: async () => {
      await last
    },
  }
}

async function rotate(path: string): Promise<void> {
  for (let number = KEPT_FILES - 1; number >= 1; number -= 1) {
    const from = number === 1 ? path : `${path}.${number - 1}`
    await rename(from, `${path}.${number}`).catch(() => undefined)
  }
}
