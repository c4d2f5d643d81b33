import { CaseList, type ListedCase, openOnes, useCases } from '#renderer/features/complaints/case-list.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { urgencyOf } from '#shared/kernel/legal-term.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import type { DeskLinks } from '../desks/desk-links.ts'
import { usePersonNames } from '../work/use-person-names.ts'
import type { WorkTab } from '../work/work-list.tsx'

/** Cases of this expert as a list of work, burning first. */
export function useCasesTab({ onOpenAppeal }: DeskLinks): WorkTab {
  const t = useText('complaints')
  const { user } = useDesk().workplace
  const cases = useCases(user.id)
  const today = todayHere(Date.now())
  const open = openOnes(cases ?? [])
  return {
    key: 'cases',
    label: t('list.title'),
    count: open.length,
    isUrgent: open.some(({ next }) => next.due !== null && ['burning', 'overdue'].includes(urgencyOf(next.due, today))),
    body: cases === undefined ? null : <NamedCases cases={cases} onOpenAppeal={onOpenAppeal} />,
  }
}

function NamedCases({
  cases,
  onOpenAppeal,
}: Pick<DeskLinks, 'onOpenAppeal'> & { readonly cases: readonly ListedCase[] }) {
  const openId = useNavigation((state) => (state.task.kind === 'appeal' ? state.task.appealId : null))
  const personIdOf = ({ appeal }: ListedCase) => appeal?.data.concernsId ?? appeal?.data.applicant.personId ?? null
  const names = usePersonNames(cases.map(personIdOf))
  return (
    <CaseList
      cases={cases}
      openId={openId}
      nameOf={(listed) => {
        const personId = personIdOf(listed)
        return (personId === null ? undefined : names.get(personId)) ?? listed.appeal?.data.applicant.name ?? ''
      }}
      onOpen={(id) => {
        const appeal = cases.find(({ item }) => item.data.id === id)?.appeal
        if (appeal) onOpenAppeal(appeal.data)
      }}
    />
  )
}
