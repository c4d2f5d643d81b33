import { Button, Select } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { type Booking, isAhead } from '#shared/features/clinics/booking.ts'
import { settleBooking } from '#shared/features/clinics/commands.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useDesk } from '../desk-context.tsx'
import { DeliveryWord } from '../person/delivery-word.tsx'
import { usePersonNames } from '../work/use-person-names.ts'
import './clinic.css'

const REASON_COUNT = 20

/** Visits that still need something: a time, the person, a mark whether the person came (REQUIREMENTS P11). */
export function useOpenVisits(): readonly Kept<'booking'>[] {
  const visits = useDeskRead(['booking'], (reads) => reads.records('booking', isAhead), 'ahead')
  return [...(visits ?? [])].sort((a, b) => (placeOf(a.data) < placeOf(b.data) ? -1 : 1))
}

function placeOf({ place }: Booking): string {
  return place === null ? '' : `${place.on} ${place.time}`
}

export function VisitsTab() {
  const t = useText('clinics')
  useLanguage()
  const visits = useOpenVisits()
  const names = usePersonNames(visits.map(({ data }) => data.personId))
  const today = todayHere(Date.now())
  const groups = [
    ['waiting', visits.filter(({ data }) => data.place === null)],
    ['unsettled', visits.filter(({ data }) => data.place !== null && data.place.on < today)],
    ['today', visits.filter(({ data }) => data.place?.on === today)],
    ['ahead', visits.filter(({ data }) => data.place !== null && data.place.on > today)],
  ] as const
  if (visits.length === 0)
    return <EmptyState icon={IconCalendarEvent} title={t('visits.empty')} body={t('visits.empty.body')} />
  return (
    <>
      {groups.map(([group, list]) =>
        list.length === 0 ? null : (
          <section key={group} aria-label={t(`visits.${group}`)}>
            <h3 className="due__title">
              {t(`visits.${group}`)} <span className="digits soft">{list.length}</span>
            </h3>
            <ul className="work-rows">
              {list.map((visit) => (
                <Visit key={visit.id} visit={visit} name={names.get(visit.data.personId) ?? ''} today={today} />
              ))}
            </ul>
          </section>
        ),
      )}
    </>
  )
}

interface VisitProps {
  readonly visit: Kept<'booking'>
  readonly name: string
  readonly today: string
}

function Visit({ visit: { data, delivery }, name, today }: VisitProps) {
  const t = useText('clinics')
  const care = useText('preventiveCare')
  const { navigation } = useDesk()
  const { writes } = useDeskData()
  const [isAsking, setIsAsking] = useState(false)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const { id, personId, clinicId, unit, place } = data

  async function settle(outcome: 'came' | 'noShow' | 'cancelled', reason: number | null = null): Promise<void> {
    const done = await writes.dispatch(settleBooking, { id, clinicId, unit, place, outcome, reason })
    setRefusals(done.ok ? [] : done.error)
    if (done.ok && outcome === 'noShow') navigation.go({ kind: 'visit', personId })
  }

  return (
    <li className="visit-row">
      <button
        type="button"
        className="work-row__main"
        onClick={() => {
          navigation.openPerson(personId, 'workList')
          if (place === null) navigation.go({ kind: 'visit', personId, bookingId: id })
        }}
      >
        <span className="work-row__words">
          <span className="work-row__head">
            <span className="ellipsis">{name}</span>
            <span className="work-row__time digits">
              {place === null ? '' : `${place.on === today ? '' : formatDate(place.on).slice(0, 5)} ${place.time}`}
            </span>
          </span>
          <span className="work-row__more ellipsis">
            {t(`visit.what.${data.what}`)}
            {place === null && data.wish !== null
              ? `, ${t(`visit.part.${data.wish.part}`).toLocaleLowerCase()}, ${formatDate(data.wish.from)}`
              : ''}
          </span>
        </span>
      </button>
      <DeliveryWord delivery={delivery} />
      <div className="visit-row__actions">
        {place === null ? (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => navigation.go({ kind: 'visit', personId, bookingId: id })}
          >
            {t('visits.giveTime')}
          </Button>
        ) : (
          <Button size="compact-sm" variant="light" onClick={() => void settle('came')}>
            {t('visits.came')}
          </Button>
        )}
        {place !== null && place.on <= today ? (
          <Button size="compact-sm" variant="default" onClick={() => setIsAsking(true)}>
            {t('visits.noShow')}
          </Button>
        ) : null}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void settle('cancelled')}>
          {t('visits.cancel')}
        </Button>
      </div>
      {isAsking ? (
        <Select
          className="visit-row__reason"
          size="xs"
          searchable
          label={t('visits.reason')}
          placeholder={care('informing.reason.choose')}
          data={Array.from({ length: REASON_COUNT }, (_, index) => ({
            value: String(index + 1),
            label: care(`reason.${(index + 1) as 1}`),
          }))}
          value={null}
          onChange={(code) => code !== null && void settle('noShow', Number(code))}
        />
      ) : null}
      {refusals.map((refusal) => (
        <p key={refusal.code} className="field__message" role="alert">
          {refusalText(refusal)}
        </p>
      ))}
    </li>
  )
}
