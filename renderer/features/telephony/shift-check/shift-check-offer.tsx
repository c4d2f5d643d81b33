import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconHeadphones, IconX } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { useText } from '#renderer/i18n/i18n.ts'
import { useSoftphone, useSoftphoneState } from '../softphone-context.tsx'
import './shift-check.css'

/** Offers the check from the beginning of the shift until it was made or put off for the day. Stands in the bar and covers nothing. [TEL110] */
export function ShiftCheckOffer() {
  const t = useText('telephony')
  const { check } = useSoftphone()
  const kept = useStore(check.store, (state) => state.kept)
  const agent = useSoftphoneState((state) => state.agent)
  // Drawn again with the devices: another headset is another check.
  useSoftphoneState((state) => state.choice)
  const { state } = agent
  const isAtStart = state.kind === 'ready' || (state.kind === 'notReady' && state.reason === 'startOfShift')
  if (!isAtStart || !check.isWanted(kept)) return null
  return (
    <span className="check-offer">
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconHeadphones size={16} aria-hidden />}
        onClick={() => check.open()}
      >
        {t('check.offer')}
      </Button>
      <Tooltip label={t('check.putOff')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('check.putOff')} onClick={() => check.putOff()}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  )
}
