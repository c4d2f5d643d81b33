import { IconArrowRight } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { ImportRow } from '#shared/features/preventive-care/import/import-job.ts'

/** «Смирнова Анна Петровна». */
export function nameOf(face: NonNullable<ImportRow['face']>): string {
  return [face.surname, face.givenName, face.patronymic].filter(Boolean).join(' ')
}

/** What became of a row, where that is news. */
export function Outcome({ row }: { readonly row: ImportRow }) {
  const t = useText('clinicLists')
  if (row.outcome === null || row.kind === 'wrong' || row.kind === 'unchanged') return null
  const isLeft = row.outcome === 'left' || row.outcome === 'partly'
  return (
    <StateChip icon={IconArrowRight} tone={isLeft ? 'attention' : 'accent'} isPlain>
      {t(`outcome.${row.outcome}`)}
    </StateChip>
  )
}
