import { refusalText, textsOf } from '#renderer/i18n/i18n.ts'
import { OnlineReadError } from '../supervision/use-online.ts'

/** Why the server did not do it, and what to do; null when nothing failed. */
export function failureText(error: unknown): string | null {
  if (error === null || error === undefined) return null
  const failure = error instanceof OnlineReadError ? error.failure : null
  if (failure?.kind === 'refused') return refusalText(failure.refusal)
  return textsOf('clinicLists')('failed.body')
}
