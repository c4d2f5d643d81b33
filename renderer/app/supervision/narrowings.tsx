import { IconX } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { CallFilters, JournalFilters } from './filters.ts'
import { useThemeName } from './use-theme-name.ts'

interface Narrowing {
  readonly key: string
  readonly what: string
  readonly remove: () => void
}

interface NarrowingsProps<Filters> {
  readonly filters: Filters
  readonly onChange: (filters: Filters) => void
}

/** Conditions that a number of the floor has brought along to the call log; they have no field of their own. */
export function CallNarrowings({ filters, onChange }: NarrowingsProps<CallFilters>) {
  const t = useText('supervision')
  const { lost, answeredWithin } = filters
  return (
    <Chips
      of={[
        lost === null
          ? null
          : { key: 'lost', what: t('narrow.lost'), remove: () => onChange({ ...filters, lost: null }) },
        answeredWithin === null
          ? null
          : {
              key: 'within',
              what: t('narrow.answeredWithin', { seconds: answeredWithin }),
              remove: () => onChange({ ...filters, answeredWithin: null }),
            },
      ]}
    />
  )
}

/** Conditions that a number of the floor or of a report has brought along to the journal. */
export function JournalNarrowings({ filters, onChange }: NarrowingsProps<JournalFilters>) {
  const t = useText('supervision')
  const themeName = useThemeName()
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), '')
  const { theme, place, open, unassigned, answerFrom, answerTo, justified, medicalCare } = filters
  const without = (part: Partial<JournalFilters>) => (): void => onChange({ ...filters, ...part })
  const clinicName = clinics?.find(({ data }) => data.id === place)?.data.shortName
  return (
    <Chips
      of={[
        open === null ? null : { key: 'open', what: t('narrow.open'), remove: without({ open: null }) },
        unassigned === null
          ? null
          : { key: 'unassigned', what: t('narrow.unassigned'), remove: without({ unassigned: null }) },
        answerFrom === null && answerTo === null
          ? null
          : {
              key: 'answer',
              what: termText(t, answerFrom, answerTo),
              remove: without({ answerFrom: null, answerTo: null }),
            },
        justified === null
          ? null
          : { key: 'justified', what: t(`narrow.justified.${justified}`), remove: without({ justified: null }) },
        medicalCare === null
          ? null
          : { key: 'medicalCare', what: t('narrow.medicalCare'), remove: without({ medicalCare: null }) },
        theme === null
          ? null
          : { key: 'theme', what: themeName(theme) || theme, remove: without({ theme: null, exactTheme: null }) },
        place === null
          ? null
          : {
              key: 'place',
              what: place === 'none' ? t('narrow.noClinic') : (clinicName ?? place),
              remove: without({ place: null }),
            },
      ]}
    />
  )
}

function termText(t: ReturnType<typeof useText<'supervision'>>, from: string | null, to: string | null): string {
  if (from === to && to !== null) return t('narrow.answerOn', { date: formatDate(to) })
  return to === null
    ? t('narrow.answerFrom', { date: formatDate(from ?? '') })
    : t('narrow.answerUntil', { date: formatDate(to) })
}

function Chips({ of }: { readonly of: readonly (Narrowing | null)[] }) {
  const t = useText('supervision')
  const shown = of.filter((narrowing) => narrowing !== null)
  if (shown.length === 0) return null
  return (
    <div>
      <span className="field__label">{t('narrow.label')}</span>
      <ul className="sv-narrow">
        {shown.map(({ key, what, remove }) => (
          <li key={key} className="sv-narrow__chip">
            <span>{what}</span>
            <button type="button" aria-label={t('narrow.remove', { what })} onClick={remove}>
              <IconX size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
