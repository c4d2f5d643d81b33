import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconArrowsExchange, IconUsers, IconUsersGroup } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { isEstablished } from './engine/call-machine.ts'
import { mayConfer } from './engine/lines.ts'
import { PHONE_KEYS } from './keymap.ts'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

/** What can be done with two calls: one conversation of three; while somebody is asked, connecting, going back and swapping. [TEL93] [TEL96] */
export function ConsultActions({ callId }: { readonly callId: string }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const consult = useSoftphoneState((state) => state.consult)
  const isConference = useSoftphoneState((state) => state.isConference)
  const canConfer = useSoftphoneState(({ calls }) => calls[1]?.id === callId && mayConfer(calls))
  const canJoin = useSoftphoneState(
    ({ calls }) => calls.length === 2 && calls.every((call) => isEstablished(call) && call.state !== 'transferring'),
  )
  const threeWay =
    isConference || canConfer ? (
      <Tooltip label={t(isConference ? 'conference.split' : 'conference.join')}>
        <ActionIcon
          variant={isConference ? 'filled' : 'default'}
          aria-label={t(isConference ? 'conference.split' : 'conference.join')}
          onClick={() => phone.toggleConference()}
        >
          <IconUsersGroup size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    ) : null
  if (consult?.withCallId !== callId) return threeWay
  return (
    <>
      {threeWay}
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
