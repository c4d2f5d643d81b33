import { IconPhoneIncoming, IconPhoneOutgoing } from '@tabler/icons-react'
import { formatDuration, formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useNow } from '#renderer/ui/use-now.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { talkSeconds } from '#shared/features/telephony/call.ts'
import { type CallLogItem, callLogAnswer } from '#shared/features/telephony/call-log.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { type CallFilters, callLogAddress } from './filters.ts'
import { framed, ListFrame } from './list-frame.tsx'
import { useOnlineList } from './use-online.ts'

const ROW_HEIGHT = 44

interface CallLogProps {
  readonly filters: CallFilters
  readonly chosen: CallId | null
  readonly onChoose: (callId: CallId) => void
}

/** Calls of the whole team, newest first; a new one appears within a second of its delivery (REQUIREMENTS S2). */
export function CallLog({ filters, chosen, onChoose }: CallLogProps) {
  const t = useText('supervision')
  useLanguage()
  const today = todayHere(useNow(60_000))
  const query = useOnlineList({
    key: 'callLog',
    kinds: ['call', 'scriptRun', 'appeal', 'callReview'],
    schema: callLogAnswer,
    address: (after) => callLogAddress(filters, today, after),
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const total = query.data?.pages[0]?.total
  return (
    <ListFrame
      title={t('calls.title')}
      countText={total === undefined ? null : t('count.calls', { count: total })}
      columns={[t('column.when'), t('column.person'), t('column.user'), t('column.talk'), t('column.outcome')]}
      grid="sv-grid-calls"
      {...framed(query, items.length)}
    >
      <VirtualList
        items={items}
        keyOf={(item) => item.call.id}
        rowHeight={ROW_HEIGHT}
        label={t('calls.title')}
        activeKey={chosen}
        onActivate={(item) => onChoose(item.call.id)}
      >
        {(item) => <CallRow item={item} />}
      </VirtualList>
    </ListFrame>
  )
}

function CallRow({ item }: { readonly item: CallLogItem }) {
  const t = useText('supervision')
  const desk = useText('desk')
  const { call } = item
  const Direction = call.direction === 'in' ? IconPhoneIncoming : IconPhoneOutgoing
  const number = call.remoteNumber === '' ? t('hidden.number') : formatPhone(call.remoteNumber)
  const name = item.personName ?? call.remoteName
  const isTalk = call.answeredAt !== null
  return (
    <span className="sv-row sv-grid-calls">
      <span className="sv-cell sv-cell--when digits">
        <Direction size={15} aria-label={t(`direction.${call.direction}`)} />
        {formatMoment(call.offeredAt, Date.now())}
      </span>
      <span className="sv-cell sv-cell--two">
        <span className="ellipsis digits">{name || number}</span>
        {name === '' ? null : <span className="sv-soft digits">{number}</span>}
      </span>
      <span className="sv-cell ellipsis">{item.userName}</span>
      <span className={`sv-cell digits ${isTalk ? '' : 'sv-soft'}`}>
        {isTalk ? formatDuration(talkSeconds(call)) : t(`result.${call.result}`)}
      </span>
      <span className="sv-cell sv-cell--two">
        <span className="ellipsis">
          {call.outcome === null ? (isTalk ? t('noOutcome') : '') : desk(`outcome.${call.outcome}`)}
        </span>
        <span className="sv-soft digits">{item.appealNumbers.join(', ')}</span>
        {item.review === null ? null : (
          <span className="sv-soft">
            {item.review.score === null ? t('review.done') : t('review.score', { score: item.review.score })}
          </span>
        )}
      </span>
    </span>
  )
}
