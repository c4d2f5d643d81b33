import { Select, Textarea, TextInput } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { Field } from '#renderer/ui/field.tsx'
import { type ClosingReason, closingReason } from '#shared/features/complaints/complaint-case.ts'
import { closeCase, decideCase, reopenCase } from '#shared/features/complaints/decision-commands.ts'
import { ActionForm } from './action-form.tsx'
import { type CaseFormProps, stepDraft } from './case-step.ts'
import { useCaseCommand } from './use-case-command.ts'

/** обоснованная or not, with grounds. */
export function DecisionForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['justified', 'grounds'])
  const form = useKeptForm(stepDraft(theCase, 'decision'), () => ({
    justified: theCase.decision?.justified ?? null,
    grounds: theCase.decision?.grounds ?? '',
  }))
  const { value } = form
  if (value === null) return null
  const save = async (): Promise<void> => {
    const args = { id: theCase.id, justified: value.justified as boolean, grounds: value.grounds }
    if (!(await command.run(decideCase, { ...args, on: todayHere(Date.now()) }))) return
    await form.drop()
    onDone()
  }
  return (
    <ActionForm
      title={t('case.decision')}
      submit={t('do.decide')}
      others={command.others}
      keeping={form.keeping}
      onSubmit={() => void save()}
      onCancel={onDone}
    >
      <div className="step-form__wide">
        <Field label={t('decision.which')} message={command.problemOf('justified')}>
          {({ labelId, describedBy }) => (
            <div
              className="step-form__choice"
              role="radiogroup"
              aria-labelledby={labelId}
              aria-describedby={describedBy}
            >
              {([true, false] as const).map((justified) => (
                // biome-ignore lint/a11y/useSemanticElements: a row of buttons, not a list of dots
                <button
                  key={String(justified)}
                  type="button"
                  role="radio"
                  className="outcome"
                  aria-checked={value.justified === justified}
                  onClick={() => form.change({ justified })}
                >
                  {t(justified ? 'decision.justified' : 'decision.notJustified')}
                </button>
              ))}
            </div>
          )}
        </Field>
      </div>
      <Textarea
        className="step-form__wide"
        label={t('decision.grounds')}
        placeholder={t('decision.grounds.placeholder')}
        autosize
        minRows={3}
        required
        value={value.grounds}
        onChange={(event) => form.change({ grounds: event.currentTarget.value })}
        error={command.problemOf('grounds')}
      />
    </ActionForm>
  )
}

export function CloseForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['reason', 'note'])
  const usual = theCase.state === 'forwarded' ? 'forwarded' : 'answered'
  const form = useKeptForm(stepDraft(theCase, 'close'), () => ({ reason: usual as ClosingReason, note: '' }))
  const { value } = form
  if (value === null) return null
  const save = async (): Promise<void> => {
    if (!(await command.run(closeCase, { id: theCase.id, on: todayHere(Date.now()), ...value }))) return
    await form.drop()
    onDone()
  }
  return (
    <ActionForm
      title={t('do.close')}
      submit={t('do.close')}
      others={command.others}
      onSubmit={() => void save()}
      onCancel={onDone}
    >
      <Select
        label={t('close.reason')}
        data={closingReason.options.map((reason) => ({ value: reason, label: t(`close.${reason}`) }))}
        value={value.reason}
        allowDeselect={false}
        onChange={(reason) => form.change({ reason: reason as ClosingReason })}
        error={command.problemOf('reason')}
      />
      <TextInput
        label={t('close.note')}
        value={value.note}
        onChange={(event) => form.change({ note: event.currentTarget.value })}
        error={command.problemOf('note')}
      />
    </ActionForm>
  )
}

export function ReopenForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['reason'])
  const form = useKeptForm(stepDraft(theCase, 'reopen'), () => ({ reason: '' }))
  const { value } = form
  if (value === null) return null
  const save = async (): Promise<void> => {
    if (!(await command.run(reopenCase, { id: theCase.id, reason: value.reason }))) return
    await form.drop()
    onDone()
  }
  return (
    <ActionForm
      title={t('do.reopen')}
      submit={t('do.reopen')}
      others={command.others}
      onSubmit={() => void save()}
      onCancel={onDone}
    >
      <Textarea
        className="step-form__wide"
        label={t('reopen.reason')}
        autosize
        required
        value={value.reason}
        onChange={(event) => form.change({ reason: event.currentTarget.value })}
        error={command.problemOf('reason')}
      />
    </ActionForm>
  )
}
