import { Button } from '@mantine/core'
import { IconCloudOff, IconFilterOff, IconRefreshDot } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'

interface ListFrameProps {
  readonly title: string
  /** «128 звонков»; null until the first answer. */
  readonly countText: string | null
  readonly columns: readonly string[]
  /** Class that lays the columns out, for head and rows alike. */
  readonly grid: string
  readonly state: 'loading' | 'failed' | 'empty' | 'shown'
  /** The last request failed while an older answer is shown. */
  readonly isStale: boolean
  readonly onRetry: () => void
  readonly onMore: (() => void) | null
  readonly isLoadingMore: boolean
  readonly children: ReactNode
}

/** Head with count and freshness, column names, and what stands in place of rows when there are none. */
export function ListFrame(props: ListFrameProps) {
  const t = useText('supervision')
  const { state } = props
  return (
    <section className="sv-list" aria-label={props.title}>
      <header className="sv-list__head">
        <h1 className="sv-list__title">{props.title}</h1>
        <span className="sv-list__count digits" role="status">
          {props.countText}
        </span>
        {props.isStale ? (
          <StateChip icon={IconCloudOff} tone="attention" title={t('stale.title')}>
            {t('stale')}
          </StateChip>
        ) : (
          <StateChip icon={IconRefreshDot} isPlain title={t('live.title')}>
            {t('live')}
          </StateChip>
        )}
      </header>
      <div className={`sv-columns ${props.grid}`} aria-hidden>
        {props.columns.map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
      <div className="sv-list__body">
        {state === 'failed' ? (
          <EmptyState icon={IconCloudOff} title={t('failed.title')} body={t('failed.body')}>
            <Button size="xs" variant="default" onClick={props.onRetry}>
              {t('failed.again')}
            </Button>
          </EmptyState>
        ) : state === 'empty' ? (
          <EmptyState icon={IconFilterOff} title={t('none.title')} body={t('none.body')} />
        ) : (
          props.children
        )}
      </div>
      {props.onMore === null ? null : (
        <footer className="sv-list__foot">
          <Button size="xs" variant="subtle" loading={props.isLoadingMore} onClick={props.onMore}>
            {t('more')}
          </Button>
        </footer>
      )}
    </section>
  )
}

/** What a frame must know of the query whose rows it holds. */
export interface FramedQuery {
  readonly isPending: boolean
  readonly isError: boolean
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly refetch: () => unknown
  readonly fetchNextPage: () => unknown
}

/** State, freshness and buttons of a frame, from the query and the number of rows it has brought. */
export function framed(
  query: FramedQuery,
  length: number,
): Pick<ListFrameProps, 'state' | 'isStale' | 'onRetry' | 'onMore' | 'isLoadingMore'> {
  return {
    state: length > 0 ? 'shown' : query.isError ? 'failed' : query.isPending ? 'loading' : 'empty',
    isStale: query.isError,
    onRetry: () => void query.refetch(),
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : null,
    isLoadingMore: query.isFetchingNextPage,
  }
}
