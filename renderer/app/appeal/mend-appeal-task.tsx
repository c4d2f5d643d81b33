import { IconAlertCircle } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { FORM_DRAFTS } from '#renderer/features/appeals/intake-store.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { DeskDataProvider, useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { registerAppealArgs } from '#shared/features/appeals/commands.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import { AppealPart } from '../call/appeal-part.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'
import { hintsOfRefused, intakeOfArgs, mendingData } from './mend-appeal.ts'

interface MendAppealTaskProps {
  readonly commandId: string
  readonly onClose: () => void
}

/** A refused appeal in its form with everything that was typed; registering it again mends the refused one (PUSH4). */
export function MendAppealTask({ commandId, onClose }: MendAppealTaskProps) {
  const t = useText('desk')
  const data = useDeskData()
  const items = useDeskRead(['outbox'], (reads) => reads.needsYou(), 'all')
  // The refused command leaves the inbox when it is mended; the form then shows the number and must stay.
  const [item, setItem] = useState(items?.find((it) => it.commandId === commandId))
  const [isReady, setIsReady] = useState(false)
  const found = items?.find((it) => it.commandId === commandId)
  useEffect(() => {
    if (found !== undefined) setItem(found)
  }, [found])
  const args = useMemo(() => (item === undefined ? null : registerAppealArgs.safeParse(item.args).data) ?? null, [item])
  const draftKey = `mend-${commandId}`

  useEffect(() => {
    if (args === null) return
    let isCurrent = true
    async function prepare(): Promise<void> {
      if (args === null) return
      const ids = [args.applicant.personId, args.concernsId]
      const [applicant, concerns] = await Promise.all(ids.map((id) => (id === null ? null : data.reads.person(id))))
      const begun = await data.drafts.load(FORM_DRAFTS + draftKey)
      const nameOf = (person: typeof applicant): string => (person ? fullName(person) : '')
      if (begun === null)
        await data.drafts.save(FORM_DRAFTS + draftKey, intakeOfArgs(args, nameOf(applicant), nameOf(concerns)))
      if (isCurrent) setIsReady(true)
    }
    void prepare()
    return () => {
      isCurrent = false
    }
  }, [args, data, draftKey])

  const mending = useMemo(() => (item && args ? mendingData(data, item, args) : null), [data, item, args])
  return (
    <TaskFrame title={t('appeal.mend')} onClose={onClose} isFilled>
      {item === undefined ? null : (
        <div className="mend-reason">
          <Notice tone="urgent" icon={IconAlertCircle} title={refusalText(item.refusal)} />
        </div>
      )}
      {isReady && mending !== null && args !== null ? (
        <DeskDataProvider data={mending}>
          <AppealPart draftKey={draftKey} hints={hintsOfRefused(args)} onRegistered={() => undefined} />
        </DeskDataProvider>
      ) : null}
    </TaskFrame>
  )
}
