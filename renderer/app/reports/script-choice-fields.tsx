import { Select } from '@mantine/core'
import { formatCount } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { ScriptMeasuresAnswer } from '#shared/features/reports/script-measures.ts'
import { teamAnswer } from '#shared/features/staff/team.ts'
import { useOnlineDetail } from '../supervision/use-online.ts'

/** What the report is narrowed to; null is any. */
export interface RunFilters {
  readonly scriptId: string | null
  readonly version: string | null
  readonly against: string | null
  readonly userId: string | null
  readonly line: string | null
}

interface ScriptChoiceFieldsProps {
  readonly scripts: ScriptMeasuresAnswer['scripts']
  /** The script measured. */
  readonly shown: string | null
  readonly filters: RunFilters
  readonly onFilters: (filters: RunFilters) => void
}

const LINES = ['L1', 'L2', 'L3'] as const

/** Script, version, the version beside it, and whose talks. Each choice works at once. */
export function ScriptChoiceFields({ scripts, shown, filters, onFilters }: ScriptChoiceFieldsProps) {
  const t = useText('scriptMeasures')
  const staff = useText('staff')
  useLanguage()
  const team = useOnlineDetail('staff', ['representative'], '/api/staff', teamAnswer).data?.members ?? []
  const versions = (scripts.find(({ scriptId }) => scriptId === shown)?.versions ?? []).map(({ version, runs }) => ({
    value: String(version),
    label: t('version.of', { version, runs: formatCount(runs) }),
  }))
  const set = (part: Partial<RunFilters>): void => onFilters({ ...filters, scriptId: shown, ...part })
  const common = { size: 'xs', autoComplete: 'off', comboboxProps: { withinPortal: true } } as const
  return (
    <div className="script-choice">
      <Select
        {...common}
        className="script-choice__script"
        label={t('script')}
        allowDeselect={false}
        data={scripts.map(({ scriptId, title }) => ({ value: scriptId, label: title }))}
        value={shown}
        onChange={(scriptId) => set({ scriptId, version: null, against: null })}
      />
      <Select
        {...common}
        label={t('version')}
        clearable
        placeholder={t('version.any')}
        data={versions}
        value={filters.version}
        onChange={(version) =>
          set({ version, against: version === null || version === filters.against ? null : filters.against })
        }
      />
      <Select
        {...common}
        label={t('against')}
        clearable
        placeholder={t('against.none')}
        // Beside all versions together there is none to stand.
        disabled={filters.version === null || versions.length < 2}
        data={versions.filter(({ value }) => value !== filters.version)}
        value={filters.against}
        onChange={(against) => set({ against })}
      />
      <Select
        {...common}
        label={t('line')}
        clearable
        placeholder={t('line.any')}
        data={LINES.map((value) => ({ value, label: staff(`level.${value}`) }))}
        value={filters.line}
        onChange={(line) => set({ line })}
      />
      <Select
        {...common}
        label={t('who')}
        clearable
        searchable
        placeholder={t('who.any')}
        data={team.filter(({ role }) => role !== 'AD').map(({ userId, name }) => ({ value: userId, label: name }))}
        value={filters.userId}
        onChange={(userId) => set({ userId })}
      />
    </div>
  )
}
