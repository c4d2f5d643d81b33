import { formatCount, formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { ImportJob } from '#shared/features/preventive-care/import/import-job.ts'
import { JobState } from './job-state.tsx'

/** Lists, newest first, with where each one stands. */
export function JobList({
  jobs,
  onOpen,
}: {
  readonly jobs: readonly ImportJob[]
  readonly onOpen: (id: string) => void
}) {
  const t = useText('clinicLists')
  useLanguage()
  return (
    <ul className="lists-jobs">
      {jobs.map((job) => (
        <li key={job.id}>
          <button type="button" className="lists-jobs__job" onClick={() => onOpen(job.id)}>
            <span className="lists-jobs__name ellipsis">{job.fileName}</span>
            <JobState state={job.state} isPlain />
            <span className="lists-soft digits">{formatMoment(job.createdAt, Date.now())}</span>
            <span className="lists-soft">
              {job.progress.read === 0
                ? ''
                : t('rows', { count: job.progress.read, shown: formatCount(job.progress.read) })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
