import { terminalLanguage } from '#server/platform/terminal-language.ts'
import { BackupError } from './backup-error.ts'
import { backupEn } from './i18n/en.ts'
import { backupRu } from './i18n/ru.ts'
import type { BackupProgress } from './make-backup.ts'

export type BackupTexts = typeof backupRu

export function backupTexts(env: Readonly<Record<string, string | undefined>>): BackupTexts {
  return terminalLanguage(env) === 'ru' ? backupRu : backupEn
}

/** `code: sentence`, for a person and for whoever looks for the code. */
export function sentenceOf(error: unknown, texts: BackupTexts): string {
  if (error instanceof BackupError) return `${texts.errors[error.code](error.detail)} [${error.code}]`
  return `${texts.unexpected} ${error instanceof Error ? error.message : String(error)}`
}

export function megabytesOf(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}

/** Shows the progress on one line of a terminal, elsewhere a line for each step and tenth. */
export function progressLine(
  stream: { readonly isTTY?: boolean; write(text: string): unknown },
  texts: BackupTexts,
): { readonly show: (progress: BackupProgress) => void; readonly end: () => void } {
  let shown = ''
  let isOpen = false
  const lineOf = (progress: BackupProgress): string => {
    if (progress.step === 'database') return texts.database(megabytesOf(progress.bytes))
    if (progress.step === 'files') return texts.files(progress.done, progress.total)
    return texts.check(stream.isTTY === true ? Math.floor(progress.share * 100) : Math.floor(progress.share * 10) * 10)
  }
  const isWorthALine = (progress: BackupProgress): boolean =>
    progress.step !== 'files' ||
    progress.done === progress.total ||
    progress.done % Math.ceil(progress.total / 10) === 0
  return {
    show(progress) {
      const line = lineOf(progress)
      if (line === shown) return
      if (stream.isTTY === true) stream.write(`\r${line.padEnd(shown.length)}`)
      else if (isWorthALine(progress)) stream.write(`${line}\n`)
      shown = line
      isOpen = stream.isTTY === true
    },
    end() {
      if (isOpen) stream.write('\n')
      isOpen = false
    },
  }
}
