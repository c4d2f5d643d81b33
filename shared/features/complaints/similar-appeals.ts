import type { LocalDate } from '../../kernel/calendar.ts'
import { wordsOf } from '../../kernel/word-match.ts'

/** An appeal as the search for earlier ones sees it. */
export interface AppealTrace {
  readonly id: string
  readonly number: string
  readonly personIds: readonly string[]
  readonly clinicId: string | null
  readonly themeCode: string
  readonly text: string
  readonly on: LocalDate
  readonly isOpen: boolean
}

export interface SimilarAppeal {
  readonly trace: AppealTrace
  /** `duplicate`: the same person writes nearly the same; `samePerson`: an earlier appeal of the person; `sameMatter`: others about this clinic and theme. */
  readonly why: 'duplicate' | 'samePerson' | 'sameMatter'
  /** Share of common word pairs, 0 to 1. */
  readonly likeness: number
}

const DUPLICATE_FROM = 0.5
/** Earlier appeals of others say something for a quarter of a year. */
const SAME_MATTER_DAYS = 92

/**
 * Earlier appeals that the registration of `draft` should show: likely duplicates first, then earlier ones of the same person, then what
 * others wrote about the same clinic and theme lately (REQUIREMENTS E1).
 */
export function similarAppeals(draft: AppealTrace, earlier: readonly AppealTrace[], limit: number): SimilarAppeal[] {
  const words = pairsOf(draft.text)
  const rank = { duplicate: 0, samePerson: 1, sameMatter: 2 } as const
  return earlier
    .flatMap((trace): SimilarAppeal[] => {
      if (trace.id === draft.id) return []
      const likeness = likenessOf(words, pairsOf(trace.text))
      const isSamePerson = trace.personIds.some((id) => draft.personIds.includes(id))
      if (isSamePerson)
        return [{ trace, likeness, why: likeness >= DUPLICATE_FROM ? ('duplicate' as const) : ('samePerson' as const) }]
      const isSameMatter =
        draft.clinicId !== null &&
        draft.themeCode !== '' &&
        trace.clinicId === draft.clinicId &&
        trace.themeCode === draft.themeCode &&
        Date.parse(draft.on) - Date.parse(trace.on) <= SAME_MATTER_DAYS * 86_400_000
      return isSameMatter ? [{ trace, likeness, why: 'sameMatter' as const }] : []
    })
    .sort((a, b) => rank[a.why] - rank[b.why] || b.likeness - a.likeness || b.trace.on.localeCompare(a.trace.on))
    .slice(0, limit)
}

/** Neighbouring words, so that the same words about another matter do not look alike. Short texts are compared by single words. */
function pairsOf(text: string): ReadonlySet<string> {
  const words = wordsOf(text).filter((word) => word.length >= 3)
  return words.length < 4
    ? new Set(words)
    : new Set(words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`))
}

function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let common = 0
  for (const pair of a) if (b.has(pair)) common += 1
  return common / Math.min(a.size, b.size)
}
