import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPhoneCheck, IconX } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

/** Warns that a ringing call will be answered by itself, and lets the representative keep it for herself. [TEL113] */
export function AutoAnswerChip({ callId }: { readonly callId: string }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const isComing = useSoftphoneState(({ autoAnswer }) => autoAnswer?.callId === callId)
  if (!isComing) return null
  return (
    <span className="phone__auto" role="alert">
      <StateChip tone="attention" icon={IconPhoneCheck}>
        {t('autoAnswer.soon')}
      </StateChip>
      <Tooltip label={t('autoAnswer.keep')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('autoAnswer.keep')}
          onClick={() => phone.store.setState({ autoAnswer: undefined })}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  )
}
