import type { HostHandlers, LogEntry } from '#shared/ipc/contract.ts'

/** What printing needs of the window. */
export interface PrintPorts {
  /** The system's dialogue, then the printing; calls back once, with the reason when nothing was printed. */
  readonly print: (options: PrintOptions, done: (isPrinted: boolean, reason: string) => void) => void
  readonly report: (entry: LogEntry) => void
}

export interface PrintOptions {
  readonly silent: false
  readonly printBackground: true
  readonly pageSize: 'A4' | 'A5'
}

/** Electron tells apart by a sentence whether the person or the printer did not want ("Print job canceled"). */
const CANCELLED = /cancell?ed/i

/** Prints the page as its print style shows it. One dialogue at a time: a second would stand over the first. */
export function printHandlers({ print, report }: PrintPorts): HostHandlers['print'] {
  let isPrinting = false
  return {
    page: async ({ pageSize }) => {
      if (isPrinting) return { ok: false, error: { code: 'print.busy' } }
      isPrinting = true
      try {
        const { isPrinted, reason } = await new Promise<{ isPrinted: boolean; reason: string }>((resolve) =>
          print({ silent: false, printBackground: true, pageSize }, (isPrinted, reason) =>
            resolve({ isPrinted, reason }),
          ),
        )
        if (isPrinted) return { ok: true, value: { outcome: 'printed' } }
        if (CANCELLED.test(reason)) return { ok: true, value: { outcome: 'cancelled' } }
        report({ level: 'warn', code: 'print.failed' })
        return { ok: false, error: { code: 'print.failed' } }
      } finally {
        isPrinting = false
      }
    },
  }
}
