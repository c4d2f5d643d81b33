import { formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { type FunnelPerson, funnelPersonsAnswer } from '#shared/features/reports/informing-effect.ts'
import { addressOf } from '../supervision/filters.ts'
import { useOnlineList } from '../supervision/use-online.ts'
import type { OpenedStep } from './report-choice.ts'
import { ReportRecords } from './report-records.tsx'

const ROW_HEIGHT = 44

interface FunnelPersonsProps {
  readonly year: number
  readonly opened: OpenedStep
  readonly onBack: () => void
  readonly onPerson: (personId: string) => void
}

/** The people whom a number of the report counts; a card opens with a look that is entered into the audit. */
export function FunnelPersons({ year, opened, onBack, onPerson }: FunnelPersonsProps) {
  const t = useText('reports')
  useLanguage()
  const { by, key } = opened.row
  const query = useOnlineList({
    key: 'funnelPersons',
    kinds: ['informing', 'booking', 'insuredPerson'],
    schema: funnelPersonsAnswer,
    address: (after) =>
      addressOf('/api/reports/informing/persons', {
        year: String(year),
        step: opened.step,
        clinicId: by === 'clinic' ? key : null,
        age: by === 'age' ? key : null,
        way: by === 'way' ? key : null,
        after,
      }),
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const total = query.data?.pages[0]?.total
  const title = t('persons.title', { group: opened.group, step: t(`step.${opened.step}`) })
  return (
    <ReportRecords
      title={title}
      countText={total === undefined ? null : t('persons', { count: total })}
      columns={[t('persons.who'), t('persons.informed'), t('persons.visit'), t('persons.came'), t('persons.state')]}
      grid="sv-grid-funnel"
      items={items}
      keyOf={(person) => person.personId}
      rowHeight={ROW_HEIGHT}
      query={query}
      onBack={onBack}
      onOpen={(person) => onPerson(person.personId)}
    >
      {(person) => <FunnelPersonRow person={person} />}
    </ReportRecords>
  )
}

function FunnelPersonRow({ person }: { readonly person: FunnelPerson }) {
  const t = useText('reports')
  // States and ways come from the server's records; one that this desk does not know is shown by its code.
  const word = t as (key: string) => string
  return (
    <span className="sv-row sv-grid-funnel">
      <span className="sv-cell sv-cell--two">
        <span className="ellipsis">{person.name}</span>
        <span className="sv-soft digits">{formatDate(person.birthDate)}</span>
      </span>
      <span className="sv-cell sv-cell--two">
        <span className="digits">{person.informedAt === null ? '' : formatDate(person.informedAt.slice(0, 10))}</span>
        <span className="sv-soft ellipsis">{person.ways.map((way) => word(`way.${way}`)).join(', ')}</span>
      </span>
      <span className="sv-cell digits">{person.visitOn === null ? '' : formatDate(person.visitOn)}</span>
      <span className="sv-cell digits">{person.cameOn === null ? '' : formatDate(person.cameOn)}</span>
      <span className="sv-cell ellipsis">{word(`state.${person.state}`)}</span>
    </span>
  )
}
