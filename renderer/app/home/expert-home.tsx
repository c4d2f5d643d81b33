import { Button } from '@mantine/core'
import { IconReportAnalytics } from '@tabler/icons-react'
import { useCases } from '#renderer/features/complaints/case-list.tsx'
import { formatCount } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { isOpen } from '#shared/features/appeals/appeal.ts'
import { addDays } from '#shared/kernel/calendar.ts'
import { PromisedCalls } from '../call-backs/promised-calls.tsx'
import { useDesk } from '../desk-context.tsx'
import { may } from '../desk-parts.ts'
import type { DeskLinks } from '../desks/desk-links.ts'
import { URGENT_DAYS } from '../person/appeal-state-chip.tsx'
import { useMyAppeals } from '../work/appeals-list.tsx'
import { Readiness } from './readiness.tsx'
import { ShiftPanel } from './shift-panel.tsx'
import { Tallies } from './tallies.tsx'
import { DueAppeals, MissedCalls, useDueAppeals } from './who-waits.tsx'
import './home.css'

/** The expert's day: how much is open, what burns, and every appeal with a term, the soonest first. */
export function ExpertHome({ onCall, onOpenAppeal }: DeskLinks) {
  const t = useText('desk')
  const reports = useText('reports')
  const { navigation, workplace } = useDesk()
  useLanguage()
  const today = todayHere(Date.now())
  const open = useMyAppeals()?.filter(({ data }) => isOpen(data))
  // What burns in a case is its next step: the clinic's papers are due long before the answer.
  const steps = new Map(useCases(workplace.user.id)?.map(({ item, next }) => [item.id, next.due]))
  const due = useDueAppeals(({ id, answerBy }) => steps.get(id) ?? answerBy)
  const terms = due?.map((it) => it.due)
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
      <PromisedCalls onCall={onCall} />
      <div className="home__column">
        <DueAppeals all={due} onOpen={onOpenAppeal} />
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
      <ShiftPanel />
      <Readiness />
    </div>
  )
}
