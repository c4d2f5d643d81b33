import { ActionIcon, Button, Checkbox, Select } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { LimitedInput } from '#renderer/ui/limited-input.tsx'
import { addOption, changeOption, removeOption } from '#shared/features/call-scripts/edit.ts'
import { MeaningFields } from './meaning-fields.tsx'
import type { StepFieldsProps } from './step-fields.ts'
import { StepTarget } from './step-target.tsx'

/** Longest words of an answer, as its button has room for. */
const LABEL_MAX = 90
const VALUE_MAX = 60

/** The answers of a step in the order of their keys 1–9. */
export function OptionFields({ content, node, canWrite, onEdit, rules }: StepFieldsProps) {
  const t = useText('scriptEditor')
  const options = node.options ?? []
  const scale = rules.scales.find((item) => item.id === node.survey?.scale)
  return (
    <fieldset className="answers" disabled={!canWrite}>
      <legend className="field__label">{t('answers')}</legend>
      {options.map((option, index) => {
        const change = (part: Parameters<typeof changeOption>[3], tag: string | null = null): void =>
          onEdit(changeOption(content, node.id, index, part), tag === null ? null : `${node.id} ${index} ${tag}`)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the code of an answer is typed here, its place is what stays
          <fieldset key={index} className="answer" aria-label={t('answer.of', { number: index + 1 })}>
            <div className="answer__line">
              <kbd aria-hidden>{index + 1}</kbd>
              <LimitedInput
                size="xs"
                aria-label={t('answer.label')}
                placeholder={t('answer.label')}
                lang="ru"
                max={LABEL_MAX}
                value={option.label}
                onText={(label) => change({ label }, 'label')}
              />
              <ActionIcon
                size={24}
                variant="subtle"
                color="gray"
                aria-label={t('answer.delete', { number: index + 1 })}
                onClick={() => onEdit(removeOption(content, node.id, index), null)}
              >
                <IconTrash size={15} aria-hidden />
              </ActionIcon>
            </div>
            {node.kind === 'choice' ? (
              <StepTarget
                label={t('answer.next')}
                content={content}
                own={node.id}
                value={option.next}
                onChange={(next) => change({ next })}
              />
            ) : (
              <Checkbox
                size="xs"
                label={t('answer.alone')}
                checked={option.alone === true}
                onChange={(event) => change({ alone: event.currentTarget.checked || undefined })}
              />
            )}
            <details>
              <summary>{t('answer.more')}</summary>
              <div className="step-fields__pair">
                <LimitedInput
                  size="xs"
                  label={t('answer.value')}
                  max={VALUE_MAX}
                  value={option.value}
                  onText={(value) => change({ value }, 'value')}
                />
                <Select
                  size="xs"
                  clearable
                  label={t('field.identity')}
                  value={option.identity === 'anyone' ? null : (option.identity ?? null)}
                  data={(['named', 'checked'] as const).map((level) => ({
                    value: level,
                    label: t(`level.${level}`),
                  }))}
                  onChange={(identity) => change({ identity: (identity ?? undefined) as 'named' | undefined })}
                />
                {scale === undefined ? null : (
                  <Select
                    size="xs"
                    searchable
                    clearable
                    label={t('answer.code')}
                    value={option.code ?? null}
                    data={scale.codes.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
                    onChange={(code) => change({ code: code ?? undefined })}
                  />
                )}
              </div>
              <MeaningFields
                canWrite={canWrite}
                means={option.means}
                themes={rules.themes}
                onChange={(means) => change({ means })}
              />
            </details>
          </fieldset>
        )
      })}
      <span>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onEdit(addOption(content, node.id, ''), null)}
        >
          {t('answer.add')}
        </Button>
      </span>
    </fieldset>
  )
}
