import { ActionIcon, Button, NumberInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { LimitedInput } from '#renderer/ui/limited-input.tsx'
import type { ScriptQuota } from '#shared/features/call-scripts/condition.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { ConditionFields } from './condition-fields.tsx'

interface QuotaFieldsProps {
  readonly content: ScriptContent
  readonly canWrite: boolean
  readonly onChange: (quotas: ScriptContent['quotas'], tag: string | null) => void
}

const TITLE_MAX = 120
const LIMIT_MAX = 1_000_000
const QUOTAS_MAX = 50

/** Groups of people of whom a survey needs no more than so many; steps are skipped and ways taken by whether one is full. */
export function QuotaFields({ content, canWrite, onChange }: QuotaFieldsProps) {
  const t = useText('scriptEditor')
  const quotas = content.quotas ?? []
  const write = (next: readonly ScriptQuota[], tag: string | null = null): void =>
    onChange(next.length === 0 ? undefined : [...next], tag)
  const change = (index: number, part: Partial<ScriptQuota>, tag: string | null = null): void =>
    write(
      quotas.map((quota, at) => (at === index ? { ...quota, ...part } : quota)),
      tag === null ? null : `quota ${index} ${tag}`,
    )
  return (
    <fieldset className="help-list" disabled={!canWrite}>
      <legend className="field__label">{t('quotas')}</legend>
      {quotas.map((quota, index) => (
        <fieldset key={quota.id} className="help-list__item help-list__item--wide" aria-label={quota.title || quota.id}>
          <div className="step-fields__pair">
            <LimitedInput
              size="xs"
              label={t('quota.title')}
              lang="ru"
              max={TITLE_MAX}
              value={quota.title}
              onText={(title) => change(index, { title }, 'title')}
            />
            <NumberInput
              size="xs"
              label={t('quota.limit')}
              min={1}
              max={LIMIT_MAX}
              clampBehavior="strict"
              allowDecimal={false}
              value={quota.limit}
              onChange={(limit) => typeof limit === 'number' && limit >= 1 && change(index, { limit }, 'limit')}
            />
          </div>
          <ConditionFields
            title={t('quota.when')}
            own=""
            {...{ content, canWrite }}
            value={quota.when}
            // A quota without a condition is that of everybody.
            onChange={(when) => change(index, { when: when ?? { identity: 'anyone' } })}
          />
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={t('quota.delete', { title: quota.title || quota.id })}
            onClick={() => write(quotas.filter((_, at) => at !== index))}
          >
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        </fieldset>
      ))}
      {quotas.length >= QUOTAS_MAX ? null : (
        <span>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() =>
              write([...quotas, { id: freeQuota(quotas), title: '', limit: 100, when: { identity: 'anyone' } }])
            }
          >
            {t('quota.add')}
          </Button>
        </span>
      )}
    </fieldset>
  )
}

function freeQuota(quotas: readonly ScriptQuota[]): string {
  const taken = new Set(quotas.map(({ id }) => id))
  for (let count = quotas.length + 1; ; count += 1) if (!taken.has(`quota-${count}`)) return `quota-${count}`
}
