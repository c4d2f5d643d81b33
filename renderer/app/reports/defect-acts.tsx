import { formatKopecks } from '#renderer/features/expertise/defect-data.ts'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { type DefectAct, defectActsAnswer } from '#shared/features/reports/defects.ts'
import type { Days } from '#shared/kernel/compared-period.ts'
import { addressOf } from '../supervision/filters.ts'
import { useOnlineList } from '../supervision/use-online.ts'
import type { DefectsOf } from './defect-sheets.ts'
import { ReportRecords } from './report-records.tsx'

const ROW_HEIGHT = 60

/** A number of the report that was opened: the conditions by which it was counted. */
export interface OpenedActs {
  readonly days: Days
  readonly group: string
  readonly conditions: {
    readonly clinicId?: string | null
    readonly kind?: 'economic' | 'quality'
    readonly department?: string
    readonly doctor?: string
    readonly code?: string
    readonly defective?: 'yes'
    readonly measured?: 'yes'
    readonly justified?: 'yes' | null
  }
}

interface DefectActsProps {
  readonly opened: OpenedActs
  readonly nameOf: DefectsOf
  readonly onBack: () => void
  readonly onAppeal: (appealId: string, number: string) => void
}

/** The acts that a number counts, with the measures of the clinic; a row opens the complaint it was made for. */
export function DefectActs({ opened, nameOf, onBack, onAppeal }: DefectActsProps) {
  const t = useText('reports')
  useLanguage()
  const { days, group, conditions } = opened
  const query = useOnlineList({
    key: 'defectActs',
    kinds: ['expertise'],
    schema: defectActsAnswer,
    address: (after) =>
      addressOf('/api/reports/defects/acts', {
        ...days,
        ...Object.fromEntries(Object.entries(conditions).map(([name, value]) => [name, value ?? null])),
        after,
      }),
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const total = query.data?.pages[0]?.total
  const title = t('defects.acts.title', { group, from: formatDate(days.from), to: formatDate(days.to) })
  return (
    <ReportRecords
      title={title}
      countText={total === undefined ? null : t('defects.count', { count: total })}
      columns={[t('defects.act'), t('defects.where'), t('defects.codes'), t('defects.sums'), t('defects.complaint')]}
      grid="sv-grid-acts"
      items={items}
      keyOf={(act) => act.id}
      rowHeight={ROW_HEIGHT}
      query={query}
      onBack={onBack}
      onOpen={(act) => onAppeal(act.caseId, act.appealNumber)}
    >
      {(act) => <ActRow act={act} nameOf={nameOf} />}
    </ReportRecords>
  )
}

function ActRow({ act, nameOf }: { readonly act: DefectAct; readonly nameOf: DefectsOf }) {
  const t = useText('reports')
  const part = [act.department, act.doctor].filter((it) => it !== '').join(', ')
  return (
    <span className="sv-row sv-grid-acts">
      <span className="sv-cell sv-cell--two">
        <span className="ellipsis">
          {t(`defects.kind.${act.kind}`)} <span className="digits">{act.number}</span>
        </span>
        <span className="sv-soft digits">{formatDate(act.on)}</span>
      </span>
      <span className="sv-cell sv-cell--two">
        <span className="ellipsis">{nameOf('clinic', act.clinicId)}</span>
        <span className="sv-soft ellipsis">{part === '' ? t('defects.unnamed') : part}</span>
      </span>
      <span className="sv-cell sv-cell--two">
        <span className="ellipsis digits">
          {act.codes.length === 0 ? t('defects.none') : act.codes.map((code) => nameOf('code', code)).join('; ')}
        </span>
        <span className="sv-soft ellipsis">
          {act.codes.length === 0
            ? ''
            : act.measures === ''
              ? t('defects.noMeasures')
              : t('defects.measures', { words: act.measures })}
        </span>
      </span>
      <span className="sv-cell sv-cell--two digits">
        <span>{formatKopecks(act.nonPayment)}</span>
        <span className="sv-soft">{act.fine === 0 ? '' : t('defects.fineOf', { shown: formatKopecks(act.fine) })}</span>
      </span>
      <span className="sv-cell sv-cell--two">
        <span className="ellipsis digits">{act.appealNumber}</span>
        <span className="sv-soft ellipsis">{t(`defects.decision.${act.decision}`)}</span>
      </span>
    </span>
  )
}
