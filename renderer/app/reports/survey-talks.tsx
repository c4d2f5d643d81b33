import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { type SurveyResponsesAnswer, surveyResponsesAnswer } from '#shared/features/reports/survey-results.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'
import { ReportRecords } from './report-records.tsx'

/** A number of the results that was opened. */
export interface OpenedTalks {
  readonly address: string
  /** The question and the answer, in words. */
  readonly title: string
}

interface SurveyTalksProps {
  readonly opened: OpenedTalks
  readonly onBack: () => void
  readonly onPerson: (personId: string) => void
}

/** The talks in which an answer was given; a card opens with a look that is entered into the audit. */
export function SurveyTalks({ opened, onBack, onPerson }: SurveyTalksProps) {
  const t = useText('reports')
  const query = useOnlineDetail('surveyTalks', ['surveyResponse'], opened.address, surveyResponsesAnswer)
  const items = query.data?.items ?? []
  return (
    <ReportRecords
      title={opened.title}
      countText={query.data === undefined ? null : t('surveys.talks', { count: query.data.total })}
      columns={[t('surveys.talk.on'), t('surveys.talk.who'), t('surveys.talk.words'), t('surveys.talk.by')]}
      grid="sv-grid-talks"
      items={items}
      keyOf={(talk) => talk.runId}
      rowHeight={36}
      query={{ ...query, hasNextPage: false, isFetchingNextPage: false, fetchNextPage: async () => undefined }}
      onBack={onBack}
      onOpen={({ personId }) => personId !== null && onPerson(personId)}
    >
      {(talk) => <TalkRow talk={talk} />}
    </ReportRecords>
  )
}

function TalkRow({ talk }: { readonly talk: SurveyResponsesAnswer['items'][number] }) {
  const t = useText('reports')
  return (
    <span className="sv-row sv-grid-talks">
      <span className="sv-cell digits">{formatDate(talk.on)}</span>
      <span className="sv-cell ellipsis">{talk.name === '' ? t('surveys.nameless') : talk.name}</span>
      <span className="sv-cell ellipsis" title={talk.words}>
        {talk.words}
      </span>
      <span className="sv-cell ellipsis sv-soft">{talk.by}</span>
    </span>
  )
}
