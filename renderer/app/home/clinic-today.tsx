import { Button } from '@mantine/core'
import { IconPhone } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel, Section } from '#renderer/ui/panel.tsx'
import type { Clinic } from '#shared/features/clinics/clinic.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useDesk } from '../desk-context.tsx'
import type { DeskLinks } from '../desks/desk-links.ts'

/** Hours of today, special days and the person in charge of the clinics that this representative serves (REQUIREMENTS P10). */
export function ClinicToday({ onCall }: Pick<DeskLinks, 'onCall'>) {
  const t = useText('desk')
  const { user } = useDesk().workplace
  const clinics = useDeskRead(
    ['clinic'],
    (reads) => reads.records('clinic', (it) => user.clinicIds.includes(it.id)),
    user.id,
  )
  return (
    <div className="home__column">
      {clinics?.length === 0 ? <p className="waits__none">{t('clinicToday.none')}</p> : null}
      {clinics?.map(({ data }) => (
        <OneClinic key={data.id} clinic={data} onCall={onCall} />
      ))}
    </div>
  )
}

function OneClinic({ clinic, onCall }: Pick<DeskLinks, 'onCall'> & { readonly clinic: Clinic }) {
  const t = useText('desk')
  const today = todayHere(Date.now())
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay() || 7
  const { responsible } = clinic
  const ahead = clinic.specialDays.filter(({ on }) => on >= today)
  return (
    <Panel title={`${t('clinicToday.title')}: ${clinic.shortName}`}>
      <ul className="waits">
        {clinic.units.map((unit) => {
          const hours = unit.hours.find((it) => it.weekday === weekday)
          return (
            <li key={unit.number} className="waits__row">
              <span className="ellipsis">
                {unit.name}, <span className="soft">{unit.address}</span>
              </span>
              <span className="digits nowrap">{formatPhone(unit.phone)}</span>
              <span className={`digits nowrap ${hours === undefined ? 'soft' : ''}`}>
                {hours === undefined ? t('clinicToday.closed') : t('clinicToday.hours', hours)}
              </span>
            </li>
          )
        })}
      </ul>
      {ahead.length === 0 ? null : (
        <Section title={t('clinicToday.special')}>
          <ul className="waits">
            {ahead.map(({ on, what }) => (
              <li key={on} className="waits__row">
                <span>{what}</span>
                <time className="digits nowrap" dateTime={on}>
                  {formatDate(on)}
                </time>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('clinicToday.responsible')}>
        <p className="waits__row">
          <span className="ellipsis">
            {responsible.name}, <span className="soft">{responsible.position}</span>
          </span>
          {onCall === null ? (
            <span className="digits nowrap">{formatPhone(responsible.phone)}</span>
          ) : (
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconPhone size={14} />}
              aria-label={t('clinicToday.call', { name: responsible.name, number: formatPhone(responsible.phone) })}
              onClick={() => onCall(responsible.phone)}
            >
              {formatPhone(responsible.phone)}
            </Button>
          )}
        </p>
      </Section>
    </Panel>
  )
}
