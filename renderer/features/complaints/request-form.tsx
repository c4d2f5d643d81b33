import { Select, Textarea } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { requestRecords } from '#shared/features/complaints/records-request-commands.ts'
import type { ClinicId, RecordsRequestId } from '#shared/kernel/ids.ts'
import { ActionForm } from './action-form.tsx'
import { type CaseFormProps, type NamedClinic, stepDraft } from './case-step.ts'
import { useCaseCommand } from './use-case-command.ts'

interface RequestFormProps extends CaseFormProps {
  readonly clinics: readonly NamedClinic[]
  readonly newId: () => RecordsRequestId
}

/** Asks a clinic for documents. */
export function RequestForm({ theCase, clinics, newId, onDone }: RequestFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['request.what', 'request.sentOn', 'request.clinicId'])
  const form = useKeptForm(stepDraft(theCase, 'request'), () => ({
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
      <DateField
        label={t('request.sentOn')}
        value={value.sentOn}
        onDate={(date) => form.change({ sentOn: date })}
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
