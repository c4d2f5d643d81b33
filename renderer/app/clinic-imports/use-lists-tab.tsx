import { Button } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { rightOf } from '#shared/features/auth/rights.ts'
import { useDesk } from '../desk-context.tsx'
import type { WorkTab } from '../work/work-list.tsx'
import { JobList } from './job-list.tsx'
import { useListJobs } from './use-clinic-lists.ts'
import './clinic-lists.css'

/** Lists of the clinic in the left zone; none for a role without the right. What waits for a confirmation is counted. */
export function useListsTab(): readonly WorkTab[] {
  const t = useText('clinicLists')
  const { workplace } = useDesk()
  if (rightOf(workplace.user.role, 'clinicList.load') === null) return []
  return [{ key: 'lists', label: t('tab'), body: <ListsTab /> }]
}

function ListsTab() {
  const t = useText('clinicLists')
  const { navigation } = useDesk()
  const jobs = useListJobs()
  return (
    <div className="lists-tab">
      <Button
        fullWidth
        variant="light"
        leftSection={<IconFileUpload size={16} />}
        onClick={() => navigation.go({ kind: 'clinicLists', jobId: null })}
      >
        {t('tab.load')}
      </Button>
      {jobs.isError ? <p className="lists-soft">{t('offline.title')}</p> : null}
      <JobList jobs={jobs.data ?? []} onOpen={(id) => navigation.go({ kind: 'clinicLists', jobId: id })} />
    </div>
  )
}
