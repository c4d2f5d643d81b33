import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { Marks } from './marks.tsx'
import { ageSexBirth, policyTail } from './person-words.ts'

interface PersonRowProps {
  readonly person: InsuredPerson
  readonly clinic: string
  /** A typo or another keyboard layout was forgiven. */
  readonly isGuess?: boolean
}

/** A person in a list: what tells two people of one name apart, and no more than a list may show (policy by its tail). */
export function PersonRow({ person, clinic, isGuess = false }: PersonRowProps) {
  const t = useText('insuredPersons')
  useLanguage()
  return (
    <div className="person-row">
      <div className="person-row__name">
        <span className="ellipsis">{fullName(person)}</span>
        {isGuess ? <span className="person-row__guess">{t('search.guess')}</span> : null}
        {person.status === 'attached' ? null : (
          <span className="person-row__guess">{t(`status.${person.status}`)}</span>
        )}
      </div>
      <div className="person-row__facts digits ellipsis">
        {ageSexBirth(person, Date.now())} · {policyTail(person)}
      </div>
      <div className="person-row__facts ellipsis">{clinic}</div>
      <Marks marks={person.marks} limit={2} />
    </div>
  )
}
