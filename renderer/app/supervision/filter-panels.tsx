import { Button } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { LimitedInput } from '#renderer/ui/limited-input.tsx'
import { appealState } from '#shared/features/appeals/appeal.ts'
import { appealKind } from '#shared/features/appeals/classifier.ts'
import { callOutcome, callResult } from '#shared/features/telephony/call.ts'
import { ChoiceField, PeriodField } from './filter-fields.tsx'
import { ANY_APPEALS, ANY_CALLS, type CallFilters, type JournalFilters } from './filters.ts'
import { CallNarrowings, JournalNarrowings } from './narrowings.tsx'

interface FilterPanelProps<Filters> {
  readonly filters: Filters
  readonly onChange: (filters: Filters) => void
}

function useRepresentatives(): readonly { readonly value: string; readonly label: string }[] {
  const kept = useDeskRead(['representative'], (reads) => reads.records('representative'), '')
  return [...(kept ?? [])]
    .map(({ data }) => ({ value: data.id as string, label: data.name }))
    .sort((a, b) => a.label.localeCompare(b.label, 'ru'))
}

/** Conditions of the call log. Each works at once. */
export function CallFilterPanel({ filters, onChange }: FilterPanelProps<CallFilters>) {
  const t = useText('supervision')
  const desk = useText('desk')
  const people = useRepresentatives()
  const set = (part: Partial<CallFilters>): void => onChange({ ...filters, ...part })
  return (
    <form className="sv-filters scrolls" autoComplete="off" onSubmit={(event) => event.preventDefault()}>
      <CallNarrowings filters={filters} onChange={onChange} />
      <PeriodField value={filters.period} onChange={(period) => set({ period })} />
      <ChoiceField
        label={t('filter.user')}
        anyText={t('filter.anybody')}
        value={filters.userId}
        choices={people}
        onChange={(userId) => set({ userId })}
        isSearchable
      />
      <ChoiceField
        label={t('filter.direction')}
        anyText={t('filter.any')}
        value={filters.direction}
        choices={(['in', 'out'] as const).map((value) => ({ value, label: t(`direction.${value}`) }))}
        onChange={(direction) => set({ direction })}
      />
      <ChoiceField
        label={t('filter.result')}
        anyText={t('filter.any')}
        value={filters.result}
        choices={callResult.options.map((value) => ({ value, label: t(`result.${value}`) }))}
        onChange={(result) => set({ result })}
      />
      <ChoiceField
        label={t('filter.outcome')}
        anyText={t('filter.any')}
        value={filters.outcome}
        choices={callOutcome.options.map((value) => ({ value, label: desk(`outcome.${value}`) }))}
        onChange={(outcome) => set({ outcome })}
      />
      <ChoiceField
        label={t('filter.hasAppeal')}
        anyText={t('filter.any')}
        value={filters.hasAppeal}
        choices={(['yes', 'no'] as const).map((value) => ({ value, label: t(`filter.hasAppeal.${value}`) }))}
        onChange={(hasAppeal) => set({ hasAppeal })}
      />
      <ChoiceField
        label={t('filter.reviewed')}
        anyText={t('filter.any')}
        value={filters.reviewed}
        choices={(['yes', 'no'] as const).map((value) => ({ value, label: t(`filter.reviewed.${value}`) }))}
        onChange={(reviewed) => set({ reviewed })}
      />
      <LimitedInput
        size="xs"
        label={t('filter.number')}
        placeholder={t('filter.number.hint')}
        inputMode="tel"
        max={30}
        value={filters.number}
        onText={(number) => set({ number })}
      />
      <Button size="xs" variant="subtle" onClick={() => onChange(ANY_CALLS)}>
        {t('filter.clear')}
      </Button>
    </form>
  )
}

/** Conditions of the journal of appeals. */
export function JournalFilterPanel({ filters, onChange }: FilterPanelProps<JournalFilters>) {
  const t = useText('supervision')
  const desk = useText('desk')
  const people = useRepresentatives()
  const set = (part: Partial<JournalFilters>): void => onChange({ ...filters, ...part })
  return (
    <form className="sv-filters scrolls" autoComplete="off" onSubmit={(event) => event.preventDefault()}>
      <JournalNarrowings filters={filters} onChange={onChange} />
      <PeriodField value={filters.period} onChange={(period) => set({ period })} />
      <LimitedInput
        size="xs"
        label={t('filter.text')}
        placeholder={t('filter.text.hint')}
        max={100}
        value={filters.text}
        onText={(text) => set({ text })}
      />
      <ChoiceField
        label={t('filter.kind')}
        anyText={t('filter.any')}
        value={filters.kind}
        choices={appealKind.options.map((value) => ({ value, label: desk(`kind.${value}`) }))}
        onChange={(kind) => set({ kind })}
      />
      <ChoiceField
        label={t('filter.state')}
        anyText={t('filter.any')}
        value={filters.state}
        choices={appealState.options.map((value) => ({ value, label: desk(`appealState.${value}`) }))}
        onChange={(state) => set({ state })}
      />
      <ChoiceField
        label={t('filter.user')}
        anyText={t('filter.anybody')}
        value={filters.takenBy}
        choices={people}
        onChange={(takenBy) => set({ takenBy })}
        isSearchable
      />
      <Button size="xs" variant="subtle" onClick={() => onChange(ANY_APPEALS)}>
        {t('filter.clear')}
      </Button>
    </form>
  )
}
