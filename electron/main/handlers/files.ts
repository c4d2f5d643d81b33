import { basename } from 'node:path'
import type { HostHandlers, LogEntry } from '#shared/ipc/contract.ts'
import { type FileKind, fileNameOf, hasEnding } from '#shared/ipc/saved-file.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { WriteFault } from '../whole-file.ts'

/** What saving needs of the system. */
export interface FilePorts {
  /** The system's dialogue over the desk's window; undefined when the person thought better of it. `suggested` is a name or a path. */
  readonly choosePath: (suggested: string, kind: FileKind) => Promise<string | undefined>
  readonly exists: (path: string) => Promise<boolean>
  readonly write: (path: string, bytes: Uint8Array) => Promise<Result<null, WriteFault>>
  readonly showInFolder: (path: string) => void
  readonly report: (entry: LogEntry) => void
  /** What a file without a usable name is called. */
  readonly untitled: string
}

/**
 * Saves what the desk has made. Where to is the person's word in the system's dialogue and nobody else's: no path comes from the page,
 * none goes to it, and nothing gets an ending that a system would start.
 */
export function fileHandlers(ports: FilePorts): HostHandlers['files'] {
  const savedPaths: string[] = []
  let isAsking = false

  async function choose(name: string, kind: FileKind): Promise<string | undefined> {
    let suggested = fileNameOf(name, kind, ports.untitled)
    for (;;) {
      const chosen = await ports.choosePath(suggested, kind)
      if (chosen === undefined || hasEnding(chosen, kind)) return chosen
      const path = `${chosen}.${kind}`
      // The dialogue asked about replacing what was typed. A name that gets its ending here may be another, taken one: then it asks again.
      if (!(await ports.exists(path))) return path
      suggested = path
    }
  }

  return {
    save: async ({ name, kind, bytes }) => {
      if (isAsking) return { ok: false, error: { code: 'files.busy' } }
      isAsking = true
      try {
        const path = await choose(name, kind)
        if (path === undefined) return { ok: true, value: { outcome: 'cancelled' } }
        const written = await ports.write(path, bytes)
        if (!written.ok) {
          const { code, systemCode } = written.error
          ports.report({ level: 'warn', code, fields: { reason: systemCode } })
          return { ok: false, error: { code } }
        }
        const id = savedPaths.push(path)
        return { ok: true, value: { outcome: 'saved', name: basename(path), id } }
      } finally {
        isAsking = false
      }
    },
    showInFolder: async ({ id }) => {
      const path = savedPaths[id - 1]
      if (path !== undefined) ports.showInFolder(path)
      return null
    },
  }
}
