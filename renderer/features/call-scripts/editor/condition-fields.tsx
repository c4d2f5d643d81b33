import { ActionIcon, Button, Checkbox, NumberInput, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { type ScriptCondition, type ScriptFact, scriptFact } from '#shared/features/call-scripts/condition.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import {
  type Atom,
  answerAtom,
  atomOf,
  type ConditionRows,
  conditionOfRows,
  newAtom,
  rowsOf,
} from './condition-rows.ts'

interface ConditionFieldsProps {
  readonly title: string
  readonly content: ScriptContent
  /** The step that asks: about its own answer it cannot. */
  readonly own: string
  readonly canWrite: boolean
  readonly value: ScriptCondition | undefined
  readonly onChange: (condition: ScriptCondition | undefined) => void
}

/** A condition as rows that all or any of which must hold. What is nested deeper is shown as it is written and kept untouched. */
export function ConditionFields({ title, content, own, canWrite, value, onChange }: ConditionFieldsProps) {
  const t = useText('scriptEditor')
  const rows = value === undefined ? { join: 'all' as const, rows: [] } : rowsOf(value)
  if (rows === null)
    return (
      <fieldset className="condition">
        <legend className="field__label">{title}</legend>
        <pre className="condition__nested">{JSON.stringify(value, null, 1)}</pre>
        {canWrite ? (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange(undefined)}>
            {t('condition.replace')}
          </Button>
        ) : null}
      </fieldset>
    )
  const write = (next: ConditionRows): void => onChange(conditionOfRows(next))
  const writeRow = (index: number, row: ConditionRows['rows'][number] | null): void =>
    write({ ...rows, rows: rows.rows.flatMap((old, at) => (at === index ? (row === null ? [] : [row]) : [old])) })
  return (
    <fieldset className="condition" disabled={!canWrite}>
      <legend className="field__label">{title}</legend>
      {rows.rows.length < 2 ? null : (
        <Select
          size="xs"
          aria-label={t('condition.join')}
          allowDeselect={false}
          value={rows.join}
          data={(['all', 'any'] as const).map((join) => ({ value: join, label: t(`condition.${join}`) }))}
          onChange={(join) => join !== null && write({ ...rows, join: join as 'all' })}
        />
      )}
      {rows.rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing of their own but their place
        <fieldset key={index} className="condition__row" aria-label={t('condition.row', { number: index + 1 })}>
          <Select
            size="xs"
            aria-label={t('condition.about')}
            allowDeselect={false}
            value={atomOf(row.atom)}
            data={ABOUT.map((about) => ({ value: about, label: t(`about.${about}`) }))}
            onChange={(about) =>
              about !== null && writeRow(index, { ...row, atom: newAtom(about as Atom, content, own) })
            }
          />
          <AtomFields {...{ content, own }} atom={row.atom} onChange={(atom) => writeRow(index, { ...row, atom })} />
          <span className="condition__end">
            <Checkbox
              size="xs"
              label={t('condition.not')}
              checked={row.isNot}
              onChange={(event) => writeRow(index, { ...row, isNot: event.currentTarget.checked })}
            />
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-label={t('condition.delete', { number: index + 1 })}
              onClick={() => writeRow(index, null)}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </span>
        </fieldset>
      ))}
      <span>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => write({ ...rows, rows: [...rows.rows, { isNot: false, atom: { fact: 'personKnown' } }] })}
        >
          {t('condition.add')}
        </Button>
      </span>
    </fieldset>
  )
}

const ABOUT: readonly Atom[] = ['fact', 'answer', 'identity', 'age', 'hour', 'sex', 'quota']

interface AtomFieldsProps extends Pick<ConditionFieldsProps, 'content' | 'own'> {
  readonly atom: ScriptCondition
  readonly onChange: (atom: ScriptCondition) => void
}

function AtomFields({ content, own, atom, onChange }: AtomFieldsProps) {
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
      (['named', 'checked'] as const).map((level) => ({ value: level, label: t(`level.${level}`) })),
      (identity) => onChange({ identity: identity as 'named' }),
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
