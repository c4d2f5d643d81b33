import { Button } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useMemo } from 'react'
import { AppealCard } from '#renderer/features/appeals/appeal-card.tsx'
import { CASE_START } from '#renderer/features/complaints/case-place.ts'
import { CaseScreen } from '#renderer/features/complaints/case-screen.tsx'
import { ExpertisePart, useActs } from '#renderer/features/expertise/expertise-part.tsx'
import { addressLine } from '#renderer/features/insured-persons/person-words.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { makeThemeIndex } from '#shared/features/appeals/find-theme.ts'
import { isCaseOpen } from '#shared/features/complaints/case-states.ts'
import type { ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { useClassifier } from '../call/appeal-part.tsx'
import { useDesk, useNavigation, useSyncStatus } from '../desk-context.tsx'
import { may, newId } from '../desk-parts.ts'
import { TaskFrame } from '../shell/task-frame.tsx'
import { OperatorSaw } from './operator-saw.tsx'

interface CaseTaskProps {
  readonly theCase: ComplaintCase
  readonly appeal: Kept<'appeal'>
  readonly onClose: () => void
}

/** A case of line 3: what its slice knows, joined with the appeal, the call before it, the person and the acts. */
export function CaseTask({ theCase, appeal, onClose }: CaseTaskProps) {
  const t = useText('complaints')
  const desk = useText('desk')
  const parts = useDesk()
  const { navigation, workplace } = parts
  const isOnline = useSyncStatus((status) => status.api === 'reachable')
  const { data } = appeal
  const place = useNavigation((state) => state.casePlaces.get(theCase.id)) ?? CASE_START
  const classifier = useClassifier()
  const themes = useMemo(() => (classifier ? makeThemeIndex(classifier) : null), [classifier])
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  const users = useDeskRead(['representative'], (reads) => reads.records('representative'), 'all')
  const ids = [data.applicant.personId, data.concernsId].filter((id) => id !== null)
  const people = useDeskRead(
    ['insuredPerson'],
    async (reads) => (await Promise.all(ids.map((id) => reads.person(id)))).filter((it) => it !== null),
    ids.join(),
  )
  const acts = useActs(theCase.id)
  if (clinics === undefined || users === undefined || people === undefined || acts === undefined) return null
  const personOf = (id: string | null): InsuredPerson | null => people.find((it) => it.id === id) ?? null
  const applicant = personOf(data.applicant.personId)
  const nameOfPerson = (id: string): string | null => {
    const person = personOf(id)
    return person === null ? null : fullName(person)
  }
  const personId = data.concernsId ?? data.applicant.personId
  const named = clinics.map(({ id, data: clinic }) => ({
    id,
    name: clinic.shortName,
    units: clinic.units.map((unit) => unit.name),
  }))
  const canWork = workplace.user.role === 'L3' && theCase.assignedTo === workplace.user.id
  const isQueued = workplace.user.role === 'L3' && theCase.assignedTo === null && isCaseOpen(theCase.state)
  // A supervisor gives any case away, an expert only an own one.
  const mayAssign = may(parts, 'complaint.assign') && (workplace.user.role === 'SV' || canWork)
  const experts = users.filter(({ data: user }) => user.role === 'L3' && user.active)
  const isInWork = theCase.state === 'inWork' || theCase.state === 'waiting'
  return (
    <TaskFrame
      title={t('case.title', { number: data.number })}
      onClose={onClose}
      isFilled
      aside={
        personId === null ? null : (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconUser size={14} />}
            onClick={() => navigation.openPerson(personId, 'appeal')}
          >
            {desk('appeal.showPerson')}
          </Button>
        )
      }
    >
      <CaseScreen
        key={theCase.id}
        theCase={theCase}
        facts={{
          number: data.number,
          applicantName: applicant === null ? data.applicant.name : fullName(applicant),
          isAnonymous: data.applicant.anonymous,
          postalAddress: applicant === null ? '' : addressLine(applicant.address),
          email: applicant?.email ?? '',
          defectCodes: acts.flatMap((act) => act.defects.map((defect) => defect.code)),
        }}
        clinics={named}
        nameOfUser={(id) => users.find((it) => it.id === id)?.data.name ?? ''}
        newId={newId}
        canWork={canWork}
        queue={isQueued ? (isOnline ? 'canTake' : 'offline') : null}
        experts={mayAssign ? experts.map(({ data: { id, name } }) => ({ id, name })) : null}
        actCount={acts.length}
        place={place}
        onPlace={(next) => navigation.placeInCase(theCase.id, next)}
        matter={
          <>
            <AppealCard
              appeal={data}
              delivery={appeal.delivery}
              themes={themes}
              nameOfPerson={nameOfPerson}
              nameOfClinic={(id) => clinics.find((it) => it.id === id)?.data.name ?? null}
            />
            {data.callId === null ? null : <OperatorSaw caseId={theCase.id} dueSeen={data.dueSeen} />}
          </>
        }
        expertise={
          <ExpertisePart
            caseId={theCase.id}
            themeCode={data.themeCode}
            clinicId={theCase.clinicId}
            clinics={named}
            canWork={canWork && isInWork}
            newId={newId}
          />
        }
      />
    </TaskFrame>
  )
}
