import { Autocomplete, Button, MultiSelect, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { recordExpertise } from '#shared/features/expertise/commands.ts'
import { chargeOf, firstCodesFor } from '#shared/features/expertise/defect-codes.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { AppealId, ClinicId, ExpertiseId } from '#shared/kernel/ids.ts'
import { DEFECTS, formatKopecks, parseRoubles } from './defect-data.ts'

export interface NamedClinic {
  readonly id: string
  readonly name: string
  /** Names of its units: departments are chosen among them, or typed. */
  readonly units: readonly string[]
}

interface ActFormProps {
  readonly caseId: AppealId
  readonly themeCode: string
  readonly clinicId: ClinicId | null
  readonly clinics: readonly NamedClinic[]
  readonly newId: () => ExpertiseId
  readonly onDone: () => void
}

/** An act with the fields that the order asks for (DOMAIN §3); sums show while it is typed. */
export function ActForm({ caseId, themeCode, clinicId, clinics, newId, onDone }: ActFormProps) {
  const t = useText('expertise')
  const { writes } = useDeskData()
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const today = todayHere(Date.now())
  const form = useKeptForm(`expertise/act/${caseId}`, () => ({
    id: newId() as string,
    kind: 'economic' as 'economic' | 'quality',
    isInPerson: false,
    number: '',
    on: today,
    expertName: '',
    expertCode: '',
    clinicId: (clinicId ?? clinics[0]?.id ?? '') as string,
    department: '',
    doctor: '',
    from: today,
    to: today,
    billNumber: '',
    billPosition: '',
    tariff: '',
    norm: '',
    codes: [] as string[],
    icdBilled: '',
    icdFound: '',
    conclusions: '',
    recommendations: '',
  }))
  const { value, change } = form
  if (value === null) return null
  const table = DEFECTS.on(value.to)
  const defects = (table?.codes ?? []).filter((row) => value.codes.includes(row.code))
  const [tariff, norm] = [parseRoubles(value.tariff || '0'), parseRoubles(value.norm || '0')]
  const charge = chargeOf(defects, tariff ?? 0, norm ?? 0)
  const first = table === null ? [] : firstCodesFor(table, themeCode)
  const problemOf = (...fields: string[]): string | null => {
    const refusal = refusals.find((it) => it.field !== undefined && fields.includes(it.field))
    return refusal === undefined ? null : refusalText(refusal)
  }
  const text = (field: keyof typeof value & string, label: string, ...paths: string[]) => (
    <TextInput
      label={label}
      value={String(value[field])}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
      error={problemOf(...paths)}
    />
  )
  async function save(): Promise<void> {
    if (value === null) return
    const money = [
      ...(tariff === null ? [refuse('input.invalid', 'tariff')] : []),
      ...(norm === null ? [refuse('input.invalid', 'norm')] : []),
    ]
    if (tariff === null || norm === null) return setRefusals(money)
    const sent = await writes.dispatch(recordExpertise, {
      id: value.id as ExpertiseId,
      caseId,
      kind: value.kind,
      isInPerson: value.kind === 'quality' && value.isInPerson,
      act: { number: value.number, on: value.on },
      expert: { name: value.expertName, code: value.expertCode },
      clinicId: value.clinicId as ClinicId,
      department: value.department,
      doctor: value.doctor,
      period: { from: value.from, to: value.to },
      bill: { number: value.billNumber, position: value.billPosition },
      tariff,
      norm,
      defects: defects.map(({ code, nonPayment, fine }) => ({ code, nonPayment, fine })),
      findings: {
        icdBilled: value.icdBilled.trim() || null,
        icdFound: value.icdFound.trim() || null,
        conclusions: value.conclusions,
        recommendations: value.recommendations,
      },
    })
    setRefusals(sent.ok ? [] : sent.error)
    if (!sent.ok) return
    await form.drop()
    onDone()
  }
  const others = refusals.filter((it) => it.field === undefined).map(refusalText)
  return (
    <form
      autoComplete="off"
      className="step-form"
      aria-label={t('add')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h3 className="step-form__title">{t('add')}</h3>
      {first.length === 0 ? null : <p className="step-form__hint digits">{t('first', { codes: first.join(', ') })}</p>}
      {others.map((message) => (
        <p key={message} className="field__message" role="alert">
          {message}
        </p>
      ))}
      <FieldGroup legend={t('group.act')}>
        <Select
          label={t('kind.label')}
          data={(['economic', 'quality'] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          value={value.kind}
          allowDeselect={false}
          onChange={(kind) => change({ kind: kind as 'economic' | 'quality' })}
        />
        {text('number', t('act.number'), 'act.number')}
        <DateField
          label={t('act.on')}
          value={value.on}
          onDate={(date) => change({ on: date })}
          error={problemOf('act.on')}
        />
        {text('expertName', t('expert.name'), 'expert.name')}
        {text('expertCode', t('expert.code'), 'expert.code')}
        {value.kind === 'quality' ? (
          <Switch
            className="step-form__switch"
            label={t('kind.inPerson')}
            checked={value.isInPerson}
            onChange={(event) => change({ isInPerson: event.currentTarget.checked })}
          />
        ) : null}
      </FieldGroup>
      <FieldGroup legend={t('group.care')}>
        <Select
          label={t('clinic')}
          data={clinics.map(({ id, name }) => ({ value: id, label: name }))}
          value={value.clinicId}
          allowDeselect={false}
          onChange={(chosen) => change({ clinicId: chosen ?? '' })}
          error={problemOf('clinicId')}
        />
        <Autocomplete
          label={t('department')}
          data={[...new Set(clinics.find(({ id }) => id === value.clinicId)?.units)]}
          value={value.department}
          onChange={(department) => change({ department })}
          error={problemOf('department')}
        />
        {text('doctor', t('doctor'), 'doctor')}
        <DateField
          label={t('period.from')}
          value={value.from}
          onDate={(date) => change({ from: date })}
          error={problemOf('period.from')}
        />
        <DateField
          label={t('period.to')}
          value={value.to}
          onDate={(date) => change({ to: date })}
          error={problemOf('period.to')}
        />
        {text('icdFound', t('icd.found'), 'findings.icdFound')}
      </FieldGroup>
      <FieldGroup legend={t('group.bill')}>
        {text('billNumber', t('bill.number'), 'bill.number')}
        {text('billPosition', t('bill.position'), 'bill.position')}
        {text('icdBilled', t('icd.billed'), 'findings.icdBilled')}
        {text('tariff', t('tariff'), 'tariff')}
        {text('norm', t('norm'), 'norm')}
      </FieldGroup>
      <FieldGroup legend={t('group.findings')}>
        <MultiSelect
          className="step-form__wide"
          label={t('defects')}
          placeholder={value.codes.length === 0 ? t('defects.placeholder') : ''}
          searchable
          data={(table?.codes ?? []).map((row) => ({
            value: row.code,
            label: `${row.code} ${row.name} (${row.nonPayment}/${row.fine})`,
          }))}
          value={value.codes}
          onChange={(codes) => change({ codes })}
          error={problemOf('defects')}
        />
        <Textarea
          className="step-form__wide"
          label={t('conclusions')}
          description={t('sealed')}
          autosize
          minRows={3}
          required
          value={value.conclusions}
          onChange={(event) => change({ conclusions: event.currentTarget.value })}
          error={problemOf('findings.conclusions')}
        />
        <Textarea
          className="step-form__wide"
          label={t('recommendations')}
          autosize
          minRows={2}
          value={value.recommendations}
          onChange={(event) => change({ recommendations: event.currentTarget.value })}
          error={problemOf('findings.recommendations')}
        />
      </FieldGroup>
      <div className="step-form__end">
        <Button type="submit">{t('save')}</Button>
        <Button variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
        <KeptWord keeping={form.keeping} />
        <span className="digits">
          {t('sum', { nonPayment: formatKopecks(charge.nonPayment), fine: formatKopecks(charge.fine) })}
          {defects.length > 1 && charge.decidedBy !== null ? `. ${t('sum.greatest', { code: charge.decidedBy })}` : ''}
        </span>
      </div>
    </form>
  )
}

function FieldGroup({ legend, children }: { readonly legend: string; readonly children: ReactNode }) {
  return (
    <fieldset className="step-form__group">
      <legend>{legend}</legend>
      <div className="step-form__fields">{children}</div>
    </fieldset>
  )
}
