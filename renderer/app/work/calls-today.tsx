import { ActionIcon } from '@mantine/core'
import { type Icon, IconPhone, IconPhoneIncoming, IconPhoneOutgoing, IconPhoneX } from '@tabler/icons-react'
import { formatDuration, formatTime } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { type Call, talkSeconds } from '#shared/features/telephony/call.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useDesk } from '../desk-context.tsx'
import { usePersonNames } from './use-person-names.ts'

/** Own calls of today, newest first. */
export function useCallsToday(): readonly Kept<'call'>[] {
  const { user } = useDesk().workplace
  const today = todayHere(Date.now())
  const calls = useDeskRead(
    ['call'],
    (reads) =>
      reads.records('call', (call) => call.userId === user.id && todayHere(Date.parse(call.offeredAt)) === today),
    today,
  )
  return [...(calls ?? [])].sort((a, b) => b.data.offeredAt.localeCompare(a.data.offeredAt))
}

interface CallsTodayProps {
  /** Calls that stand elsewhere on the screen, waiting for their wrap-up. */
  readonly without?: readonly string[]
  readonly onOpen: (call: Call) => void
  readonly onCall: ((number: string) => void) | null
}

export function CallsToday({ without = [], onOpen, onCall }: CallsTodayProps) {
  const t = useText('desk')
  useLanguage()
  const calls = useCallsToday().filter(({ id }) => !without.includes(id))
  const names = usePersonNames(calls.map(({ data }) => data.personId))
  if (calls.length + without.length === 0)
    return <EmptyState icon={IconPhone} title={t('work.calls.empty')} body={t('work.calls.empty.body')} />
  return (
    <ul className="work-rows">
      {calls.map(({ id, data }) => {
        const Glyph = iconOf(data)
        const number = formatPhone(data.remoteNumber)
        const isMissed = data.result === 'missed'
        return (
          <li key={id} className="work-row">
            <button type="button" className="work-row__main" onClick={() => onOpen(data)}>
              <Glyph
                size={15}
                stroke={1.8}
                className={isMissed ? 'work-row__icon work-row__icon--missed' : 'work-row__icon'}
                aria-label={t(data.direction === 'in' ? 'past.call.in' : 'past.call.out')}
              />
              <span className="work-row__words">
                <span className="ellipsis digits">
                  {(data.personId === null ? undefined : names.get(data.personId)) ??
                    (number || t('work.calls.hidden'))}
                </span>
                <span className="work-row__more digits ellipsis">
                  {data.result === 'answered' ? formatDuration(talkSeconds(data)) : t(`callResult.${data.result}`)}
                  {data.outcome === null ? '' : ` · ${t(`outcome.${data.outcome}`)}`}
                </span>
              </span>
              <time className="work-row__time digits" dateTime={data.offeredAt}>
                {formatTime(data.offeredAt)}
              </time>
            </button>
            {onCall === null || number === '' ? null : (
              <ActionIcon
                size="sm"
                className="work-row__action"
                aria-label={t('work.calls.callBack', { number })}
                onClick={() => onCall(data.remoteNumber)}
              >
                <IconPhone size={14} />
              </ActionIcon>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function iconOf(call: Call): Icon {
  if (call.result !== 'answered') return IconPhoneX
  return call.direction === 'in' ? IconPhoneIncoming : IconPhoneOutgoing
}
