import { type Icon, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { formatCount, formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { useSyncStatus } from '../desk-context.tsx'

/** Whether the workplace has what the next call needs, also without the server. */
export function Readiness() {
  const t = useText('desk')
  const scripts = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all')
  const classifiers = useDeskRead(['appealClassifier'], (reads) => reads.records('appealClassifier'), 'all')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  const numbersLeft = useSyncStatus((status) => status.numbersLeft)
  const survives = useSyncStatus((status) => status.survivesRestartOffline)
  const lastScript = scripts
    ?.map(({ data }) => data.effectiveFrom)
    .sort()
    .at(-1)
  const classifier = classifiers?.map(({ data }) => data).sort((a, b) => b.validFrom.localeCompare(a.validFrom))[0]
  const items: readonly (readonly [string, string | null])[] = [
    [
      t('home.scripts'),
      lastScript === undefined
        ? null
        : t('home.scripts.value', { count: scripts?.length ?? 0, date: formatDate(lastScript) }),
    ],
    [
      t('home.classifier'),
      classifier === undefined
        ? null
        : t('home.classifier.value', { version: classifier.version, date: formatDate(classifier.validFrom) }),
    ],
    [t('home.clinics'), clinics?.length ? formatCount(clinics.length) : null],
    [t('home.numbers'), numbersLeft > 0 ? formatCount(numbersLeft) : null],
    [t('home.offline'), survives ? t('home.offline.yes') : t('home.offline.no')],
  ]
  return (
    <Panel title={t('home.ready')} isPadded>
      <ul className="readiness">
        {items.map(([what, value]) => {
          const Glyph: Icon = value === null ? IconCircleDashed : IconCircleCheck
          return (
            <li key={what} className={value === null ? 'readiness--absent' : ''}>
              <Glyph size={18} stroke={1.7} aria-hidden />
              <span>{what}</span>
              <span className="readiness__value digits">{value ?? t('home.absent')}</span>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
