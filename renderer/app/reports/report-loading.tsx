import { Skeleton } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'

/** Stands until the first answer: the outline of a report, so that nothing jumps when it comes. */
export function ReportLoading() {
  const t = useText('reports')
  return (
    <section className="report scrolls" aria-busy>
      <p className="unseen" role="status">
        {t('loading')}
      </p>
      <div className="report-loading" aria-hidden>
        <Skeleton height={20} width="40%" />
        <Skeleton height={64} />
        <Skeleton height={160} />
        <Skeleton height={160} />
      </div>
    </section>
  )
}
