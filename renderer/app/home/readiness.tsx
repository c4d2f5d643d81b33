import { type Icon, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { CHECK_ITEMS } from '#renderer/features/telephony/shift-check/check-memory.ts'
import type { ShiftCheck } from '#renderer/features/telephony/shift-check/shift-check.ts'
import { formatCount, formatDate, formatTime } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { useDesk, useSyncStatus } from '../desk-context.tsx'

/** Whether the workplace has what the next call needs, also without the server. */
export function Readiness() {
  const t = useText('desk')
  const { soft } = useDesk()
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
        {soft === null ? null : <PhoneRow check={soft.check} />}
      </ul>
    </Panel>
  )
}

/** Whether the telephone was checked today, with these devices. */
function PhoneRow({ check }: { readonly check: ShiftCheck }) {
  const t = useText('desk')
  const telephony = useText('telephony')
  const kept = useStore(check.store, (state) => state.kept)
  const at = kept === null || check.isWanted(kept) ? null : kept.at
  const isWell = at !== null && kept?.failed.length === 0
  const Glyph: Icon = isWell ? IconCircleCheck : IconCircleDashed
  const time = at === null ? '' : formatTime(new Date(at).toISOString())
  const failed = CHECK_ITEMS.filter((item) => kept?.failed.includes(item))
  const what = failed.map((item) => telephony(`check.item.${item}`).toLocaleLowerCase()).join(', ')
  return (
    <li className={isWell ? '' : 'readiness--absent'}>
      <Glyph size={18} stroke={1.7} aria-hidden />
      <span>{t('home.phone')}</span>
      <span className="readiness__value digits">
        {at === null
          ? t('home.phone.unchecked')
          : telephony(isWell ? 'check.kept.well' : 'check.kept.faults', { time, what })}
      </span>
    </li>
  )
}
