import type { IntakeHints } from '#renderer/features/appeals/appeal-intake.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { fullName, type InsuredPerson, isPhoneInForce } from '#shared/features/insured-persons/person.ts'
import type { Role } from '#shared/kernel/actor.ts'
import { AppealPart } from '../call/appeal-part.tsx'
import { LetterTask } from '../complaint/letter-task.tsx'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'

/** An appeal that does not come from a call: a visit, a letter. The person on the right is taken for the applicant. */
export function NewAppealTask({ onClose }: { readonly onClose: () => void }) {
  const t = useText('desk')
  const { role } = useDesk().workplace.user
  const personId = useNavigation((state) => state.person?.personId ?? null)
  const person = useDeskRead(
    ['insuredPerson'],
    async (reads) => (personId === null ? null : reads.person(personId)),
    personId ?? 'none',
  )
  return (
    <TaskFrame title={t('appeal.new')} onClose={onClose} isFilled>
      {person === undefined ? null : <NewAppeal hints={hintsOf(person, role)} role={role} />}
    </TaskFrame>
  )
}

/** An expert registers letters: the form stands beside stamp, scans and earlier appeals. */
function NewAppeal({ hints, role }: { readonly hints: IntakeHints; readonly role: Role }) {
  return role === 'L3' ? (
    <LetterTask hints={hints} />
  ) : (
    <AppealPart draftKey="new" hints={hints} onRegistered={() => undefined} hasFocus />
  )
}

function hintsOf(person: InsuredPerson | null, role: Role): IntakeHints {
  return {
    callId: null,
    source: 'direct',
    channel: role === 'L2' ? 'clinicPost' : role === 'L1' ? 'phone' : 'post',
    person: person === null ? null : { id: person.id, name: fullName(person) },
    contact: null,
    phone: person?.phones.find((phone) => isPhoneInForce(phone, todayHere(Date.now())))?.number ?? null,
    clinicId: null,
    kind: role === 'L3' ? 'complaint' : null,
    themeCode: null,
    form: role === 'L3' ? 'written' : null,
    result: role === 'L3' ? 'takenIntoWork' : null,
    reviewLine: role === 'L3' ? 3 : null,
    text: '',
    resultText: '',
  }
}
