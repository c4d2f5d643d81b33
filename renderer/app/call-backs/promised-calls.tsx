import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck, IconPhone, IconUsers } from '@tabler/icons-react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import { openCallBacks, settleCallBack } from '#shared/features/telephony/call-back.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useDesk } from '../desk-context.tsx'
import { DESK_KEYS } from '../keymap.ts'
import { usePersonNames } from '../work/use-person-names.ts'
import { callPromised } from './call-as-promised.ts'
import '../home/home.css'
import './call-backs.css'

interface PromisedCallsProps {
  readonly onCall: ((number: string) => void) | null
}

/** Calls that were promised to people, due ones first; gone while there are none (REQUIREMENTS C7). */
export function PromisedCalls({ onCall }: PromisedCallsProps) {
  const t = useText('desk')
  const { user } = useDesk().workplace
  const data = useDeskData()
  const { writes } = data
  const now = useNow(15_000)
  const all = useDeskRead(['callBack'], (reads) => reads.records('callBack'), 'all')
  const open = openCallBacks(
    (all ?? []).map(({ data }) => data),
    user.id,
  )
  const names = usePersonNames(open.map(({ personId }) => personId))
  if (open.length === 0) return null

  return (
    <div className="home__column">
      <Panel title={t('callBack.title')} aside={<KeyHint keys={DESK_KEYS.callBack.shown} />}>
        <ul className="waits">
          {open.map((promise, index) => {
            const number = formatPhone(promise.number)
            const name = promise.personId === null ? null : (names.get(promise.personId) ?? null)
            const isDue = promise.dueAt <= toInstant(now)
            return (
              <li key={promise.id} className="waits__row">
                <span className="promised digits">
                  <span className="ellipsis">{name ?? number}</span>
                  {promise.note === '' ? null : <span className="soft ellipsis">{promise.note}</span>}
                </span>
                {promise.forUserId === null ? (
                  <Tooltip label={t('callBack.forAnyone')}>
                    <IconUsers size={15} aria-label={t('callBack.forAnyone')} />
                  </Tooltip>
                ) : null}
                <time className={`digits ${isDue ? 'promised__due' : 'soft'}`} dateTime={promise.dueAt}>
                  {isDue
                    ? t('callBack.due', { time: formatMoment(promise.dueAt, now) })
                    : formatMoment(promise.dueAt, now)}
                </time>
                {onCall === null ? null : (
                  <Button
                    variant={isDue ? 'filled' : 'light'}
                    size="compact-sm"
                    leftSection={<IconPhone size={14} aria-hidden />}
                    aria-label={t('callBack.call', { number })}
                    aria-keyshortcuts={index === 0 ? DESK_KEYS.callBack.aria : undefined}
                    onClick={() => void callPromised(data, promise, onCall)}
                  >
                    {t('dial.ask.yes')}
                  </Button>
                )}
                <Tooltip label={t('callBack.drop')}>
                  <ActionIcon
                    aria-label={t('callBack.dropOf', { number })}
                    onClick={() => void writes.dispatch(settleCallBack, { id: promise.id, how: 'dropped' })}
                  >
                    <IconCheck size={16} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </li>
            )
          })}
        </ul>
      </Panel>
    </div>
  )
}
