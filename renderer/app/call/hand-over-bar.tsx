import { Button } from '@mantine/core'
import { IconClockPause, IconUserShare } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { useCallFlow } from './call-flow-context.ts'
import type { CallSheet } from './call-sheet.ts'

/** Who handed the call over, and whether what they know of it is here. */
export function HandOverBar({
  sheet,
}: {
  readonly sheet: Pick<CallSheet, 'callId' | 'handOver' | 'handedBy' | 'appeals'>
}) {
  const t = useText('desk')
  const flow = useCallFlow()
  if (sheet.handOver === 'awaited') {
    return (
      <Notice
        tone="attention"
        icon={IconClockPause}
        title={t('handOver.awaited')}
        role="status"
        actions={
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => flow.step(sheet.callId, { type: 'handOverGivenUp' })}
          >
            {t('handOver.goOn')}
          </Button>
        }
      >
        {t('handOver.awaited.body')}
      </Notice>
    )
  }
  if (sheet.handOver === 'without') return <Notice icon={IconUserShare} title={t('handOver.without')} role="status" />
  const numbers = sheet.appeals.map(({ number }) => number).join(', ')
  return (
    <Notice
      tone="accent"
      icon={IconUserShare}
      title={t('handOver.taken', { name: sheet.handedBy ?? '' })}
      role="status"
    >
      {numbers === '' ? t('handOver.taken.body') : t('handOver.taken.appeals', { numbers })}
    </Notice>
  )
}
