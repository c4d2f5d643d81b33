import { IconUserSearch } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import type { PersonId } from '#shared/kernel/ids.ts'
import type { Task } from '../desk-store.ts'
import type { DeskLinks } from '../desks/desk-links.ts'
import { AssistTask } from './assist-task.tsx'
import { ClinicsTask } from './clinics-task.tsx'
import { InformingTask } from './informing-task.tsx'
import { PersonDataTask } from './person-data-task.tsx'
import { VisitTask } from './visit-task.tsx'

interface ClinicTaskProps extends Pick<DeskLinks, 'onCall'> {
  readonly task: Extract<Task, { kind: 'informing' | 'visit' | 'clinics' | 'personData' | 'assist' }>
  readonly onClose: () => void
}

/** The tasks of the work at a post, for any level that has the person before it. */
export function ClinicTask({ task, onCall, onClose }: ClinicTaskProps) {
  const personId = task.kind === 'clinics' ? null : task.personId
  const person = usePerson(personId)
  if (task.kind === 'clinics') return <ClinicsTask first={task.clinicId ?? null} onCall={onCall} onClose={onClose} />
  if (person === undefined) return null
  if (person === null) return <Gone />
  switch (task.kind) {
    case 'informing':
      return <InformingTask key={person.id} person={person} onCall={onCall} onClose={onClose} />
    case 'visit':
      return (
        <VisitTask
          key={`${person.id} ${task.mends ?? task.bookingId ?? ''}`}
          person={person}
          mends={task.mends ?? null}
          bookingId={task.bookingId ?? null}
          onClose={onClose}
        />
      )
    case 'personData':
      return <PersonDataTask key={person.id} person={person} onClose={onClose} />
    case 'assist':
      return <AssistTask key={person.id} person={person} onClose={onClose} />
  }
}

function usePerson(personId: PersonId | null) {
  return useDeskRead(
    ['insuredPerson'],
    async (reads) => (personId === null ? null : reads.person(personId)),
    personId ?? 'none',
  )
}

function Gone() {
  const t = useText('desk')
  return <EmptyState icon={IconUserSearch} title={t('person.gone')} />
}
