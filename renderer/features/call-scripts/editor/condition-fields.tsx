import { ActionIcon, Button, Checkbox, Select } from '@mantine/core'
import { IconFolderPlus, IconPlus, IconX } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { ScriptCondition } from '#shared/features/call-scripts/condition.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { AtomFields } from './atom-fields.tsx'
import {
  type Atom,
  atomOf,
  type ConditionGroup,
  type ConditionPart,
  type ConditionRow,
  conditionOfGroup,
  groupOf,
  isGroup,
  newAtom,
  PARTS_MAX,
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

const NOTHING: ConditionGroup = { isNot: false, join: 'all', parts: [] }
const FIRST_ROW: ConditionRow = { isNot: false, atom: { fact: 'personKnown' } }

/** A condition as rows and groups of rows, each of which all or any of its parts must hold. Whatever the schema can say is written here. */
export function ConditionFields({ title, content, own, canWrite, value, onChange }: ConditionFieldsProps) {
  return (
    <fieldset className="condition" disabled={!canWrite}>
      <legend className="field__label">{title}</legend>
      <GroupFields
        {...{ content, own }}
        group={value === undefined ? NOTHING : groupOf(value)}
        onChange={(group) => onChange(conditionOfGroup(group))}
      />
    </fieldset>
  )
}

interface GroupFieldsProps extends Pick<ConditionFieldsProps, 'content' | 'own'> {
  readonly group: ConditionGroup
  /** Place of the group in those around it, «2.1»; empty for the outermost. */
  readonly place?: string
  readonly onChange: (group: ConditionGroup) => void
}

function GroupFields({ content, own, group, place = '', onChange }: GroupFieldsProps) {
  const t = useText('scriptEditor')
  const { parts } = group
  const write = (next: readonly ConditionPart[]): void => onChange({ ...group, parts: next })
  const writePart = (index: number, part: ConditionPart | null): void =>
    write(parts.flatMap((old, at) => (at === index ? (part === null ? [] : [part]) : [old])))
  const add = (part: ConditionPart): void => write([...parts, part])
  return (
    <>
      {parts.length < 2 && place === '' && group.join === 'all' ? null : (
        <Select
          size="xs"
          aria-label={place === '' ? t('condition.join') : t('condition.joinOf', { number: place })}
          allowDeselect={false}
          value={group.join}
          data={(['all', 'any'] as const).map((join) => ({ value: join, label: t(`condition.${join}`) }))}
          onChange={(join) => join !== null && onChange({ ...group, join: join as 'all' })}
        />
      )}
      {parts.map((part, index) => {
        const number = `${place}${index + 1}`
        return (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing of their own but their place
            key={index}
            className={isGroup(part) ? 'condition__row condition__group' : 'condition__row'}
            aria-label={t(isGroup(part) ? 'condition.group' : 'condition.row', { number })}
          >
            {isGroup(part) ? (
              <GroupFields
                {...{ content, own }}
                group={part}
                place={`${number}.`}
                onChange={(changed) => writePart(index, changed.parts.length === 0 ? null : changed)}
              />
            ) : (
              <RowFields {...{ content, own }} row={part} onChange={(changed) => writePart(index, changed)} />
            )}
            <span className="condition__end">
              <Checkbox
                size="xs"
                label={t('condition.not')}
                checked={part.isNot}
                onChange={(event) => writePart(index, { ...part, isNot: event.currentTarget.checked })}
              />
              <ActionIcon
                size={24}
                variant="subtle"
                color="gray"
                aria-label={t(isGroup(part) ? 'condition.deleteGroup' : 'condition.delete', { number })}
                onClick={() => writePart(index, null)}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </span>
          </fieldset>
        )
      })}
      {parts.length >= PARTS_MAX ? null : (
        <span>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => add(FIRST_ROW)}
          >
            {place === '' ? t('condition.add') : t('condition.addTo', { number: place.slice(0, -1) })}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconFolderPlus size={14} aria-hidden />}
            onClick={() => add({ isNot: false, join: group.join === 'all' ? 'any' : 'all', parts: [FIRST_ROW] })}
          >
            {place === '' ? t('condition.addGroup') : t('condition.addGroupTo', { number: place.slice(0, -1) })}
          </Button>
        </span>
      )}
    </>
  )
}

const ABOUT: readonly Atom[] = ['fact', 'answer', 'identity', 'age', 'hour', 'sex', 'quota']

interface RowFieldsProps extends Pick<ConditionFieldsProps, 'content' | 'own'> {
  readonly row: ConditionRow
  readonly onChange: (row: ConditionRow) => void
}

function RowFields({ content, own, row, onChange }: RowFieldsProps) {
  const t = useText('scriptEditor')
  const write = (atom: ScriptCondition): void => onChange({ ...row, atom })
  return (
    <>
      <Select
        size="xs"
        aria-label={t('condition.about')}
        allowDeselect={false}
        value={atomOf(row.atom)}
        data={ABOUT.map((about) => ({ value: about, label: t(`about.${about}`) }))}
        onChange={(about) => about !== null && write(newAtom(about as Atom, content, own))}
      />
      <AtomFields {...{ content, own }} atom={row.atom} onChange={write} />
    </>
  )
}
