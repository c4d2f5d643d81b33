import { Chip, Select, TextInput } from '@mantine/core'
import type { ChangeEvent } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { Field } from '#renderer/ui/field.tsx'
import { insertGuard } from '#renderer/ui/insert-guard.ts'
import { PhraseTextarea } from '#renderer/ui/phrase-textarea.tsx'
import { APPEAL_TEXT_MAX, appealChannel } from '#shared/features/appeals/appeal.ts'
import { appealKind, mustNameClinic } from '#shared/features/appeals/classifier.ts'
import type { ThemeIndex } from '#shared/features/appeals/find-theme.ts'
import type { AppealIntake } from './appeal-intake.ts'
import type { IntakeState, IntakeStore, TextField } from './intake-store.ts'
import { PersonPicker } from './person-picker.tsx'
import { ThemeFinder } from './theme-finder.tsx'

export interface NamedClinic {
  readonly id: string
  readonly name: string
}

interface IntakeFieldsProps {
  readonly store: IntakeStore
  readonly state: IntakeState
  readonly themes: ThemeIndex
  readonly clinics: readonly NamedClinic[]
}

const RESULTS = ['answeredAtOnce', 'takenIntoWork', 'handedOver', 'cutOff'] as const

/**
 * The fields of an appeal in the order of a talk: what it is about, what came of it, then where and who, which the desk mostly knows
 * already. A message stands beside the field it is about.
 */
