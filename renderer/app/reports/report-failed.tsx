import { Button } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'

/** Stands where a report would be while the server does not answer. */
export function ReportFailed({ onRetry }: { readonly onRetry: () => void }) {
  const t = useText('reports')
  return (
    <EmptyState icon={IconCloudOff} title={t('failed.title')} body={t('failed.body')}>
      <Button size="xs" variant="default" onClick={onRetry}>
        {t('failed.again')}
      </Button>
    </EmptyState>
  )
}
