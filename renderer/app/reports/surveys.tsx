import { Select } from '@mantine/core'
import { IconMessageQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount, formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import {
  type SurveyItemResult,
  type SurveyResultsAnswer,
  surveyResultsAnswer,
} from '#shared/features/reports/survey-results.ts'
import type { Days } from '#shared/kernel/compared-period.ts'
import { addressOf } from '../supervision/filters.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'
import { ReportFailed } from './report-failed.tsx'
import { ReportLoading } from './report-loading.tsx'
import { type OpenedTalks, SurveyTalks } from './survey-talks.tsx'
import { SurveyWorkbook } from './survey-workbook.tsx'
import './surveys.css'

/** Read first, to learn which surveys there are: no survey has this id. */
const ANY = 'any'

interface SurveysReportProps {
  readonly days: Days
  readonly onPerson: (personId: string) => void
}

/** Results of a survey by question and clinic over the days chosen; each number opens its talks (REQUIREMENTS S8). */
export function SurveysReport({ days, onPerson }: SurveysReportProps) {
  const [survey, setSurvey] = useState<string | null>(null)
  const [clinicId, setClinicId] = useState<string | null>(null)
  const [opened, setOpened] = useState<OpenedTalks | null>(null)
  const first = useOnlineDetail(
    'surveyResults',
    ['surveyResponse'],
    addressOf('/api/reports/surveys', { scriptId: ANY, ...days }),
    surveyResultsAnswer,
  )
  const scriptId = survey ?? first.data?.surveys[0]?.scriptId ?? null
  const conditions = { scriptId, ...days, clinicId }
  const address = scriptId === null ? null : addressOf('/api/reports/surveys', conditions)
  const query = useOnlineDetail('surveyResults', ['surveyResponse'], address, surveyResultsAnswer)
  if (opened !== null) return <SurveyTalks opened={opened} onBack={() => setOpened(null)} onPerson={onPerson} />
  const failed = first.isError || query.isError
  if (failed) return <ReportFailed onRetry={() => void Promise.all([first.refetch(), query.refetch()])} />
  const answer = query.data ?? (scriptId === null ? first.data : undefined)
  if (answer === undefined) return <ReportLoading />
  return (
    <Results
      {...{ answer, days, scriptId, clinicId }}
      onSurvey={(id) => {
        setSurvey(id)
        setClinicId(null)
      }}
      onClinic={setClinicId}
      onOpen={(item, code, title) =>
        setOpened({ title, address: addressOf('/api/reports/surveys/responses', { ...conditions, item, code }) })
      }
    />
  )
}

interface ResultsProps {
  readonly answer: SurveyResultsAnswer
  readonly days: Days
  readonly scriptId: string | null
  readonly clinicId: string | null
  readonly onSurvey: (scriptId: string) => void
  readonly onClinic: (clinicId: string | null) => void
  readonly onOpen: (item: string, code: string, title: string) => void
}

function Results({ answer, days, scriptId, clinicId, onSurvey, onClinic, onOpen }: ResultsProps) {
  const t = useText('reports')
  useLanguage()
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all') ?? []
  const { surveys, items, responses, complete, minGroup } = answer
  return (
    <section className="report scrolls" aria-label={t('kind.surveys')}>
      <header className="report__head">
        <h1>{t('kind.surveys')}</h1>
        <span className="report__days digits">
          {t('days', { from: formatDate(days.from), to: formatDate(days.to) })}
        </span>
        <SurveyWorkbook days={days} />
      </header>
      {surveys.length === 0 ? (
        <EmptyState icon={IconMessageQuestion} title={t('surveys.empty')} body={t('surveys.emptyBody')} />
      ) : (
        <>
          <div className="survey-choice">
            <Select
              size="xs"
              aria-label={t('surveys.survey')}
              autoComplete="off"
              allowDeselect={false}
              data={surveys.map(({ scriptId: value, title }) => ({ value, label: title }))}
              value={scriptId}
              onChange={(value) => value !== null && onSurvey(value)}
            />
            <Select
              size="xs"
              aria-label={t('surveys.clinic')}
              autoComplete="off"
              placeholder={t('surveys.allClinics')}
              clearable
              data={clinics.map(({ data }) => ({ value: data.id, label: data.shortName }))}
              value={clinicId}
              onChange={onClinic}
            />
            <p className="report__note digits">
              {t('surveys.count', { responses: formatCount(responses), complete: formatCount(complete) })}
            </p>
          </div>
          <p className="report__note">{t('surveys.hiddenNote', { min: minGroup })}</p>
          <div className="survey-items">
            {items.map((item) => (
              <Item key={`${item.item} ${item.scale}`} item={item} minGroup={minGroup} onOpen={onOpen} />
            ))}
          </div>
        </>
      )}
    </section>
  )
}

interface ItemProps extends Pick<ResultsProps, 'onOpen'> {
  readonly item: SurveyItemResult
  readonly minGroup: number
}

function Item({ item, minGroup, onOpen }: ItemProps) {
  const t = useText('reports')
  return (
    <section className="survey-item" aria-label={item.title}>
      <h2 className="survey-item__title" lang="ru">
        {item.title}
      </h2>
      <p className="survey-item__facts digits">
        {item.satisfied === null ? null : (
          <strong>{t('surveys.satisfied', { share: item.satisfied.toLocaleString('ru') })}</strong>
        )}{' '}
        {t('surveys.answered', { count: item.answered })}
      </p>
      {item.codes === null ? (
        <p className="survey-item__hidden">{t('surveys.hidden', { min: minGroup })}</p>
      ) : (
        <ul className="survey-item__codes">
          {item.codes.map(({ code, name, count }) => (
            <li key={code}>
              <span className="survey-item__name" lang="ru">
                {name}
              </span>
              <span className="survey-item__bar" aria-hidden>
                <span style={{ inlineSize: `${(count / item.answered) * 100}%` }} />
              </span>
              <button
                type="button"
                className="count digits"
                aria-label={t('surveys.open', { shown: formatCount(count), name })}
                onClick={() => onOpen(item.item, code, `${item.title}: ${name}`)}
              >
                {formatCount(count)}
              </button>
              <span className="digits survey-item__share">{Math.round((count / item.answered) * 100)} %</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
