import { IconPencil, IconPhone, IconPhoneCall, IconPhoneIncoming } from '@tabler/icons-react'
import { formatTime } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { usePersonNames } from '../work/use-person-names.ts'
import { useSheets } from './call-flow-context.ts'
import { closesItself, phaseOf, whoOf } from './call-sheet.ts'

const LOOKS = {
  ringing: { icon: IconPhoneIncoming, tone: 'attention' },
  dialling: { icon: IconPhone, tone: 'neutral' },
  talking: { icon: IconPhoneCall, tone: 'accent' },
  wrapUp: { icon: IconPencil, tone: 'attention' },
} as const

/** Calls that go on or wait for their wrap-up, above the list of the day: none is left behind unseen. */
export function UnfinishedCalls() {
  const t = useText('desk')
  const { navigation } = useDesk()
  const sheets = useSheets().filter((sheet) => !closesItself(sheet))
  const shownId = useNavigation(({ task }) => (task.kind === 'call' ? task.callId : null))
  const names = usePersonNames(sheets.map((sheet) => whoOf(sheet).personId))
  if (sheets.length === 0) return null
  return (
    <ul className="work-rows unfinished">
      {sheets.map((sheet) => {
        const { personId } = whoOf(sheet)
        const phase = phaseOf(sheet)
        const { icon, tone } = LOOKS[phase]
        return (
          <li key={sheet.callId} className="work-row">
            <button
              type="button"
              className="work-row__main"
              aria-current={sheet.callId === shownId}
              onClick={() => navigation.go({ kind: 'call', callId: sheet.callId })}
            >
              <span className="work-row__words">
                <span className="work-row__head">
                  <span className="ellipsis digits">
                    {(personId === null ? undefined : names.get(personId)) ??
                      (formatPhone(sheet.remoteNumber) || t('work.calls.hidden'))}
                  </span>
                  <time className="work-row__time digits" dateTime={sheet.offeredAt}>
                    {formatTime(sheet.offeredAt)}
                  </time>
                </span>
                <StateChip icon={icon} tone={tone} isPlain>
                  {t(`phase.${phase}`)}
                </StateChip>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
