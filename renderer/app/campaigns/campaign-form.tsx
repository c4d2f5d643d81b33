import { Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { IconAlertCircle, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import {
  type CampaignChoice,
  type CampaignPlan,
  CHOSEN_MARKS,
  CHOSEN_STATES,
  campaignPlan,
} from '#shared/features/campaigns/campaign.ts'
import { planFaults } from '#shared/features/campaigns/contact-rules.ts'
import { addDays } from '#shared/kernel/calendar.ts'
import { type Refusal, refusalsOf } from '#shared/kernel/errors.ts'
import type { ClinicId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { newId } from '../desk-parts.ts'
import { surveysInForce } from './survey-queue.ts'
import { useCampaignOrders, useCampaignPreview } from './use-campaigns.ts'

const PERIOD_DAYS = 30

interface Draft extends CampaignPlan {
  /** Made once for a draft: sending it twice makes one campaign. */
  readonly id: string
}

function emptyPlan(clinicIds: readonly ClinicId[], today: string): Draft {
  const any = { sex: null, ageFrom: 18, ageTo: 100, due: null, states: [], marks: [] }
  return {
    id: newId(),
    title: '',
    scriptId: '',
    choice: { clinicIds: [...clinicIds], ...any },
    from: today,
    to: addDays(today, PERIOD_DAYS),
    wanted: 100,
    attemptsMax: 3,
    hourFrom: 9,
    hourTo: 20,
  }
}

/** Whom to ask what, how many answers are wanted, until when and at what hours; the people found are counted while it is filled in. */
export function CampaignForm() {
  const t = useText('campaigns')
  const people = useText('insuredPersons')
  const { navigation, workplace } = useDesk()
  const orders = useCampaignOrders()
  const today = todayHere(Date.now())
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all') ?? []
  const scripts = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all') ?? []
  const isForAll = workplace.user.role === 'SV'
  const offered = clinics.filter(({ data }) => isForAll || workplace.user.clinicIds.includes(data.id))
  const form = useKeptForm<Draft>('campaigns/new', () => emptyPlan(workplace.user.clinicIds, today))
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const [isBusy, setBusy] = useState(false)
  const plan = form.value
  const choice = plan === null ? emptyPlan([], today).choice : plan.choice
  const found = useCampaignPreview(choice)
  if (plan === null) return null
  const set = (part: Partial<CampaignChoice>): void => form.change({ choice: { ...plan.choice, ...part } })
  const problemOf = (field: string): string | null => {
    const refusal = refusals.find((it) => it.field === field)
    return refusal === undefined ? null : refusalText(refusal)
  }
  const others = refusals.filter(({ field }) => field === undefined || field === 'choice')

  async function send({ id, ...typed }: Draft): Promise<void> {
    const parsed = campaignPlan.safeParse(typed)
    const faults = parsed.success ? planFaults(parsed.data, today) : refusalsOf(parsed.error)
    setRefusals(faults)
    if (!parsed.success || faults.length > 0) return
    setBusy(true)
    const end = await orders.create(id, parsed.data)
    setBusy(false)
    if (end.kind === 'refused') setRefusals(end.refusals)
    if (end.kind === 'unreachable') setRefusals([{ code: 'campaigns.unreachable' }])
    if (end.kind !== 'done') return
    await form.drop()
    navigation.go({ kind: 'campaign', campaignId: id })
  }
  const number = (field: 'wanted' | 'attemptsMax' | 'hourFrom' | 'hourTo', min: number, max: number) => (
    <NumberInput
      label={t(`form.${field}`)}
      autoComplete="off"
      min={min}
      max={max}
      allowDecimal={false}
      value={plan[field]}
      error={problemOf(field)}
      onChange={(value) => form.change({ [field]: Number(value) })}
    />
  )
  const age = (field: 'ageFrom' | 'ageTo') => (
    <NumberInput
      label={t(`form.${field}`)}
      autoComplete="off"
      min={0}
      max={130}
      allowDecimal={false}
      value={plan.choice[field]}
      error={problemOf(`choice.${field}`)}
      onChange={(value) => set({ [field]: Number(value) })}
    />
  )
  return (
    <form
      className="campaign-form"
      autoComplete="off"
      noValidate
      aria-label={t('newTitle')}
      onSubmit={(event) => {
        event.preventDefault()
        void send(plan)
      }}
    >
      <div className="campaign-form__fields scrolls">
        {others.map((refusal) => (
          <Notice
            key={`${refusal.code} ${refusal.field}`}
            icon={IconAlertCircle}
            tone="attention"
            title={refusalText(refusal)}
            role="alert"
          />
        ))}
        <div className="campaign-form__row">
          <TextInput
            label={t('form.title')}
            required
            autoComplete="off"
            maxLength={120}
            value={plan.title}
            error={problemOf('title')}
            onChange={(event) => form.change({ title: event.currentTarget.value })}
          />
          <Select
            label={t('form.survey')}
            required
            autoComplete="off"
            data={surveysInForce(
              scripts.map(({ data }) => data),
              today,
            ).map(({ id, title }) => ({ value: id, label: title }))}
            value={plan.scriptId === '' ? null : plan.scriptId}
            error={problemOf('scriptId')}
            onChange={(scriptId) => form.change({ scriptId: scriptId ?? '' })}
          />
        </div>
        <h2 className="campaign-form__part">{t('form.who')}</h2>
        <MultiSelect
          label={t('form.clinics')}
          required
          autoComplete="off"
          data={offered.map(({ data }) => ({ value: data.id, label: data.shortName }))}
          value={[...plan.choice.clinicIds]}
          error={problemOf('choice.clinicIds')}
          onChange={(clinicIds) => set({ clinicIds: clinicIds as ClinicId[] })}
        />
        <div className="campaign-form__row campaign-form__row--four">
          <Select
            label={t('form.sex')}
            autoComplete="off"
            data={[
              { value: 'any', label: t('form.any') },
              { value: 'female', label: t('form.female') },
              { value: 'male', label: t('form.male') },
            ]}
            value={plan.choice.sex ?? 'any'}
            onChange={(sex) => set({ sex: sex === 'male' || sex === 'female' ? sex : null })}
          />
          {age('ageFrom')}
          {age('ageTo')}
          <Select
            label={t('form.due')}
            autoComplete="off"
            data={[
              { value: 'any', label: t('form.any') },
              { value: 'checkUp', label: t('form.checkUp') },
              { value: 'preventiveExamination', label: t('form.preventiveExamination') },
            ]}
            value={plan.choice.due ?? 'any'}
            onChange={(due) => set({ due: due === 'checkUp' || due === 'preventiveExamination' ? due : null })}
          />
        </div>
        <div className="campaign-form__row">
          <MultiSelect
            label={t('form.states')}
            description={t('form.anyOf')}
            autoComplete="off"
            data={CHOSEN_STATES.map((state) => ({ value: state, label: people(`prevention.state.${state}`) }))}
            value={[...plan.choice.states]}
            onChange={(states) => set({ states: CHOSEN_STATES.filter((state) => states.includes(state)) })}
          />
          <MultiSelect
            label={t('form.marks')}
            description={t('form.anyOf')}
            autoComplete="off"
            data={CHOSEN_MARKS.map((mark) => ({ value: mark, label: people(`mark.${mark}`) }))}
            value={[...plan.choice.marks]}
            onChange={(marks) => set({ marks: CHOSEN_MARKS.filter((mark) => marks.includes(mark)) })}
          />
        </div>
        <h2 className="campaign-form__part">{t('form.when')}</h2>
        <div className="campaign-form__row campaign-form__row--six">
          <DateField
            label={t('form.from')}
            value={plan.from}
            error={problemOf('from')}
            onDate={(from) => form.change({ from })}
          />
          <DateField
            label={t('form.to')}
            value={plan.to}
            error={problemOf('to')}
            onDate={(to) => form.change({ to })}
          />
          {number('hourFrom', 0, 23)}
          {number('hourTo', 1, 24)}
          {number('attemptsMax', 1, 10)}
          {number('wanted', 1, 5_000)}
        </div>
        <p className="soft">{t('form.refusedNote')}</p>
      </div>
      <footer className="campaign-form__foot">
        <p className="campaign-form__found digits" role="status">
          <IconUsers size={16} aria-hidden />
          {found.isError
            ? t('form.notCounted')
            : found.data === undefined
              ? t('form.counting')
              : t('form.found', {
                  people: formatCount(found.data.people),
                  withPhone: formatCount(found.data.withPhone),
                })}
        </p>
        <KeptWord keeping={form.keeping} />
        <Button type="submit" loading={isBusy} disabled={found.data?.withPhone === 0}>
          {t('form.create')}
        </Button>
      </footer>
    </form>
  )
}
