import { IconCalendarClock, IconCalendarX, IconCircleCheck } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { type ArticleState, articleState } from '#shared/features/knowledge/article-state.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { markedParts } from './article-index.ts'
import { deskTermsOn } from './knowledge-context.ts'

const LOOK = {
  inForce: { tone: 'accent', icon: IconCircleCheck },
  reviewDue: { tone: 'attention', icon: IconCalendarClock },
  obsolete: { tone: 'urgent', icon: IconCalendarX },
} as const

export function stateOf(article: KnowledgeArticle, today: LocalDate): ArticleState {
  return articleState(article, deskTermsOn(today), today)
}

/** How an article stands today, as icon and word; one in force says nothing in lists. */
export function ArticleStateChip({
  state,
  isPlain = false,
}: {
  readonly state: ArticleState
  readonly isPlain?: boolean
}) {
  const t = useText('knowledge')
  return (
    <StateChip {...LOOK[state]} isPlain={isPlain}>
      {t(`state.${state}`)}
    </StateChip>
  )
}

/** A text with the words that were found marked. */
export function Marked({ text, terms }: { readonly text: string; readonly terms: ReadonlySet<string> }) {
  return markedParts(text, terms).map(({ text: part, isHit }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
    isHit ? <mark key={index}>{part}</mark> : part,
  )
}
