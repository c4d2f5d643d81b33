import { IconFileOff } from '@tabler/icons-react'
import type { AppealIntake, IntakeHints } from '#renderer/features/appeals/appeal-intake.ts'
import { RegisterAppealForm } from '#renderer/features/appeals/register-appeal-form.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import type { AppealClassifier } from '#shared/features/appeals/classifier.ts'
import type { RegisterAppealArgs } from '#shared/features/appeals/commands.ts'
import { lineOf } from '#shared/kernel/actor.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { newId } from '../desk-parts.ts'

interface AppealPartProps {
  /** Call id or `new`: the draft hangs on it. */
  readonly draftKey: string
  readonly hints: IntakeHints
  readonly onRegistered: (id: AppealId, number: string) => void
  /** The form is all that is worked at: it takes the focus, and the number after it. */
  readonly hasFocus?: boolean
  /** Told what stands in the form after every change. */
  readonly onIntake?: (intake: AppealIntake) => void
  /** Asked before the number is taken: what stands beside the form must be right first. */
  readonly isReady?: () => boolean
  /** An appeal out of the inbox of refused ones, to be mended. */
  readonly mending?: { readonly commandId: string; readonly args: RegisterAppealArgs; readonly refusal: Refusal }
}

/** The form of an appeal with the reference data that the desk holds. */
export function AppealPart({
  draftKey,
  hints,
  onRegistered,
  hasFocus = false,
  onIntake,
  isReady,
  mending,
}: AppealPartProps) {
  const t = useText('desk')
  const { user } = useDesk().workplace
  const classifier = useClassifier()
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  if (classifier === undefined || clinics === undefined) return null
  if (classifier === null)
    return <EmptyState icon={IconFileOff} title={t('appeal.none')} body={t('appeal.none.body')} />
  return (
    <RegisterAppealForm
      draftKey={draftKey}
      hints={hints}
      intakeLine={lineOf(user.role)}
      classifier={classifier}
      clinics={clinics.map(({ id, data }) => ({ id, name: data.shortName }))}
      newAppealId={newId}
      hasFocus={hasFocus}
      onRegistered={onRegistered}
      {...(onIntake === undefined ? {} : { onIntake })}
      {...(isReady === undefined ? {} : { isReady })}
      {...(mending === undefined ? {} : { mending })}
    />
  )
}

/** Puts the cursor into the form of an appeal that is on the screen. Returns whether there is one. */
export function focusAppealForm(): boolean {
  const field = document.querySelector<HTMLElement>('.intake :is(input, textarea, button), .registered button')
  field?.focus()
  return field !== null
}

/** The classifier in force today; null when none is on the desk, undefined until the store has answered. */
export function useClassifier(): AppealClassifier | null | undefined {
  const today = todayHere(Date.now())
  const all = useDeskRead(['appealClassifier'], (reads) => reads.records('appealClassifier'), 'all')
  return all === undefined
    ? undefined
    : (all
        .map(({ data }) => data)
        .filter((it) => it.validFrom <= today && (it.validTo === null || it.validTo >= today))
        .sort((a, b) => b.validFrom.localeCompare(a.validFrom))[0] ?? null)
}
