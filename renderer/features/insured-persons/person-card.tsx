import { ActionIcon, Button } from '@mantine/core'
import { IconAlertTriangle, IconEye, IconEyeOff, IconPhone, IconPhoneOff } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { fullName, type InsuredPerson, isPhoneInForce } from '#shared/features/insured-persons/person.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { decodePolicyNumber, policyNumberProblem } from '#shared/kernel/policy-number.ts'
import { formatSnils } from '#shared/kernel/snils.ts'
import { Consents } from './consents.tsx'
import { Marks } from './marks.tsx'
import { addressLine, ageSexBirth, groupDigits, maskNumber, phoneDays, waysLine } from './person-words.ts'
import './insured-persons.css'

interface PersonCardProps {
  readonly person: InsuredPerson
  /** Where the person is attached, in words. */
  readonly clinic: string
  /** Null where there is no phone or the role may not call. */
  readonly onCall: ((number: string) => void) | null
  /** Buttons beside the name. */
  readonly actions: ReactNode
  /** Preventive care: stands right under the name, for it changes the talk. */
  readonly prevention: ReactNode
  /** Appeals and the timeline, from the slices that know them. */
  readonly children: ReactNode
}

/** The person in the right zone: first what changes the talk, then how to reach them, then what happened. */
export function PersonCard({ person, clinic, onCall, actions, prevention, children }: PersonCardProps) {
  const t = useText('insuredPersons')
  useLanguage()
  return (
    <article className="person-card scrolls" aria-label={fullName(person)}>
      <header className="person-card__head">
        <span className="person-card__actions">{actions}</span>
        <h2>{fullName(person)}</h2>
        <p className="digits">{ageSexBirth(person, Date.now())}</p>
        <span className="marks">
          {person.status === 'attached' ? null : (
            <StateChip icon={IconAlertTriangle} tone="attention">
              {t(`status.${person.status}`)}
            </StateChip>
          )}
          <Marks marks={person.marks} />
        </span>
      </header>
      {prevention}
      <dl className="facts">
        <Policy key={person.id} person={person} />
        <dt>{t('phones')}</dt>
        <dd>
          <Phones phones={person.phones} onCall={onCall} />
        </dd>
        {person.preferredWays?.length ? (
          <>
            <dt>{t('ways')}</dt>
            <dd>{waysLine(person.preferredWays)}</dd>
          </>
        ) : null}
        <dt>{t('clinic')}</dt>
        <dd>
          {clinic}, {t('clinic.precinct', { precinct: person.precinct })}
        </dd>
        <dt>{t('address')}</dt>
        <dd>{addressLine(person.address)}</dd>
        {person.email === null ? null : (
          <>
            <dt>{t('email')}</dt>
            <dd className="ellipsis">{person.email}</dd>
          </>
        )}
        <dt>{t('consents.title')}</dt>
        <dd>
          <Consents consents={person.consents} />
        </dd>
      </dl>
      {children}
    </article>
  )
}

/** Policy and СНИЛС, masked until asked for: the screen is seen by others, too. Keyed by person, so that another one is masked again. */
function Policy({ person }: { readonly person: InsuredPerson }) {
  const t = useText('insuredPersons')
  const [isShown, setIsShown] = useState(false)
  const { kind, number } = person.policy
  const Eye = isShown ? IconEyeOff : IconEye
  const warning = usePolicyWarning(person)
  return (
    <>
      <dt>{t(`policy.${kind}`)}</dt>
      <dd>
        <span className="facts__line">
          <span className="digits nowrap">{isShown ? groupDigits(number) : maskNumber(number)}</span>
          <ActionIcon
            size="sm"
            aria-label={isShown ? t('policy.hide') : t('policy.reveal')}
            aria-pressed={isShown}
            onClick={() => setIsShown(!isShown)}
          >
            <Eye size={15} />
          </ActionIcon>
        </span>
        {warning === null ? null : (
          <span className="facts__warning">
            <IconAlertTriangle size={14} aria-hidden />
            {warning}
          </span>
        )}
      </dd>
      {person.snils === null ? null : (
        <>
          <dt>{t('snils')}</dt>
          <dd className="digits">
            {isShown ? formatSnils(person.snils) : `•••-•••-${person.snils.slice(6, 9)} ${person.snils.slice(9)}`}
          </dd>
        </>
      )}
    </>
  )
}

/** A difference between number and card is a warning, never an error: the number is not re-issued (DOMAIN §1.1). */
function usePolicyWarning(person: InsuredPerson): string | null {
  const t = useText('insuredPersons')
  const { kind, number } = person.policy
  if (policyNumberProblem(kind, number) !== null) return t('policy.problem')
  const coded = kind === 'unified' ? decodePolicyNumber(number) : null
  if (coded === null) return null
  if (coded.birthDate !== person.birthDate) {
    return t('policy.differsBirthDate', { date: formatDate(coded.birthDate) })
  }
  return coded.sex === person.sex ? null : t('policy.differsSex')
}

function Phones({
  phones,
  onCall,
}: {
  readonly phones: InsuredPerson['phones']
  readonly onCall: PersonCardProps['onCall']
}) {
  const t = useText('insuredPersons')
  const today = todayHere(Date.now())
  if (phones.length === 0) return <span className="soft">{t('phone.none')}</span>
  return (
    <ul className="phones">
      {phones.map((phone) => {
        const shown = formatPhone(phone.number)
        const isInForce = isPhoneInForce(phone, today)
        const days = phoneDays(phone)
        return (
          <li key={phone.number}>
            {onCall !== null && isInForce ? (
              <Button
                variant="light"
                size="compact-sm"
                leftSection={<IconPhone size={14} />}
                aria-label={t('phone.call', { number: shown })}
                className="digits"
                onClick={() => onCall(phone.number)}
              >
                {shown}
              </Button>
            ) : (
              <span className={`digits nowrap ${isInForce ? '' : 'phones__wrong'}`}>{shown}</span>
            )}
            <span className="soft">
              {isInForce ? (
                [t(`phone.${phone.kind}`), days].filter((part) => part !== '').join(', ')
              ) : (
                <span className="facts__warning">
                  <IconPhoneOff size={14} aria-hidden />
                  {days === '' ? t('phone.invalid') : days}
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
