import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { AppealId } from '#shared/kernel/ids.ts'
import { AppealTask } from '../appeal/appeal-task.tsx'
import { CaseTask } from './case-task.tsx'

interface AppealOrCaseProps {
  readonly appealId: AppealId
  readonly onClose: () => void
}

/** An appeal opens as the case it is worked in, where this desk holds one; otherwise as its card. */
export function AppealOrCase({ appealId, onClose }: AppealOrCaseProps) {
  const found = useDeskRead(
    ['complaintCase', 'appeal', 'outbox'],
    async (reads) => ({
      theCase: await reads.record('complaintCase', appealId),
      appeal: await reads.record('appeal', appealId),
    }),
    appealId,
  )
  if (found === undefined) return null
  const { theCase, appeal } = found
  if (theCase === null || appeal === null) return <AppealTask appealId={appealId} onClose={onClose} />
  return <CaseTask theCase={theCase.data} appeal={appeal} onClose={onClose} />
}
