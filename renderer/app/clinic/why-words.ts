import { formatDate } from '#renderer/i18n/formats.ts'
import { textsOf } from '#renderer/i18n/i18n.ts'
import type { WhyStanding } from '#shared/features/preventive-care/standing.ts'

/** The reason of a standing in words; its day, if it has one, as people write days. */
export function whyWords({ key, args }: WhyStanding): string {
  const t = textsOf('preventiveCare')
  const words = 'date' in args ? { ...args, date: formatDate(String(args['date'])) } : args
  // The key is one of many with different placeholders; `standingOf` gives each its own.
  return (t as (key: string, args: object) => string)(key, words)
}
