import { Button } from '@mantine/core'
import { IconClock, IconClockOff, IconPhone } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { Panel, Section } from '#renderer/ui/panel.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { Clinic, ClinicUnit } from '#shared/features/clinics/clinic.ts'
import { daysAhead, openAt, weekOf } from '#shared/features/clinics/opening.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import './clinics.css'

interface ClinicCardProps {
  readonly clinic: Clinic
  readonly today: string
  /** Local time, `HH:MM`. */
  readonly time: string
  readonly onCall: ((number: string) => void) | null
  /** What can be done with a unit: the routing sheet of the open person. */
  readonly unitActions: (unit: ClinicUnit) => ReactNode
}

/** All that is looked up while somebody asks: units, hours, rooms, special days, mobile team, transport, whom to call (REQUIREMENTS P10). */
export function ClinicCard({ clinic, today, time, onCall, unitActions }: ClinicCardProps) {
  const t = useText('clinics')
  const { responsible, capacity, transport = [] } = clinic
  const { special, trips } = daysAhead(clinic, today)
  return (
    <Panel title={clinic.name} className="panel--whole">
      <ul className="clinic-units">
        {clinic.units.map((unit) => (
          <Unit key={unit.number} unit={unit} today={today} time={time} onCall={onCall} actions={unitActions(unit)} />
        ))}
      </ul>
      <Section title={t('responsible')}>
        <p className="clinic-line">
          <span>
            {responsible.name}, <span className="soft">{responsible.position}</span>
          </span>
          <Phone name={responsible.name} number={responsible.phone} onCall={onCall} />
        </p>
        <p className="clinic-line digits">
          <span className="soft">{t('capacity')}</span>
          <span>{t('capacity.value', capacity)}</span>
        </p>
      </Section>
      {special.length === 0 ? null : (
        <Section title={t('special')}>
          <Days days={special.map(({ on, what }) => ({ on, what, when: '' }))} />
        </Section>
      )}
      {trips.length === 0 ? null : (
        <Section title={t('trips')}>
          <Days
            days={trips.map(({ on, from, to, where, what }) => ({
              on,
              what: `${where}. ${what}`,
              when: `${from} – ${to}`,
            }))}
          />
        </Section>
      )}
      {transport.length === 0 ? null : (
        <Section title={t('transport')}>
          <ul className="clinic-days">
            {transport.map(({ route, weekdays, leavesAt }) => (
              <li key={route} className="clinic-line">
                <span>{route}</span>
                <span className="digits nowrap">
                  {weekdays.map((day) => t(`weekday.${day as 1}`)).join(', ')}: {leavesAt.join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Panel>
  )
}

interface UnitProps extends Pick<ClinicCardProps, 'today' | 'time' | 'onCall'> {
  readonly unit: ClinicUnit
  readonly actions: ReactNode
}

function Unit({ unit, today, time, onCall, actions }: UnitProps) {
  const t = useText('clinics')
  const { isOpen, hours } = openAt(unit, today, time)
  return (
    <li className="clinic-unit">
      <div className="clinic-line">
        <strong>{unit.name}</strong>
        <StateChip icon={isOpen ? IconClock : IconClockOff} tone={isOpen ? 'accent' : 'neutral'}>
          {hours === null ? t('unit.closed') : isOpen ? t('unit.open', hours) : t('unit.opens', hours)}
        </StateChip>
      </div>
      <div className="clinic-line">
        <span className="soft">{unit.address}</span>
        <Phone name={unit.name} number={unit.phone} onCall={onCall} />
      </div>
      <div className="clinic-line digits soft">
        <span>
          {weekOf(unit)
            .map(({ fromDay, toDay, from, to }) => {
              const first = t(`weekday.${fromDay as 1}`)
              return `${fromDay === toDay ? first : `${first}–${t(`weekday.${toDay as 1}`)}`} ${from}–${to}`
            })
            .join(', ')}
        </span>
        {actions}
      </div>
      <details className="clinic-rooms">
        <summary>{t('rooms.show')}</summary>
        <ul>
          {unit.rooms.map((room) => (
            <li key={room.number} className="clinic-room">
              <span className="digits">{room.number}</span>
              <span>{room.purpose}</span>
              <span className="soft">{room.examination ?? ''}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

function Days({ days }: { readonly days: readonly { on: string; what: string; when: string }[] }) {
  return (
    <ul className="clinic-days">
      {days.map(({ on, what, when }) => (
        <li key={`${on} ${what}`} className="clinic-line">
          <span>{what}</span>
          <span className="digits nowrap">
            <time dateTime={on}>{formatDate(on)}</time> {when}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Phone({ name, number, onCall }: { name: string; number: string; onCall: ClinicCardProps['onCall'] }) {
  const t = useText('clinics')
  const shown = formatPhone(number)
  if (onCall === null) return <span className="digits nowrap">{shown}</span>
  return (
    <Button
      variant="light"
      size="compact-sm"
      className="digits"
      leftSection={<IconPhone size={14} />}
      aria-label={t('call', { name, number: shown })}
      onClick={() => onCall(number)}
    >
      {shown}
    </Button>
  )
}
