import { IconAlertCircle, IconCloudCheck, IconDeviceDesktop } from '@tabler/icons-react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { DeliveryState } from '#renderer/sync/desk-data.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'

interface AppealDeliveryProps {
  readonly delivery: DeliveryState
  /** Server's clock at delivery. */
  readonly receivedAt: string | null
}

/** Where the appeal is, in words (ANCHORS-PRODUCT §4, principle 7): on this computer, delivered at a time, refused. */
export function AppealDelivery({ delivery, receivedAt }: AppealDeliveryProps) {
  const t = useText('appeals')
  useLanguage()
  if (delivery === 'needsYou') {
    return (
      <StateChip icon={IconAlertCircle} tone="urgent">
        {t('delivery.needsYou')}
      </StateChip>
    )
  }
  if (delivery === 'onThisComputer' || receivedAt === null) {
    return <StateChip icon={IconDeviceDesktop}>{t('delivery.onThisComputer')}</StateChip>
  }
  return (
    <StateChip icon={IconCloudCheck} tone="accent">
      {t('delivery.sent', { time: formatMoment(receivedAt, Date.now()) })}
    </StateChip>
  )
}
