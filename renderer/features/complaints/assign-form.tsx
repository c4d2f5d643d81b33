import { Select, Textarea } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { assignCase } from '#shared/features/complaints/case-assignment.ts'
import type { UserId } from '#shared/kernel/ids.ts'
import { ActionForm } from './action-form.tsx'
import { type CaseFormProps, stepDraft } from './case-step.ts'
import { useCaseCommand } from './use-case-command.ts'

export interface NamedExpert {
  readonly id: string
  readonly name: string
}

/** Stands in the list of experts for the queue of all of them. */
const QUEUE = 'queue'

interface AssignFormProps extends CaseFormProps {
  /** Experts of the organisation who may get it. */
  readonly experts: readonly NamedExpert[]
}

/** Gives a case to an expert, with the reason. */
export function AssignForm({ theCase, experts, onDone }: AssignFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['to', 'note'])
  const others = [
    ...experts.filter(({ id }) => id !== theCase.assignedTo).map(({ id, name }) => ({ value: id, label: name })),
    ...(theCase.assignedTo === null ? [] : [{ value: QUEUE, label: t('queue.title') }]),
  ]
  const form = useKeptForm(stepDraft(theCase, 'assign'), () => ({ to: (others[0]?.value ?? '') as string, note: '' }))
  const { value } = form
  if (value === null) return null
  const title = t(theCase.assignedTo === null ? 'do.assign.first' : 'do.assign')
  const save = async (): Promise<void> => {
    const to = value.to === QUEUE ? null : (value.to as UserId)
    if (!(await command.run(assignCase, { id: theCase.id, to, note: value.note }))) return
    await form.drop()
    onDone()
  }
  return (
    <ActionForm
      title={title}
      hint={t('assign.hint')}
      submit={title}
      others={command.others}
      keeping={form.keeping}
      onSubmit={() => void save()}
      onCancel={onDone}
    >
      <Select
        label={t('assign.to')}
        data={others}
        value={value.to}
        allowDeselect={false}
        onChange={(to) => form.change({ to: to ?? '' })}
        error={command.problemOf('to')}
      />
      <Textarea
        className="step-form__wide"
        label={t('assign.reason')}
        autosize
        minRows={2}
        required
        value={value.note}
        onChange={(event) => form.change({ note: event.currentTarget.value })}
        error={command.problemOf('note')}
      />
    </ActionForm>
  )
}
