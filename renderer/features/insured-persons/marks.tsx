import {
  type Icon,
  IconAmbulance,
  IconHeartbeat,
  IconHeartHandshake,
  IconStar,
  IconStethoscope,
  IconWheelchair,
} from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

type Mark = InsuredPerson['marks'][number]

/** In order of what changes the talk most: who cannot come, who comes first, who is at risk. */
const MARK_ICONS: Readonly<Record<Mark, Icon>> = {
  priorityRight: IconStar,
  lowMobility: IconWheelchair,
  highCardiovascularRisk: IconHeartbeat,
  dischargeSupport: IconAmbulance,
  comorbid: IconStethoscope,
  dispensaryObservation: IconHeartHandshake,
}
const MARK_ORDER = Object.keys(MARK_ICONS) as Mark[]

/** Marks as quiet chips with words; `limit` leaves the rest as a count. */
export function Marks({ marks, limit = 6 }: { readonly marks: readonly Mark[]; readonly limit?: number }) {
  const t = useText('insuredPersons')
  const sorted = MARK_ORDER.filter((mark) => marks.includes(mark))
  const hidden = sorted.slice(limit)
  if (sorted.length === 0) return null
  return (
    <span className="marks">
      {sorted.slice(0, limit).map((mark) => (
        <StateChip
          key={mark}
          icon={MARK_ICONS[mark]}
          tone={mark === 'priorityRight' || mark === 'lowMobility' ? 'attention' : 'neutral'}
        >
          {t(`mark.${mark}`)}
        </StateChip>
      ))}
      {hidden.length > 0 ? (
        <span className="marks__more digits" title={hidden.map((mark) => t(`mark.${mark}`)).join(', ')}>
          +{hidden.length}
        </span>
      ) : null}
    </span>
  )
}
