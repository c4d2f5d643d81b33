import { Select, Textarea, TextInput } from '@mantine/core'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { Field } from '#renderer/ui/field.tsx'
import { answerConsultation } from '#shared/features/complaints/answer-commands.ts'
import {
  closeCase,
  decideCase,
  extendCase,
  forwardCase,
  reopenCase,
  requestRecords,
} from '#shared/features/complaints/case-commands.ts'
import { answerTerm } from '#shared/features/complaints/case-terms.ts'
import { type ClosingReason, type ComplaintCase, closingReason } from '#shared/features/complaints/complaint-case.ts'
import type { ClinicId, RecordsRequestId } from '#shared/kernel/ids.ts'
import { ActionForm } from './action-form.tsx'
import { LEGAL } from './legal-data.ts'
import { useCaseCommand } from './use-case-command.ts'

export interface NamedClinic {
  readonly id: string
  readonly name: string
}

export interface CaseFormProps {
  readonly theCase: ComplaintCase
  readonly onDone: () => void
}

/** Key of a draft of one step of a case. */
const draftOf = (theCase: ComplaintCase, step: string): string => `complaints/${step}/${theCase.id}`

interface RequestFormProps extends CaseFormProps {
  readonly clinics: readonly NamedClinic[]
  readonly newId: () => RecordsRequestId
}

/** Asks a clinic for documents. */
export function RequestForm({ theCase, clinics, newId, onDone }: RequestFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['request.what', 'request.sentOn', 'request.clinicId'])
  const form = useKeptForm(draftOf(theCase, 'request'), () => ({
    id: newId() as string,
    clinicId: (theCase.clinicId ?? clinics[0]?.id ?? '') as string,
    what: '',
    sentOn: todayHere(Date.now()),
  }))
  const { value } = form
  if (value === null) return null
  const save = async (): Promise<void> => {
    const request = { ...value, id: value.id as RecordsRequestId, clinicId: value.clinicId as ClinicId }
    if (!(await command.run(requestRecords, { id: theCase.id, request }))) return
    await form.drop()
    onDone()
  }
  return (
    <ActionForm
      title={t('do.request')}
      submit={t('do.request')}
      others={command.others}
      keeping={form.keeping}
      onSubmit={() => void save()}
      onCancel={onDone}
    >
      <Select
        label={t('request.clinic')}
        data={clinics.map(({ id, name }) => ({ value: id, label: name }))}
        value={value.clinicId}
        allowDeselect={false}
        onChange={(clinicId) => form.change({ clinicId: clinicId ?? '' })}
        error={command.problemOf('request.clinicId')}
      />
      <TextInput
        type="date"
        label={t('request.sentOn')}
        value={value.sentOn}
        onChange={(event) => form.change({ sentOn: event.currentTarget.value })}
        error={command.problemOf('request.sentOn')}
      />
      <Textarea
        className="step-form__wide"
        label={t('request.what')}
        placeholder={t('request.what.placeholder')}
        autosize
        minRows={2}
        required
        data-autofocus
        value={value.what}
        onChange={(event) => form.change({ what: event.currentTarget.value })}
        error={command.problemOf('request.what')}
      />
    </ActionForm>
  )
}

/** обоснованная or not, with grounds. */
export function DecisionForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['justified', 'grounds'])
  const form = useKeptForm(draftOf(theCase, 'decision'), () => ({
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

/** Extends the answer; shows the new date before it is decided. */
export function ExtendForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['days', 'decidedOn', 'reason'])
  const form = useKeptForm(draftOf(theCase, 'extend'), () => ({
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
      <TextInput
        type="date"
        label={t('extend.decidedOn')}
        value={value.decidedOn}
        onChange={(event) => form.change({ decidedOn: event.currentTarget.value })}
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
  const form = useKeptForm(draftOf(theCase, 'forward'), () => ({ to: '', on: todayHere(Date.now()), reason: '' }))
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
      <TextInput
        type="date"
        label={t('forward.on')}
        value={value.on}
        onChange={(event) => form.change({ on: event.currentTarget.value })}
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

export function CloseForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['reason', 'note'])
  const usual = theCase.state === 'forwarded' ? 'forwarded' : 'answered'
  const form = useKeptForm(draftOf(theCase, 'close'), () => ({ reason: usual as ClosingReason, note: '' }))
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
  const form = useKeptForm(draftOf(theCase, 'reopen'), () => ({ reason: '' }))
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

/** What an oral appeal that was handed over was answered with (REQUIREMENTS E4). */
export function ConsultationForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['words'])
  const form = useKeptForm(draftOf(theCase, 'consultation'), () => ({ words: '' }))
  const { value } = form
  if (value === null) return null
  const save = async (): Promise<void> => {
    if (!(await command.run(answerConsultation, { id: theCase.id, words: value.words, note: '' }))) return
    await form.drop()
    onDone()
  }
  return (
    <ActionForm
      title={t('next.answerPerson')}
      submit={t('consultation.save')}
      others={command.others}
      keeping={form.keeping}
      onSubmit={() => void save()}
    >
      <Textarea
        className="step-form__wide"
        label={t('consultation.words')}
        autosize
        minRows={4}
        required
        value={value.words}
        onChange={(event) => form.change({ words: event.currentTarget.value })}
        error={command.problemOf('words')}
      />
    </ActionForm>
  )
}
