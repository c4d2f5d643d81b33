import { Button, Switch } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import { DEFECTS, formatKopecks } from '#renderer/features/expertise/defect-data.ts'
import { CountButton, PairRows } from '#renderer/features/reports/pair-rows.tsx'
import { formatCount, formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import {
  type DefectCounts,
  type DefectsAnswer,
  type DefectsBy,
  defectsAnswer,
} from '#shared/features/reports/defects.ts'
import { sharePercent } from '#shared/features/reports/informing-effect.ts'
import { changePercent, type Days } from '#shared/kernel/compared-period.ts'
import { addressOf } from '../supervision/filters.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'
import { DefectActs, type OpenedActs } from './defect-acts.tsx'
import { type DefectsOf, defectSheets } from './defect-sheets.ts'
import { ExportButton } from './export-button.tsx'
import type { ReportChoice } from './report-choice.ts'
import { ReportFailed } from './report-failed.tsx'
import { ReportLoading } from './report-loading.tsx'

interface DefectsReportProps {
  readonly choice: ReportChoice
  /** Opens the appeal that an act was made for. */
  readonly onAppeal: (appealId: string, number: string) => void
}

/** Acts of МЭЭ and ЭКМП and their defects by clinic, department, doctor and code, period against period (REQUIREMENTS E8). */
export function DefectsReport({ choice, onAppeal }: DefectsReportProps) {
  const [clinicId, setClinicId] = useState<string | null>(null)
  const [justified, setJustified] = useState<'yes' | null>(null)
  const [opened, setOpened] = useState<OpenedActs | null>(null)
  const address = addressOf('/api/reports/defects', { ...choice.days, against: choice.against, clinicId, justified })
  const query = useOnlineDetail('defects', ['expertise'], address, defectsAnswer)
  const nameOf = useDefectNames(choice.days)
  if (opened !== null)
    return <DefectActs opened={opened} nameOf={nameOf} onBack={() => setOpened(null)} onAppeal={onAppeal} />
  if (query.data === undefined)
    return query.isError ? <ReportFailed onRetry={() => void query.refetch()} /> : <ReportLoading />
  return (
    <Defects
      answer={query.data}
      {...{ nameOf, clinicId, justified }}
      onJustified={setJustified}
      onClinic={setClinicId}
      onOpen={setOpened}
    />
  )
}

interface DefectsProps {
  readonly answer: DefectsAnswer
  readonly nameOf: DefectsOf
  readonly clinicId: string | null
  readonly justified: 'yes' | null
  readonly onJustified: (justified: 'yes' | null) => void
  readonly onClinic: (clinicId: string | null) => void
  readonly onOpen: (opened: OpenedActs) => void
}

function Defects({ answer, nameOf, clinicId, justified, onJustified, onClinic, onOpen }: DefectsProps) {
  const t = useText('reports')
  useLanguage()
  const { period, before, rows } = answer
  const daysText = ({ from, to }: Days): string => t('days', { from: formatDate(from), to: formatDate(to) })
  const partsShown: readonly DefectsBy[] = clinicId === null ? ['clinic', 'code'] : ['department', 'doctor', 'code']
  const open = (days: Days, group: string, conditions: OpenedActs['conditions']): void =>
    onOpen({ days, group, conditions: { clinicId, justified, ...conditions } })
  const clinicName = clinicId === null ? null : nameOf('clinic', clinicId)
  const sheets = defectSheets(answer, partsShown, nameOf, t, daysText)
  return (
    <section className="report scrolls" aria-label={t('defects.title')}>
      <header className="report__head">
        <h1>{clinicName === null ? t('defects.title') : t('defects.of', { clinic: clinicName })}</h1>
        <span className="report__days digits">
          {daysText(period)} · {t('days.before').toLowerCase()}: {daysText(before)}
        </span>
        {clinicId === null ? null : (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconArrowUp size={13} />}
            onClick={() => onClinic(null)}
          >
            {t('defects.allClinics')}
          </Button>
        )}
        <ExportButton report="defects" days={period} sheets={sheets} name={`defects-${period.from}-${period.to}`} />
      </header>
      <p className="report__note">{t('defects.note')}</p>
      <Switch
        className="report__switch"
        size="xs"
        label={t('defects.onlyJustified')}
        checked={justified === 'yes'}
        onChange={(event) => onJustified(event.currentTarget.checked ? 'yes' : null)}
      />
      <Figures answer={answer} open={open} />
      {partsShown.map((by) => (
        <div key={by} className="report__part">
          <h2 className="report__title">{t(`defects.by.${by as 'clinic'}`)}</h2>
          <PairRows
            label={t(`defects.by.${by as 'clinic'}`)}
            rows={rows
              .filter((row) => row.by === by && row.now.defective + row.before.defective > 0)
              .sort((a, b) => b.now.defective - a.now.defective || b.before.defective - a.before.defective)
              .map(({ key, now, before: then }) => {
                const counted = { now: now.defective, before: then.defective }
                const conditions = by === 'clinic' ? { clinicId: key } : { [by]: key }
                const name = nameOf(by, key)
                return {
                  key,
                  name,
                  ...counted,
                  change: changePercent(counted),
                  onNow: () => open(period, name, { ...conditions, defective: 'yes' }),
                  onBefore: () => open(before, name, { ...conditions, defective: 'yes' }),
                  onDeeper: by === 'clinic' ? () => onClinic(key) : null,
                }
              })}
          />
        </div>
      ))}
    </section>
  )
}

