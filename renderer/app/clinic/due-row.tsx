import { IconHeartbeat, IconStar, IconWheelchair } from '@tabler/icons-react'
import { ageSexBirth, waysLine } from '#renderer/features/insured-persons/person-words.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { DuePersonRow } from '#renderer/sync/desk-data.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { fullName } from '#shared/features/insured-persons/person.ts'
import { waysTo } from '#shared/features/insured-persons/reach.ts'
import { informingPlanOn } from './reference.ts'
import { whyWords } from './why-words.ts'

const TIER_ICONS = { highRisk: IconHeartbeat, priorityRight: IconStar, lowMobility: IconWheelchair } as const

/** A person of the list: who, in what turn, what is due and why. */
export function DueRowView({ row, aside = '' }: { readonly row: DuePersonRow; readonly aside?: string }) {
  const t = useText('preventiveCare')
  const { person, what, why, tier } = row
  const [way] = waysTo(person, todayHere(Date.now()))
  const code = informingPlanOn(todayHere(Date.now())).tiers[tier]?.code
  return (
    <span className="due-row">
      <span className="due-row__head">
        <span className="ellipsis due-row__name">{fullName(person)}</span>
        {aside === '' ? null : <span className="due-row__aside digits">{aside}</span>}
      </span>
      <span className="due-row__facts digits ellipsis">
        {ageSexBirth(person, Date.now())} · {t('list.precinct', { precinct: person.precinct })}
        {way === undefined || way === 'call' ? '' : ` · ${waysLine([way])}`}
      </span>
      <span className="due-row__why">
        {code === undefined ? null : (
          <StateChip icon={TIER_ICONS[code]} tone={code === 'highRisk' ? 'neutral' : 'attention'} isPlain>
            {t(`tier.${code}`)}
          </StateChip>
        )}
        {what === null ? '' : `${t(`due.${what}`)}: `}
        {whyWords(why)}
      </span>
    </span>
  )
}
