import { ActionIcon, Autocomplete, Button, TagsInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { LimitedInput, LimitedTextarea } from '#renderer/ui/limited-input.tsx'
import type { Objection, TypicalQuestion } from '#shared/features/call-scripts/script.ts'
import { isLocalDate } from '#shared/kernel/calendar.ts'

const ANSWER_MAX = 1_000
const SAID_MAX = 200
const SOURCE_MAX = 200
const WORD_MAX = 40

/** What both have; the words said are `said` of an objection and `question` of a question. */
type HelpItem = Pick<TypicalQuestion, 'id' | 'answer' | 'words'>

interface HelpFieldsProps<Item extends HelpItem> {
  readonly title: string
  readonly canWrite: boolean
  readonly items: readonly Item[]
  readonly saidOf: (item: Item) => string
  /** An item with other words said. */
  readonly withSaid: (item: Item, said: string) => Item
  readonly onChange: (items: readonly Item[], tag: string | null) => void
  readonly newItem: (id: string) => Item
  /** What only items of this list have. */
  readonly more?: (item: Item, change: (item: Item, tag: string | null) => void) => ReactNode
}

/** Objections, or typical questions, with the answers to them and the words by which they are found. */
export function HelpFields<Item extends HelpItem>(props: HelpFieldsProps<Item>) {
  const { title, canWrite, items, saidOf, withSaid, onChange, newItem, more } = props
  const t = useText('scriptEditor')
  return (
    <fieldset className="help-list" disabled={!canWrite}>
      <legend className="field__label">{title}</legend>
      {items.map((item, index) => {
        const said = saidOf(item)
        const change = (changed: Item, tag: string | null): void =>
          onChange(
            items.map((old, at) => (at === index ? changed : old)),
            tag === null ? null : `${item.id} ${tag}`,
          )
        return (
          <fieldset key={item.id} className="help-list__item help-list__item--wide" aria-label={said || item.id}>
            <LimitedInput
              size="xs"
              label={t('help.said')}
              lang="ru"
              max={SAID_MAX}
              value={said}
              onText={(text) => change(withSaid(item, text), 'said')}
            />
            <LimitedTextarea
              size="xs"
              label={t('help.answer')}
              lang="ru"
              autosize
              minRows={2}
              max={ANSWER_MAX}
              value={item.answer}
              onText={(answer) => change({ ...item, answer }, 'answer')}
            />
            <TagsInput
              size="xs"
              label={t('help.words')}
              lang="ru"
              splitChars={[',']}
              value={[...(item.words ?? [])]}
              onChange={(words) => {
                const { words: _, ...rest } = item
                const kept = words.map((word) => word.slice(0, WORD_MAX))
                change((kept.length === 0 ? rest : { ...item, words: kept }) as Item, null)
              }}
            />
            {more?.(item, change)}
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-label={t('help.delete', { said: said || item.id })}
              onClick={() =>
                onChange(
                  items.filter((_, at) => at !== index),
                  null,
                )
              }
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </fieldset>
        )
      })}
      <span>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...items, newItem(freeId(items))], null)}
        >
          {t('help.add')}
        </Button>
      </span>
    </fieldset>
  )
}

function freeId(items: readonly { readonly id: string }[]): string {
  const taken = new Set(items.map(({ id }) => id))
  for (let count = items.length + 1; ; count += 1) if (!taken.has(`help-${count}`)) return `help-${count}`
}

export const withObjectionSaid = (item: Objection, said: string): Objection => ({ ...item, said })
export const withQuestionSaid = (item: TypicalQuestion, question: string): TypicalQuestion => ({ ...item, question })

interface QuestionGroundsProps {
  readonly item: TypicalQuestion
  readonly themes: readonly string[]
  readonly onChange: (item: TypicalQuestion, tag: string | null) => void
}

/** The theme a typical question stands for, the act its answer rests on, and until when it may be given. */
export function QuestionGrounds({ item, themes, onChange }: QuestionGroundsProps) {
  const t = useText('scriptEditor')
  type Ground = 'themeCode' | 'source' | 'sourceDate' | 'obsoleteAfter'
  function put(name: Ground, value: string, tag: string | null): void {
    const { [name]: _, ...rest } = item
    onChange(value === '' ? rest : { ...rest, [name]: value }, tag)
  }
  return (
    <>
      <div className="step-fields__pair">
        <Autocomplete
          size="xs"
          label={t('means.theme')}
          autoComplete="off"
          maxLength={60}
          limit={40}
          data={[...themes]}
          value={item.themeCode ?? ''}
          onChange={(value) => put('themeCode', value, 'theme')}
        />
        <LimitedInput
          size="xs"
          label={t('help.source')}
          lang="ru"
          max={SOURCE_MAX}
          value={item.source ?? ''}
          onText={(value) => put('source', value, 'source')}
        />
      </div>
      <div className="step-fields__pair">
        {(['sourceDate', 'obsoleteAfter'] as const).map((name) => (
          <DateField
            key={name}
            size="xs"
            label={t(`help.${name}`)}
            value={item[name] ?? ''}
            onDate={(date) => (date === '' || isLocalDate(date)) && put(name, date, null)}
          />
        ))}
      </div>
    </>
  )
}
