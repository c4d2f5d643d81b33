import { IconAlertTriangle, IconBan, IconCircleCheck, IconEye, IconLoader2 } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip, type Tone } from '#renderer/ui/state-chip.tsx'
import type { ImportState } from '#shared/features/preventive-care/import/import-job.ts'

const LOOKS: Readonly<Record<ImportState, { readonly icon: typeof IconEye; readonly tone: Tone }>> = {
  reading: { icon: IconLoader2, tone: 'neutral' },
  matching: { icon: IconLoader2, tone: 'neutral' },
  preview: { icon: IconEye, tone: 'attention' },
  applying: { icon: IconLoader2, tone: 'neutral' },
  applied: { icon: IconCircleCheck, tone: 'accent' },
  cancelled: { icon: IconBan, tone: 'neutral' },
  refused: { icon: IconAlertTriangle, tone: 'attention' },
}

export function JobState({ state, isPlain = false }: { readonly state: ImportState; readonly isPlain?: boolean }) {
  const t = useText('clinicLists')
  const { icon, tone } = LOOKS[state]
  return (
    <StateChip icon={icon} tone={tone} isPlain={isPlain}>
      {t(`state.${state}`)}
    </StateChip>
  )
}
