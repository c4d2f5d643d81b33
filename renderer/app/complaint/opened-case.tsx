import { IconBriefcase } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { AppealOrCase } from './appeal-or-case.tsx'

/** The case that a supervisor has chosen out of the list, to read it or to give it to somebody. */
export function OpenedCase() {
  const t = useText('complaints')
  const { navigation } = useDesk()
  const appealId = useNavigation(({ task }) => (task.kind === 'cases' ? task.appealId : null))
  if (appealId === null)
    return <EmptyState icon={IconBriefcase} title={t('cases.choose')} body={t('cases.choose.body')} />
  return (
    <AppealOrCase key={appealId} appealId={appealId} onClose={() => navigation.go({ kind: 'cases', appealId: null })} />
  )
}
