import { IconCalendarCheck, IconCalendarDue, IconCalendarOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { type InsuredPerson, isDueAndNotPassed } from '#shared/features/insured-persons/person.ts'

interface PreventionBlockProps {
  readonly person: InsuredPerson
  /** Why it is due or not, in words of the rules in force; null when they are not at hand. */
  readonly why: string | null
  /** What was said and answered lately, or the way to say it now. */
  readonly aside?: ReactNode
}

/** «Положена диспансеризация, 4 квартал, не пройдена», or why not: said to every caller whom it concerns (C6). */
export function PreventionBlock({ person, why, aside }: PreventionBlockProps) {
  const t = useText('insuredPersons')
  const { due, quarter, state, stage1On, stage2On, year } = person.prevention
  const isDue = isDueAndNotPassed(person)
  const Glyph = isDue ? IconCalendarDue : due === 'none' ? IconCalendarOff : IconCalendarCheck
  const passedOn = stage2On ?? stage1On
  const more = [
    due === 'none' || quarter === null ? null : t('prevention.quarter', { quarter }),
    isDue ? t(`prevention.state.${state}`) : null,
    passedOn === null ? null : formatDate(passedOn),
    why,
  ].filter((part) => part !== null)
  return (
    <div className={`prevention ${isDue ? 'prevention--due' : ''}`}>
      <Glyph size={18} stroke={1.8} aria-hidden />
      <div>
        <p className="prevention__what">
          {due === 'none'
            ? t('prevention.due.none', { year })
            : isDue
              ? t(`prevention.due.${due}`)
              : `${t(`prevention.kind.${due}`)}: ${t(`prevention.state.${state}`)}`}
        </p>
        {more.length === 0 ? null : <p className="prevention__more">{more.join(' · ')}</p>}
      </div>
      {aside === undefined ? null : <span className="prevention__aside">{aside}</span>}
    </div>
  )
}