interface FiguresProps {
  readonly answer: DefectsAnswer
  readonly open: (days: Days, group: string, conditions: OpenedActs['conditions']) => void
}

const NOTHING: DefectCounts = { acts: 0, defective: 0, measured: 0, nonPayment: 0, fine: 0 }

/** МЭЭ and ЭКМП with their shares of defects, what was withheld, and to how many acts the clinics answered with measures. */
function Figures({ answer: { rows, period, before }, open }: FiguresProps) {
  const t = useText('reports')
  const find = (by: DefectsBy, key: string): { readonly now: DefectCounts; readonly before: DefectCounts } =>
    rows.find((row) => row.by === by && row.key === key) ?? { now: NOTHING, before: NOTHING }
  const all = find('all', '')
  const share = ({ defective, acts }: DefectCounts): string => formatCount(sharePercent(defective, acts) ?? 0)
  const figures = [
    ...(['economic', 'quality'] as const).map((kind) => {
      const pair = find('kind', kind)
      return {
        what: t(`defects.kind.${kind}`),
        now: pair.now.acts,
        before: pair.before.acts,
        conditions: { kind },
        more: t('defects.share', { now: share(pair.now), before: share(pair.before) }),
      }
    }),
    {
      what: t('defects.measured'),
      now: all.now.measured,
      before: all.before.measured,
      conditions: { measured: 'yes' as const },
      more: t('defects.ofDefective', { count: all.now.defective, shown: formatCount(all.now.defective) }),
    },
  ]
  const money = (of: 'nonPayment' | 'fine') => ({
    what: t(`defects.${of}`),
    now: formatKopecks(all.now[of] ?? 0),
    before: formatKopecks(all.before[of] ?? 0),
  })
  return (
    <dl className="report__figures">
      {figures.map(({ what, now, before: then, conditions, more }) => (
        <div key={what} className="report__figure">
          <dt>{what}</dt>
          <dd>
            <CountButton
              count={now}
              label={t('open.now', { what, shown: formatCount(now) })}
              onOpen={() => open(period, what, conditions)}
            />
            <CountButton
              count={then}
              label={t('open.before', { what, shown: formatCount(then) })}
              onOpen={() => open(before, what, conditions)}
              isSoft
            />
          </dd>
          <dd className="report__more">{more}</dd>
        </div>
      ))}
      {[money('nonPayment'), money('fine')].map(({ what, now, before: then }) => (
        <div key={what} className="report__figure">
          <dt>{what}</dt>
          <dd className="digits">{now}</dd>
          <dd className="report__more digits">{t('defects.was', { shown: then })}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Names of what the report counts by, from what this desk holds; a code by the order in force on the last day. */
function useDefectNames(days: Days): DefectsOf {
  const t = useText('reports')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), '')
  const codes = new Map(DEFECTS.on(days.to)?.codes.map(({ code, name }) => [code, name]))
  return (by, key) => {
    switch (by) {
      case 'clinic':
        return clinics?.find(({ data }) => data.id === key)?.data.shortName ?? key
      case 'code':
        return `${key} ${codes.get(key) ?? ''}`.trim()
      case 'kind':
        return t(`defects.kind.${key as 'economic'}`)
      default:
        return key === '' ? t('defects.unnamed') : key
    }
  }
}
