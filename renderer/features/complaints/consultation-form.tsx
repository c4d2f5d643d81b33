import { useText } from '#renderer/i18n/i18n.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { PhraseTextarea } from '#renderer/ui/phrase-textarea.tsx'
import { answerConsultation } from '#shared/features/complaints/answer-commands.ts'
import { ActionForm } from './action-form.tsx'
import { type CaseFormProps, stepDraft } from './case-step.ts'
import { useCaseCommand } from './use-case-command.ts'

/** What an oral appeal that was handed over was answered with (REQUIREMENTS E4). */
export function ConsultationForm({ theCase, onDone }: CaseFormProps) {
  const t = useText('complaints')
  const command = useCaseCommand(['words'])
  const form = useKeptForm(stepDraft(theCase, 'consultation'), () => ({ words: '' }))
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
      <PhraseTextarea
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
