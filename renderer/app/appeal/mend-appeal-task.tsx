import { useEffect, useMemo, useState } from 'react'
import type { IntakeHints } from '#renderer/features/appeals/appeal-intake.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { type RegisterAppealArgs, registerAppealArgs } from '#shared/features/appeals/commands.ts'
import { AppealPart } from '../call/appeal-part.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'

interface MendAppealTaskProps {
  readonly commandId: string
  readonly onClose: () => void
}

/** A refused appeal in its form with everything that was typed; registering it again mends the refused one (PUSH4). */
export function MendAppealTask({ commandId, onClose }: MendAppealTaskProps) {
  const t = useText('desk')
  const found = useDeskRead(
    ['outbox'],
    async (reads) => (await reads.needsYou()).find((it) => it.commandId === commandId) ?? null,
    commandId,
  )
  // The refused command leaves the inbox when it is mended; the form then shows the number and must stay.
  const [item, setItem] = useState(found)
  useEffect(() => {
    if (found) setItem(found)
  }, [found])
  const args = useMemo(() => (item ? (registerAppealArgs.safeParse(item.args).data ?? null) : null), [item])
  return (
    <TaskFrame title={t('appeal.mend')} onClose={onClose} isFilled>
      {item && args !== null ? (
        <AppealPart
          draftKey={`mend-${commandId}`}
          hints={hintsOfRefused(args)}
          mending={{ commandId, args, refusal: item.refusal }}
          onRegistered={() => undefined}
          hasFocus
        />
      ) : null}
    </TaskFrame>
  )
}

/** What the form must keep of the refused command though it is not a field: where the call came from, the contact. */
function hintsOfRefused(args: RegisterAppealArgs): IntakeHints {
  const { contactId, name } = args.applicant
  return {
    callId: args.callId,
    source: args.source,
    channel: args.channel,
    person: null,
    contact: contactId === null ? null : { id: contactId, name },
    phone: null,
    clinicId: null,
    kind: null,
    themeCode: null,
    form: null,
    result: null,
    reviewLine: null,
    text: '',
    resultText: '',
    ...(args.dueSeen === undefined ? {} : { dueSeen: args.dueSeen }),
  }
}
