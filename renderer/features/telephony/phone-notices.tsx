import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, IconPhoneX } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

/** What happened to the telephone and stays until it is seen: failed hold, vanished devices, calls that went to others. */
export function PhoneNotices() {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const notices = useSoftphoneState((state) => state.notices)
  const agent = useSoftphoneState((state) => state.agent)
  const lastEnded = useSoftphoneState((state) => state.lastEnded)
  const hasCalls = useSoftphoneState((state) => state.calls.length > 0)
  const isMissedOffer = agent.state.kind === 'notReady' && agent.state.reason === 'missedOffer'
  const isWorthSaying = lastEnded !== undefined && !hasCalls && lastEnded.reason !== 'conversationOver'
  const turnedAway = agent.state.kind === 'ready' ? 0 : agent.turnedAway.count
  if (notices.length === 0 && !isMissedOffer && !isWorthSaying && turnedAway === 0) return null
  return (
    <div className="phone__notices">
      {notices.map(({ key }) => (
        <Notice
          key={key}
          tone={key === 'holdFailed' || key === 'microphoneGone' ? 'urgent' : 'attention'}
          icon={IconAlertTriangle}
          title={t(`notice.${key}`)}
          role="alert"
          actions={
            <Button size="compact-sm" variant="default" onClick={() => phone.dismissNotice(key)}>
              {t('notice.dismiss')}
            </Button>
          }
        />
      ))}
      {isMissedOffer ? (
        <Notice tone="attention" icon={IconPhoneX} title={t('agent.missedOffer')} role="status" />
      ) : null}
      {turnedAway > 0 ? <Notice icon={IconInfoCircle} title={t('agent.turnedAway', { count: turnedAway })} /> : null}
      {isWorthSaying ? (
        <Notice icon={IconInfoCircle} title={t('end.title', { reason: t(`end.${lastEnded.reason}`) })} />
      ) : null}
    </div>
  )
}
