import { Select } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'

interface StepTargetProps {
  readonly label: string
  readonly content: ScriptContent
  /** The step that leads on: to itself it never does. */
  readonly own: string
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}

/** Where a step, an outcome or an answer leads. */
export function StepTarget({ label, content, own, value, onChange }: StepTargetProps) {
  const t = useText('scriptEditor')
  const steps = content.nodes.filter((node) => node.id !== own)
  const known = steps.map((node) => ({ value: node.id, label: node.title ?? node.id }))
  const isGone = value !== undefined && !known.some((step) => step.value === value)
  return (
    <Select
      size="xs"
      searchable
      clearable
      label={label}
      placeholder={t('target.none')}
      nothingFoundMessage={t('target.notFound')}
      value={value ?? null}
      data={isGone ? [...known, { value, label: value }] : known}
      error={isGone ? t('target.gone') : null}
      onChange={(id) => onChange(id ?? undefined)}
    />
  )
}
