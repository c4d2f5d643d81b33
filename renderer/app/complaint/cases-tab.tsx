import { CaseList, type ListedCase, openOnes, useCases } from '#renderer/features/complaints/case-list.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { urgencyOf } from '#shared/kernel/legal-term.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import type { DeskLinks } from '../desks/desk-links.ts'
import { DeliveryWord } from '../person/delivery-word.tsx'
import { usePersonNames } from '../work/use-person-names.ts'
import type { WorkTab } from '../work/work-list.tsx'

/** Cases of this expert as a list of work, burning first, and below them those that nobody works yet. */
export function useCasesTab({ onOpenAppeal }: DeskLinks): WorkTab {
  const t = useText('complaints')
  const { user } = useDesk().workplace
  const cases = useCases(user.id)
  const queue = useCases('queue')
  const openId = useNavigation((state) => (state.task.kind === 'appeal' ? state.task.appealId : null))
  const open = openOnes(cases ?? [])
  const listOf = (listed: readonly ListedCase[]) => (
    <NamedCases cases={listed} openId={openId} onOpen={(id) => openAppealOf(listed, id, onOpenAppeal)} />
  )
  return {
    key: 'cases',
    label: t('list.title'),
    count: open.length,
    isUrgent: isUrgent(open),
    body:
      cases === undefined ? null : (
        <>
          {listOf(cases)}
          {queue === undefined || queue.length === 0 ? null : (
            <section className="case-queue" aria-label={t('queue.title')}>
              <h2 className="case-queue__title">{t('queue.title')}</h2>
              <p className="soft">{t('queue.body')}</p>
              {listOf(queue)}
            </section>
          )}
        </>
      ),
  }
}

/** Cases of the whole organisation for the supervisor, with whose they are; counted are those that nobody works. */
export function useAllCasesTab(openId: string | null, onOpen: (id: AppealId) => void): WorkTab {
  const t = useText('complaints')
  const cases = useCases(null)
  const users = useDeskRead(['representative'], (reads) => reads.records('representative'), 'all')
  const nameOfOwner = (id: string): string => users?.find(({ data }) => data.id === id)?.data.name ?? ''
  const ofNobody = openOnes(cases ?? []).filter(({ item }) => item.data.assignedTo === null)
  return {
    key: 'cases',
    label: t('list.title'),
    count: ofNobody.length,
    isUrgent: isUrgent(ofNobody),
    body:
      cases === undefined ? null : (
        <NamedCases cases={cases} openId={openId} nameOfOwner={nameOfOwner} onOpen={onOpen} />
      ),
  }
}

function isUrgent(cases: readonly ListedCase[]): boolean {
  const today = todayHere(Date.now())
  return cases.some(({ next }) => next.due !== null && ['burning', 'overdue'].includes(urgencyOf(next.due, today)))
}

function openAppealOf(cases: readonly ListedCase[], id: AppealId, onOpen: (appeal: Appeal) => void): void {
  const appeal = cases.find(({ item }) => item.data.id === id)?.appeal
  if (appeal) onOpen(appeal.data)
}

interface NamedCasesProps {
  readonly cases: readonly ListedCase[]
  readonly openId: string | null
  readonly nameOfOwner?: (id: string) => string
  readonly onOpen: (id: AppealId) => void
}

function NamedCases({ cases, ...list }: NamedCasesProps) {
  const personIdOf = ({ appeal }: ListedCase) => appeal?.data.concernsId ?? appeal?.data.applicant.personId ?? null
  const names = usePersonNames(cases.map(personIdOf))
  return (
    <CaseList
      cases={cases}
      {...list}
      markOf={({ item }) => <DeliveryWord delivery={item.delivery} />}
      nameOf={(listed) => {
        const personId = personIdOf(listed)
        return (personId === null ? undefined : names.get(personId)) ?? listed.appeal?.data.applicant.name ?? ''
      }}
    />
  )
}
