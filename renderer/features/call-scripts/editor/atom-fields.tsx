import { Checkbox, NumberInput, Select } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { type ScriptCondition, type ScriptFact, scriptFact } from '#shared/features/call-scripts/condition.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { answerAtom } from './condition-rows.ts'

interface AtomFieldsProps {
  readonly content: ScriptContent
  /** The step that asks. */
  readonly own: string
  readonly atom: ScriptCondition
  readonly onChange: (atom: ScriptCondition) => void
}

/** What one row of a condition asks, by what it is about. */
export function AtomFields({ content, own, atom, onChange }: AtomFieldsProps) {
  const t = useText('scriptEditor')
  const choose = (
    label: string,
    value: string,
    data: readonly { value: string; label: string }[],
    on: (v: string) => void,
  ) => (
    <Select
      size="xs"
      searchable={data.length > 8}
      aria-label={label}
      allowDeselect={false}
      value={value}
      data={data}
      onChange={(chosen) => chosen !== null && on(chosen)}
    />
  )
  if ('fact' in atom)
    return choose(
      t('about.fact'),
      atom.fact,
      scriptFact.options.map((fact) => ({ value: fact, label: t(`fact.${fact}`) })),
      (fact) => onChange({ fact: fact as ScriptFact }),
    )
  if ('identity' in atom)
    return choose(
      t('about.identity'),
      atom.identity,
      (['anyone', 'named', 'checked'] as const).map((level) => ({ value: level, label: t(`level.${level}`) })),
      (identity) => onChange({ identity: identity as 'anyone' }),
    )
  if ('sex' in atom)
    return choose(
      t('about.sex'),
      atom.sex,
      (['female', 'male'] as const).map((sex) => ({ value: sex, label: t(`sex.${sex}`) })),
      (sex) => onChange({ sex: sex as 'male' }),
    )
  if ('quota' in atom)
    return choose(
      t('about.quota'),
      atom.quota,
      (content.quotas ?? []).map(({ id, title }) => ({ value: id, label: title })),
      (quota) => onChange({ quota }),
    )
  if ('quantity' in atom)
    return (
      <div className="step-fields__pair">
        {(['from', 'to'] as const).map((bound) => (
          <NumberInput
            key={bound}
            size="xs"
            aria-label={t(`condition.${bound}`)}
            placeholder={t(`condition.${bound}`)}
            min={0}
            max={150}
            value={atom[bound] ?? ''}
            onChange={(value) => onChange({ ...atom, [bound]: typeof value === 'number' ? value : undefined })}
          />
        ))}
      </div>
    )
  if (!('answer' in atom)) return null
  const asked = content.nodes.find((node) => node.id === atom.answer)
  const steps = content.nodes.filter((node) => node.id !== own && (node.options !== undefined || node.kind === 'form'))
  const values =
    asked?.options?.map(({ value, label }) => ({ value, label })) ??
    (['done', 'skipped'] as const).map((value) => ({ value, label: t(`answer.${value}`) }))
  return (
    <>
      {choose(
        t('condition.step'),
        atom.answer,
        steps.map((node) => ({ value: node.id, label: node.title ?? node.id })),
        (answer) => onChange(answerAtom(answer, content)),
      )}
      <Checkbox.Group
        aria-label={t('condition.answers')}
        value={[...atom.anyOf]}
        onChange={(anyOf) => anyOf.length > 0 && onChange({ ...atom, anyOf })}
      >
        {values.map(({ value, label }) => (
          <Checkbox key={value} size="xs" value={value} label={label} />
        ))}
      </Checkbox.Group>
    </>
  )
}
