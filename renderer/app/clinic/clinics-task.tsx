import { Button } from '@mantine/core'
import { IconBuildingHospital, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { ClinicCard } from '#renderer/features/clinics/clinic-card.tsx'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { timeHere, todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { RefusalWord } from '#renderer/ui/saving-word.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import { isAhead } from '#shared/features/clinics/booking.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { ClinicId } from '#shared/kernel/ids.ts'
import { useNavigation } from '../desk-context.tsx'
import type { DeskLinks } from '../desks/desk-links.ts'
import { TaskFrame } from '../shell/task-frame.tsx'
import { PrintSheet } from './print-sheet.tsx'
import './clinic.css'

interface ClinicsTaskProps extends Pick<DeskLinks, 'onCall'> {
  /** The clinic that was asked for. */
  readonly first: ClinicId | null
  readonly onClose: () => void
}

/** The directory of clinics; with a person on the right, the routing sheet of each unit can be printed for him or her. */
export function ClinicsTask({ first, onCall, onClose }: ClinicsTaskProps) {
  const t = useText('clinics')
  useLanguage()
  const now = useNow(30_000)
  const today = todayHere(now)
  const time = timeHere(now)
  const all = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  const clinics = all?.toSorted((a, b) => Number(b.data.id === first) - Number(a.data.id === first))
  const personId = useNavigation((state) => state.person?.personId ?? null)
  const open = useDeskRead(
    ['insuredPerson', 'booking'],
    async (reads) => {
      if (personId === null) return null
      const [person, bookings] = await Promise.all([
        reads.person(personId),
        reads.records('booking', (it) => it.personId === personId && isAhead(it)),
      ])
      return person === null ? null : { person, booking: bookings[0]?.data ?? null }
    },
    personId ?? 'none',
  )
  const [printed, setPrinted] = useState<number | null>(null)
  const [notPrinted, setNotPrinted] = useState<Refusal | null>(null)
  return (
    <TaskFrame title={t('title')} onClose={onClose}>
      {clinics?.length === 0 ? (
        <EmptyState icon={IconBuildingHospital} title={t('none')} body={t('none.body')} />
      ) : null}
      {clinics?.map(({ data }) => (
        <ClinicCard
          key={data.id}
          clinic={data}
          today={today}
          time={time}
          onCall={onCall}
          unitActions={(unit) =>
            open?.person.clinicId === data.id ? (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconPrinter size={14} />}
                onClick={() => setPrinted(unit.number)}
              >
                {t('sheet.print')}
              </Button>
            ) : null
          }
        />
      ))}
      {open && printed !== null ? (
        <PrintSheet
          person={open.person}
          unit={printed}
          visit={open.booking?.unit === printed ? open.booking.place : null}
          onPrinted={(refusal) => {
            setPrinted(null)
            setNotPrinted(refusal)
          }}
        />
      ) : notPrinted === null ? null : (
        <RefusalWord refusal={notPrinted} />
      )}
    </TaskFrame>
  )
}
