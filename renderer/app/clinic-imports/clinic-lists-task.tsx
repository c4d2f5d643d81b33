import { Button } from '@mantine/core'
import { IconCloudOff, IconFiles } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useDesk } from '../desk-context.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'
import { JobList } from './job-list.tsx'
import { ListJob } from './list-job.tsx'
import { ListUpload } from './list-upload.tsx'
import { useListJob, useListJobs } from './use-clinic-lists.ts'
import './clinic-lists.css'

interface ClinicListsTaskProps {
  /** The list that is open; null for the upload and all lists. */
  readonly jobId: string | null
  readonly onClose: () => void
}

/** Lists from the clinic: load, look through, settle doubts, confirm (REQUIREMENTS P2). Online only, for the server does the work. */
export function ClinicListsTask({ jobId, onClose }: ClinicListsTaskProps) {
  const t = useText('clinicLists')
  return (
    <TaskFrame title={t('title')} onClose={onClose} isFilled>
      {jobId === null ? <AllLists /> : <OneList jobId={jobId} />}
    </TaskFrame>
  )
}

function AllLists() {
  const t = useText('clinicLists')
  const { navigation } = useDesk()
  const jobs = useListJobs()
  if (jobs.isError) return <Offline onRetry={() => void jobs.refetch()} />
  const open = (id: string): void => navigation.go({ kind: 'clinicLists', jobId: id })
  return (
    <div className="lists-all scrolls">
      <ListUpload onBegun={(job) => open(job.id)} />
      {jobs.data === undefined ? null : jobs.data.length === 0 ? (
        <EmptyState icon={IconFiles} title={t('empty.title')} body={t('empty.body')} />
      ) : (
        <section aria-label={t('recent')}>
          <h2 className="lists-all__title">{t('recent')}</h2>
          <JobList jobs={jobs.data} onOpen={open} />
        </section>
      )}
    </div>
  )
}

function OneList({ jobId }: { readonly jobId: string }) {
  const { navigation } = useDesk()
  const job = useListJob(jobId)
  const back = (): void => navigation.go({ kind: 'clinicLists', jobId: null })
  if (job.data !== undefined) return <ListJob key={jobId} job={job.data} onBack={back} />
  return job.isError ? <Offline onRetry={() => void job.refetch()} /> : null
}

function Offline({ onRetry }: { readonly onRetry: () => void }) {
  const t = useText('clinicLists')
  return (
    <EmptyState icon={IconCloudOff} title={t('offline.title')} body={t('offline.body')}>
      <Button size="xs" variant="default" onClick={onRetry}>
        {t('offline.again')}
      </Button>
    </EmptyState>
  )
}
