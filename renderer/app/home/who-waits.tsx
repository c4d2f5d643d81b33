import { Button } from '@mantine/core'
import { IconPhone } from '@tabler/icons-react'
import { DateChip } from '#renderer/features/complaints/why-date.tsx'
import { formatTime } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { shortName } from '#renderer/ui/person-initials.ts'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useMyAppeals } from '../work/appeals-list.tsx'
import { useCallsToday } from '../work/calls-today.tsx'
import { toCallBack } from './missed-calls.ts'

/** Beside other panels a list shows only what comes next. */
export const SHOWN = 5

/** Who did not get through today and was not called back yet. */
export function MissedCalls({ onCall }: { readonly onCall: ((number: string) => void) | null }) {
  const t = useText('desk')
  const waiting = toCallBack(useCallsToday().map(({ data }) => data)).slice(0, SHOWN)
  const numbers = waiting.map((call) => call.remoteNumber)
  const names = useDeskRead(
    ['insuredPerson'],
    async (reads) => {
      const found = await Promise.all(numbers.map((number) => reads.personsByPhone(number)))
      // A number shared by several people names nobody.
      return new Map(
        found.flatMap((hits, index) =>
          hits.length === 1 && hits[0] !== undefined ? [[numbers[index], shortName(fullName(hits[0].person))]] : [],
        ),
      )
    },
    numbers.join(),
  )
  return (
    <Panel title={t('home.missed.title')}>
      {waiting.length === 0 ? (
        <p className="waits__none">{t('home.missed.none')}</p>
      ) : (
        <ul className="waits">
          {waiting.map((call) => {
            const number = formatPhone(call.remoteNumber)
            return (
              <li key={call.id} className="waits__row">
                <span className="ellipsis digits">{names?.get(call.remoteNumber) ?? number}</span>
                <time className="soft digits" dateTime={call.offeredAt}>
                  {formatTime(call.offeredAt)}
                </time>
                {onCall === null ? null : (
                  <Button
                    variant="light"
                    size="compact-sm"
                    leftSection={<IconPhone size={14} />}
                    aria-label={t('work.calls.callBack', { number })}
                    onClick={() => onCall(call.remoteNumber)}
                  >
                    {t('dial.ask.yes')}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Panel>
  )
}

/** An open appeal with the day by which its next step is due. */
export interface DueAppeal {
  readonly appeal: Appeal
  readonly due: LocalDate
}

/**
 * Own open appeals with a term, the soonest first; undefined until the store was read.
 * @param dueOf the term of an appeal; that of the answer when left out
 */
export function useDueAppeals(
  dueOf: (appeal: Appeal) => LocalDate | null = ({ answerBy }) => answerBy,
): readonly DueAppeal[] | undefined {
  return useMyAppeals()
    ?.flatMap(({ data: appeal }) => {
      const due = isOpen(appeal) ? dueOf(appeal) : null
      return due === null ? [] : [{ appeal, due }]
    })
    .sort((a, b) => a.due.localeCompare(b.due))
}

interface DueAppealsProps {
  /** Undefined while nothing is known yet. */
  readonly all: readonly DueAppeal[] | undefined
  readonly onOpen: (appeal: Appeal) => void
  /** How many are shown; all of them when left out. */
  readonly max?: number
}

/** Own open appeals with a term, the soonest first. */
export function DueAppeals({ all, onOpen, max }: DueAppealsProps) {
  const t = useText('desk')
  const due = all?.slice(0, max)
  return (
    <Panel title={t('home.due.title')}>
      {due === undefined ? null : due.length === 0 ? (
        <p className="waits__none">{t('home.due.none')}</p>
      ) : (
        <ul className="waits">
          {due.map(({ appeal, due: by }) => (
            <li key={appeal.id} className="waits__row">
              <span className="ellipsis">
                <button type="button" className="link digits nowrap" onClick={() => onOpen(appeal)}>
                  {t('past.appeal', { kind: t(`kind.${appeal.kind}`), number: appeal.number })}
                </button>
              </span>
              <DateChip due={by} metOn={null} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
