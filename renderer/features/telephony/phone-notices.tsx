import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, IconPhoneX } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'
import type { NoticeKey } from './softphone-store.ts'

const URGENT: ReadonlySet<NoticeKey> = new Set(['holdFailed', 'microphoneGone', 'transferFailed', 'transferUnsure'])

/** What went wrong with the telephone and stays until it is seen. Lies over the desk: the zones do not move. */
export function PhoneNotices() {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const notices = useSoftphoneState((state) => state.notices)
  if (notices.length === 0) return null
  return (
    <div className="phone__notices">
      {notices.map(({ key }) => (
        <Notice
          key={key}
          tone={URGENT.has(key) ? 'urgent' : 'attention'}
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
    </div>
  )
}

/** Quiet words between calls: how the last one ended, and what happened while the agent took none. */
export function PhoneRemarks() {
  const t = useText('telephony')
  const agent = useSoftphoneState((state) => state.agent)
  const lastEnded = useSoftphoneState((state) => state.lastEnded)
  const turnedAway = agent.state.kind === 'ready' || agent.bar !== null ? 0 : agent.turnedAway.count
  const isMissedOffer = agent.state.kind === 'notReady' && agent.state.reason === 'missedOffer'
  return (
    <>
      {agent.bar === null ? null : (
        <StateChip tone="attention" icon={IconInfoCircle} isPlain title={t(`agent.bar.${agent.bar}`)}>
          {t(`agent.bar.${agent.bar}`)}
        </StateChip>
      )}
      {isMissedOffer ? (
        <StateChip tone="attention" icon={IconPhoneX} isPlain title={t('agent.missedOffer')}>
          {t('agent.missedOffer')}
        </StateChip>
      ) : null}
      {turnedAway > 0 ? (
        <StateChip icon={IconInfoCircle} isPlain>
          {t('agent.turnedAway', { count: turnedAway })}
        </StateChip>
      ) : null}
      {agent.colleaguesTurnedAway > 0 ? (
        <StateChip icon={IconInfoCircle} isPlain>
          {t('agent.colleagues.turnedAway', { count: agent.colleaguesTurnedAway })}
        </StateChip>
      ) : null}
      {lastEnded !== undefined && lastEnded.reason !== 'conversationOver' && !isMissedOffer ? (
        <StateChip icon={IconInfoCircle} isPlain>
          {t('end.title', { reason: t(`end.${lastEnded.reason}`) })}
        </StateChip>
      ) : null}
    </>
  )
}
