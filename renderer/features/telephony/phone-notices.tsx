import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, IconPhoneX, IconUserShield } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'
import type { NoticeKey, ObeyedOrder } from './softphone-store.ts'

const URGENT: ReadonlySet<NoticeKey> = new Set([
  'holdFailed',
  'microphoneGone',
  'soundBlocked',
  'transferFailed',
  'transferUnsure',
])

/** What went wrong with the telephone and stays until it is seen. Lies over the desk: the zones do not move. */
export function PhoneNotices() {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const notices = useSoftphoneState((state) => state.notices)
  const order = useSoftphoneState((state) => state.order)
  if (notices.length === 0 && order === undefined) return null
  return (
    <div className="phone__notices">
      {order === undefined ? null : <OrderNotice order={order} />}
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

/** A state that a supervisor has set, and whose word it was. */
function OrderNotice({ order }: { readonly order: ObeyedOrder }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  return (
    <Notice
      icon={IconUserShield}
      tone="attention"
      role="alert"
      title={
        order.reason === null
          ? t('order.ready', { by: order.by })
          : t('order.notReady', { by: order.by, reason: t(`agent.reason.${order.reason}`) })
      }
      actions={
        <Button size="compact-sm" variant="default" onClick={() => phone.store.setState({ order: undefined })}>
          {t('notice.dismiss')}
        </Button>
      }
    >
      {order.note === '' ? null : <p className="phone__note">{order.note}</p>}
    </Notice>
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
