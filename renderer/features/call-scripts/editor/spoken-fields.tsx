import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { LimitedInput } from '#renderer/ui/limited-input.tsx'
import { hasCases } from '#shared/features/call-scripts/name-cases.ts'
import { type SpokenField, spokenField } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { isRawCode, isRawField, RAW_FIELDS } from '#shared/features/call-scripts/speak.ts'

interface SpokenFieldsProps {
  readonly content: ScriptContent
  readonly canWrite: boolean
  readonly onChange: (fields: ScriptContent['fields'], tag: string | null) => void
}

const WORDS_MAX = 80
const CASES = spokenField.shape.inCase.unwrap().options
/** As names stand in braces. */
const NAME = /^[a-zA-Z][a-zA-Z0-9.]{0,39}$/

/**
 * The fields in braces that lines speak of: which value of the desk, in which case, by which words, and what is said while it is not known. A
 * value may be spoken in two ways by a field of another name.
 */
export function SpokenFields({ content, canWrite, onChange }: SpokenFieldsProps) {
  const t = useText('scriptEditor')
  const { fields } = content
  const write = (name: string, field: SpokenField, tag: string | null = null): void =>
    onChange({ ...fields, [name]: field }, tag === null ? null : `field ${name} ${tag}`)
  return (
    <fieldset className="help-list" disabled={!canWrite}>
      <legend className="field__label">{t('spoken')}</legend>
      {Object.entries(fields).map(([name, field]) => (
        <SpokenItem
          key={name}
          {...{ name, field }}
          onChange={(changed, tag) => write(name, changed, tag)}
          onDelete={() => {
            const { [name]: _gone, ...rest } = fields
            onChange(rest, null)
          }}
        />
      ))}
      <NewField taken={fields} onAdd={write} />
    </fieldset>
  )
}

interface SpokenItemProps {
  readonly name: string
  readonly field: SpokenField
  readonly onChange: (field: SpokenField, tag?: string) => void
  readonly onDelete: () => void
}

function SpokenItem({ name, field, onChange, onDelete }: SpokenItemProps) {
  const t = useText('scriptEditor')
  const wordOf = useFieldWord()
  const source = field.from ?? name
  const codes = RAW_FIELDS[source] ?? Object.keys(field.values ?? {})
  const { values = {}, inCase: _, ...plain } = field
  return (
    <fieldset className="help-list__item" aria-label={name}>
      <code className="spoken-name">{`{${name}}`}</code>
      <Select
        size="xs"
        aria-label={t('spoken.source')}
        allowDeselect={false}
        value={source}
        data={[...new Set([source, ...Object.keys(RAW_FIELDS)])].map((value) => ({ value, label: wordOf(value) }))}
        onChange={(from) => from !== null && onChange({ from, missing: field.missing })}
      />
      <LimitedInput
        size="xs"
        aria-label={t('spoken.missing')}
        placeholder={t('spoken.missing')}
        lang="ru"
        max={WORDS_MAX}
        value={field.missing}
        onText={(missing) => onChange({ ...field, missing }, 'missing')}
      />
      <ActionIcon size={24} variant="subtle" color="gray" aria-label={t('spoken.delete', { name })} onClick={onDelete}>
        <IconTrash size={15} aria-hidden />
      </ActionIcon>
      {hasCases(source) ? (
        <Select
          size="xs"
          clearable
          className="spoken-more"
          label={t('spoken.case')}
          placeholder={t('case.nominative')}
          value={field.inCase ?? null}
          data={CASES.map((value) => ({ value, label: t(`case.${value}`) }))}
          onChange={(inCase) =>
            onChange(inCase === null ? plain : { ...field, inCase: inCase as NonNullable<SpokenField['inCase']> })
          }
        />
      ) : null}
      {codes.map((code) => (
        <LimitedInput
          key={code}
          size="xs"
          className="spoken-more"
          label={t('spoken.value', { code: isRawCode(code) ? t(`rawCode.${code}`) : code })}
          lang="ru"
          max={WORDS_MAX}
          value={values[code] ?? ''}
          onText={(words) => onChange({ ...field, values: { ...values, [code]: words } }, `value ${code}`)}
        />
      ))}
    </fieldset>
  )
}

/** What a value of the desk is called for people; one that no desk knows is called by its name. */
function useFieldWord(): (name: string) => string {
  const t = useText('scriptEditor')
  return (name) => (isRawField(name) ? t(`raw.${name}`) : name)
}

interface NewFieldProps {
  readonly taken: ScriptContent['fields']
  readonly onAdd: (name: string, field: SpokenField) => void
}

/** A field by the name of a value of the desk, or by a name of one's own for another way to say a value. */
function NewField({ taken, onAdd }: NewFieldProps) {
  const t = useText('scriptEditor')
  const wordOf = useFieldWord()
  const [name, setName] = useState('')
  const free = Object.keys(RAW_FIELDS).filter((field) => taken[field] === undefined)
  const isFit = NAME.test(name) && taken[name] === undefined
  const add = (): void => {
    if (!isFit) return
    onAdd(name, RAW_FIELDS[name] === undefined ? { from: 'person.givenName', missing: '' } : { missing: '' })
    setName('')
  }
  return (
    <div className="step-fields__pair">
      {free.length === 0 ? null : (
        <Select
          size="xs"
          searchable
          aria-label={t('spoken.add')}
          placeholder={t('spoken.add')}
          value={null}
          data={free.map((value) => ({ value, label: wordOf(value) }))}
          onChange={(field) => field !== null && onAdd(field, { missing: '' })}
        />
      )}
      <TextInput
        size="xs"
        aria-label={t('spoken.addOwn')}
        placeholder={t('spoken.addOwn')}
        autoComplete="off"
        spellCheck={false}
        maxLength={40}
        value={name}
        error={name === '' || isFit ? null : t('spoken.nameUnfit')}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
        rightSection={
          <Button size="compact-xs" variant="subtle" aria-label={t('spoken.addOwn.do')} disabled={!isFit} onClick={add}>
            <IconPlus size={14} aria-hidden />
          </Button>
        }
      />
    </div>
  )
}
