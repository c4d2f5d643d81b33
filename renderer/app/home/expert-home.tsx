import { Button } from '@mantine/core'
import { IconReportAnalytics } from '@tabler/icons-react'
import { formatCount } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { isOpen } from '#shared/features/appeals/appeal.ts'
import { addDays } from '#shared/kernel/calendar.ts'
import { useDesk } from '../desk-context.tsx'
import { may } from '../desk-parts.ts'
import type { DeskLinks } from '../desks/desk-links.ts'
import { URGENT_DAYS } from '../person/appeal-state-chip.tsx'
import { useMyAppeals } from '../work/appeals-list.tsx'
import { Readiness } from './readiness.tsx'
import { Tallies } from './tallies.tsx'
import { DueAppeals, MissedCalls } from './who-waits.tsx'
import './home.css'

/** The expert's day: how much is open, what burns, and every appeal with a term, the soonest first. */
export function ExpertHome({ onCall, onOpenAppeal }: DeskLinks) {
  const t = useText('desk')
  const reports = useText('reports')
  const { navigation, workplace } = useDesk()
  useLanguage()
  const today = todayHere(Date.now())
  const open = useMyAppeals()
    ?.map(({ data }) => data)
    .filter(isOpen)
  const terms = open?.flatMap(({ answerBy }) => (answerBy === null ? [] : [answerBy]))
  const count = (found: readonly unknown[] | undefined): string =>
    found === undefined ? '—' : formatCount(found.length)
  const soon = addDays(today, URGENT_DAYS)
  return (
    <div className="home scrolls">
      <h1 className="home__title">{t('home.title')}</h1>
      <Tallies
        of={[
          [t('expert.open'), count(open)],
          [t('expert.overdue'), count(terms?.filter((day) => day < today))],
          [t('expert.dueToday'), count(terms?.filter((day) => day === today))],
          [t('expert.soon'), count(terms?.filter((day) => day > today && day <= soon))],
        ]}
      />
      <div className="home__column">
        <DueAppeals onOpen={onOpenAppeal} />
        <MissedCalls onCall={onCall} />
      </div>
      {may({ workplace }, 'defects.look') ? (
        <Button
          className="home__link"
          variant="default"
          size="xs"
          leftSection={<IconReportAnalytics size={15} />}
          onClick={() => navigation.go({ kind: 'reports' })}
        >
          {reports('kind.defects')}
        </Button>
      ) : null}
      <Readiness />
    </div>
  )
}
