import { type Icon, IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip, type Tone } from '#renderer/ui/state-chip.tsx'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

type State = InsuredPerson['consents']['informing']

const LOOKS: Readonly<Record<State, { readonly icon: Icon; readonly tone: Tone }>> = {
  given: { icon: IconCheck, tone: 'accent' },
  none: { icon: IconMinus, tone: 'neutral' },
  withdrawn: { icon: IconX, tone: 'attention' },
}

/** What the person agreed to, at the point of use: before SMS or support is offered. */
export function Consents({ consents }: { readonly consents: InsuredPerson['consents'] }) {
  const t = useText('insuredPersons')
  return (
    <span className="marks">
      {(['informing', 'sms', 'support'] as const).map((kind) => {
        const state = consents[kind]
        const { icon, tone } = LOOKS[state]
        const said = t(`consent.${kind}.${state}`)
        return (
          <StateChip key={kind} icon={icon} tone={tone}>
            {said}
          </StateChip>
        )
      })}
    </span>
  )
}