export function IntakeFields({ store, state, themes, clinics }: IntakeFieldsProps) {
  const t = useText('appeals')
  const { intake } = state
  const messageOf = (...fields: string[]): string | null => problemText(state, fields)
  return (
    <>
      <div className="intake__wide" data-problem={messageOf('kind') !== null}>
        <ChoiceField
          label={t('kind.label')}
          options={appealKind.options.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          value={intake.kind}
          message={messageOf('kind')}
          onChange={(kind) => store.change({ kind })}
        />
      </div>
      <div className="intake__wide">
        <ThemeFinder
          index={themes}
          kind={intake.kind}
          themeCode={intake.themeCode}
          error={messageOf('themeCode')}
          onChoose={(theme) =>
            store.change({
              themeCode: theme.row.code,
              ...(intake.kind === theme.row.kind ? {} : { kind: theme.row.kind }),
            })
          }
        />
      </div>
      <div className="intake__wide">
        <PhraseTextarea
          label={t('text.label')}
          placeholder={t('text.placeholder')}
          autosize
          minRows={4}
          maxRows={12}
          dir="auto"
          required
          {...textProps(store, state, 'text', APPEAL_TEXT_MAX)}
          error={messageOf('text')}
        />
        <p className="intake__count digits">{t('text.count', { length: intake.text.length, max: APPEAL_TEXT_MAX })}</p>
      </div>
      <div className="intake__pair" data-problem={messageOf('result') !== null}>
        <ChoiceField
          label={t('result.label')}
          options={RESULTS.map((result) => ({ value: result, label: t(`result.${result}`) }))}
          value={intake.result}
          message={messageOf('result')}
          onChange={(result) => store.change({ result })}
        />
        <Select
          label={t('line.label')}
          data={(['1', '2', '3'] as const).map((value) => ({ value, label: t(`line.${value}`) }))}
          value={String(intake.reviewLine)}
          onChange={(value) => store.change({ reviewLine: Number(value) as AppealIntake['reviewLine'] })}
        />
      </div>
      <PhraseTextarea
        label={t('resultText.label')}
        autosize
        minRows={3}
        maxRows={8}
        dir="auto"
        {...textProps(store, state, 'resultText', 4_000)}
        error={messageOf('resultText')}
      />
      <div className="intake__pair">
        <ClinicFields {...{ store, state, clinics }} />
        <ConcernsFields {...{ store, state }} />
      </div>
      <ApplicantFields {...{ store, state }} />
      <Select
        label={t('channel.label')}
        data={appealChannel.options.map((value) => ({ value, label: t(`channel.${value}`) }))}
        value={intake.channel}
        onChange={(value) => store.change({ channel: value as AppealIntake['channel'] })}
      />
      <ChoiceField
        label={t('form.label')}
        options={(['oral', 'written'] as const).map((form) => ({ value: form, label: t(`form.${form}`) }))}
        value={intake.form}
        message={null}
        onChange={(form) => store.change({ form })}
      />
    </>
  )
}

type Part = Pick<IntakeFieldsProps, 'store' | 'state'>

function ApplicantFields({ store, state }: Part) {
  const t = useText('appeals')
  const { intake, hints } = state
  const message = problemText(state, ['applicant.name', 'applicant.anonymous', 'applicant.personId'])
  const kinds = (['person', 'contact', 'named', 'anonymous'] as const).filter(
    (kind) => kind !== 'contact' || hints.contact !== null,
  )
  const isNamed = intake.applicantKind === 'named' || intake.applicantKind === 'contact'
  return (
    <div className="intake__pair" data-problem={message !== null}>
      <ChoiceField
        label={t('applicant.label')}
        options={kinds.map((kind) => ({ value: kind, label: t(`applicant.${kind}`) }))}
        value={intake.applicantKind}
        message={isNamed ? null : message}
        onChange={(applicantKind) => store.change({ applicantKind })}
      />
      {intake.applicantKind === 'person' ? (
        <PersonPicker
          label={t('person.find')}
          chosen={intake.applicantPerson}
          error={null}
          onChoose={(applicantPerson) => store.change({ applicantPerson })}
        />
      ) : null}
      {isNamed ? (
        <TextInput
          label={t('applicant.name')}
          placeholder={t('applicant.name.placeholder')}
          dir="auto"
          autoComplete="off"
          {...textProps(store, state, 'applicantName', 200)}
          error={message ?? problemText(state, ['applicantName'])}
        />
      ) : null}
      {intake.applicantKind === 'anonymous' ? (
        <p className="intake__hint">{t('applicant.anonymous.hint')}</p>
      ) : (
        <TextInput
          label={t('applicant.phone')}
          type="tel"
          autoComplete="off"
          {...textProps(store, state, 'applicantPhone', 20)}
          error={problemText(state, ['applicant.phone', 'applicantPhone'])}
        />
      )}
    </div>
  )
}

function ClinicFields({ store, state, clinics }: Part & Pick<IntakeFieldsProps, 'clinics'>) {
  const t = useText('appeals')
  const { intake } = state
  const message = problemText(state, ['clinicId', 'clinicName'])
  const isOther = intake.clinic === 'other'
  return (
    <>
      <Select
        label={t('clinic.label')}
        description={mustNameClinic(intake.themeCode) ? t('clinic.needed') : undefined}
        searchable
        openOnFocus={false}
        data={[
          { value: '', label: t('clinic.none') },
          ...clinics.map((clinic) => ({ value: clinic.id, label: clinic.name })),
          { value: 'other', label: t('clinic.other') },
        ]}
        value={intake.clinic}
        onChange={(value) => store.change({ clinic: (value ?? '') as AppealIntake['clinic'] })}
        error={isOther ? null : message}
      />
      {isOther ? (
        <TextInput
          label={t('clinic.otherName')}
          dir="auto"
          autoComplete="off"
          {...textProps(store, state, 'clinicName', 200)}
          error={message}
        />
      ) : null}
    </>
  )
}

function ConcernsFields({ store, state }: Part) {
  const t = useText('appeals')
  const { intake } = state
  return (
    <>
      <ChoiceField
        label={t('concerns.label')}
        options={(['applicant', 'person', 'nobody'] as const).map((kind) => ({
          value: kind,
          label: t(`concerns.${kind}`),
        }))}
        value={intake.concernsKind}
        message={null}
        onChange={(concernsKind) => store.change({ concernsKind })}
      />
      {intake.concernsKind === 'person' ? (
        <PersonPicker
          label={t('person.find')}
          chosen={intake.concernsPerson}
          error={problemText(state, ['concernsId'])}
          onChoose={(concernsPerson) => store.change({ concernsPerson })}
        />
      ) : null}
    </>
  )
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly value: Value | null
  readonly message: string | null
  readonly onChange: (value: Value) => void
}

/** One of a few, all in sight: arrows move between them as between radio buttons. */
function ChoiceField<Value extends string>({ label, options, value, message, onChange }: ChoiceFieldProps<Value>) {
  return (
    <Field label={label} message={message}>
      {({ labelId, describedBy }) => (
        <Chip.Group value={value} onChange={(next) => onChange(next as Value)}>
          <div className="choice-row" role="radiogroup" aria-labelledby={labelId} aria-describedby={describedBy}>
            {options.map((option) => (
              // The name makes them one group: Tab passes it in one step, arrows move inside.
              <Chip key={option.value} name={labelId} value={option.value} size="sm" radius="sm" variant="light">
                {option.label}
              </Chip>
            ))}
          </div>
        </Chip.Group>
      )}
    </Field>
  )
}

/** Value, change and guard of a text field with a limit: what does not fit stays out, with a message beside the field. */
function textProps(store: IntakeStore, state: IntakeState, field: TextField, max: number) {
  return {
    value: state.intake[field],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      store.changeText(field, event.currentTarget.value, max),
    ...insertGuard(max, (length) => store.refuseText(field, length, max)),
  }
}

/** The message of the first of these fields: a refused text at once, everything else once registering was tried. */
function problemText(state: IntakeState, fields: readonly string[]): string | null {
  for (const field of fields) {
    const refusal = state.notes.get(field) ?? (state.hasTried ? state.problems.get(field) : undefined)
    if (refusal !== undefined) return refusalText(refusal)
  }
  return null
}
