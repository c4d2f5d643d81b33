import { Textarea, TextInput } from '@mantine/core'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { answerTerm } from '#shared/features/complaints/case-terms.ts'
import { extendCase, forwardCase } from '#shared/features/complaints/term-commands.ts'
import { ActionForm } from './action-form.tsx'
import { type CaseFormProps, stepDraft } from './case-step.ts'
import { LEGAL } from './legal-data.ts'
import { useCaseCommand } from './use-case-command.ts'

/** Extends the answer; shows the new date before it is decided. */
export function ExtendForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['days', 'decidedOn', 'reason'])
  const form = useKeptForm(stepDraft(theCase, 'extend'), () => ({
    days: '30',
    decidedOn: todayHere(Date.now()),
    reason: '',
  }))
  const { value } = form
  if (value === null) return null
  const days = Number(value.days)
  const extended =
    Number.isInteger(days) && days >= 1 && days <= 30
      ? answerTerm({ ...theCase, extension: { days, decidedOn: value.decidedOn, reason: value.reason } }, LEGAL)
      : null
  const save = async (): Promise<void> => {
    if (!(await command.run(extendCase, { id: theCase.id, ...value, days }))) return
    await form.drop()
    onDone()
  }
  return (
    <ActionForm
      title={t('do.extend')}
      hint={t('extend.hint')}
      submit={t('do.extend')}
      others={command.others}
      keeping={form.keeping}
      onSubmit={() => void save()}
      onCancel={onDone}
    >
      <TextInput
        label={t('extend.days')}
        inputMode="numeric"
        value={value.days}
        description={extended === null ? null : t('extend.result', { date: formatDate(extended.due) })}
        onChange={(event) => form.change({ days: event.currentTarget.value })}
        error={command.problemOf('days')}
      />
      <DateField
        label={t('extend.decidedOn')}
        value={value.decidedOn}
        onDate={(date) => form.change({ decidedOn: date })}
        error={command.problemOf('decidedOn')}
      />
      <Textarea
        className="step-form__wide"
        label={t('extend.reason')}
        autosize
        minRows={2}
        required
        value={value.reason}
        onChange={(event) => form.change({ reason: event.currentTarget.value })}
        error={command.problemOf('reason')}
      />
    </ActionForm>
  )
}

export function ForwardForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['to', 'on', 'reason'])
  const form = useKeptForm(stepDraft(theCase, 'forward'), () => ({ to: '', on: todayHere(Date.now()), reason: '' }))
  const { value } = form
  if (value === null) return null
  const save = async (): Promise<void> => {
    if (!(await command.run(forwardCase, { id: theCase.id, ...value }))) return
    await form.drop()
    onDone()
  }
  return (
    <ActionForm
      title={t('do.forward')}
      hint={t('forward.hint')}
      submit={t('do.forward')}
      others={command.others}
      keeping={form.keeping}
      onSubmit={() => void save()}
      onCancel={onDone}
    >
      <TextInput
        label={t('forward.to')}
        required
        value={value.to}
        onChange={(event) => form.change({ to: event.currentTarget.value })}
        error={command.problemOf('to')}
      />
      <DateField
        label={t('forward.on')}
        value={value.on}
        onDate={(date) => form.change({ on: date })}
        error={command.problemOf('on')}
      />
      <Textarea
        className="step-form__wide"
        label={t('forward.reason')}
        autosize
        minRows={2}
        required
        value={value.reason}
        onChange={(event) => form.change({ reason: event.currentTarget.value })}
        error={command.problemOf('reason')}
      />
    </ActionForm>
  )
}
