import { IconAlertCircle, IconDeviceDesktop } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { DeliveryState } from '#renderer/sync/desk-data.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'

/** Where a record is (principle 7). What has been sent says nothing: that is the rule. */
export function DeliveryWord({ delivery }: { readonly delivery: DeliveryState }) {
  const t = useText('sync')
  if (delivery === 'sent') return null
  const isRefused = delivery === 'needsYou'
  return (
    <StateChip icon={isRefused ? IconAlertCircle : IconDeviceDesktop} tone={isRefused ? 'urgent' : 'neutral'} isPlain>
      {t(`delivery.${delivery}`)}
    </StateChip>
  )
}
