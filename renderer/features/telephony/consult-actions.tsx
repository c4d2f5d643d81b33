import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconArrowsExchange, IconUsers } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { isEstablished } from './engine/call-machine.ts'
import { PHONE_KEYS } from './keymap.ts'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

/** While somebody is asked whether they take a call: connect the two, go back to the first, or speak to the other one. [TEL93] */
export function ConsultActions({ callId }: { readonly callId: string }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const consult = useSoftphoneState((state) => state.consult)
  const canJoin = useSoftphoneState(
    ({ calls }) => calls.length === 2 && calls.every((call) => isEstablished(call) && call.state !== 'transferring'),
  )
  if (consult?.withCallId !== callId) return null
  return (
    <>
      <Button
        leftSection={<IconUsers size={16} aria-hidden />}
        rightSection={<KeyHint keys={PHONE_KEYS.transfer.shown} />}
        aria-keyshortcuts={PHONE_KEYS.transfer.shown}
        disabled={!canJoin}
        onClick={() => phone.completeTransfer()}
      >
        {t('transfer.complete')}
      </Button>
      <Tooltip label={t('transfer.swap')}>
        <ActionIcon variant="default" aria-label={t('transfer.swap')} disabled={!canJoin} onClick={() => phone.swap()}>
          <IconArrowsExchange size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => phone.backOut()}>
        {t('transfer.backOut')}
      </Button>
    </>
  )
}
