import { FolderInUseError } from '#server/db/folder-lock.ts'
import { terminalLanguage } from '#server/platform/terminal-language.ts'

/** What `npm run log:keep` says, in the language of the terminal. */
const ru = {
  inUse: (detail: string) => `Встроенная база занята сервером (${detail}). Остановите сервер и повторите.`,
  pagesNotRenewed: (said: string) => `Страницы не обновлены: ${said}`,
  unexpected: (said: string) => `Не получилось: ${said}`,
}

const en: typeof ru = {
  inUse: (detail) => `The embedded database is held by a server (${detail}). Stop the server and repeat.`,
  pagesNotRenewed: (said) => `Pages were not renewed: ${said}`,
  unexpected: (said) => `It did not work: ${said}`,
}

export function keepLogTexts(env: Readonly<Record<string, string | undefined>>): typeof ru {
  return terminalLanguage(env) === 'ru' ? ru : en
}

/** One sentence, with the code where there is one. */
export function keepLogFailure(error: unknown, texts: typeof ru): string {
  if (error instanceof FolderInUseError) return `${texts.inUse(error.message)} [${error.code}]`
  return texts.unexpected(saidBy(error))
}

/** Several failures in one (connections to each address of a host) have no message of their own. */
export function saidBy(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(saidBy).join('; ')
  return error instanceof Error ? error.message : String(error)
}
