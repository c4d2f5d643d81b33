import { TextInput } from '@mantine/core'
import { IconCalendarX, IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SEARCH_MAX, useTextLimit } from '#renderer/ui/text-limit.ts'
import { findInScript, makeFinder, type ScriptHit } from '#shared/features/call-scripts/find.ts'
import type { LinkedScript } from '#shared/features/call-scripts/link.ts'
import { type RawValues, withoutSecrets } from '#shared/features/call-scripts/speak.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { SpokenText } from './spoken-text.tsx'

/** Hits of a typed search; with nothing typed the whole list stands there. */
const HITS_MAX = 12

interface ScriptHelpProps {
  readonly script: LinkedScript
  readonly values: RawValues
  /** What stands first in the list: objections where something is offered, questions where something is asked. */
  readonly first: 'objection' | 'question'
  /** Today: an answer whose day is past is marked as to be checked. */
  readonly today: LocalDate
  readonly inputRef: RefObject<HTMLInputElement | null>
  readonly onConsult: (kind: 'objection' | 'question', id: string) => void
  readonly onGoTo: (nodeId: string) => void
  /** The search is left: the focus goes back to the step. */
  readonly onLeave: () => void
}

/** Objections, typical questions and steps beside the step, found by typing; the opened answer stands above the list. */
export function ScriptHelp({ script, values, first, today, inputRef, onConsult, onGoTo, onLeave }: ScriptHelpProps) {
  const t = useText('callScripts')
  const listId = useId()
  const [typed, setTyped] = useState('')
  // Nothing is marked in the list that merely stands there; the arrows walk it all the same.
  const [activeIndex, setActiveIndex] = useState(-1)
  const [opened, setOpened] = useState<ScriptHit | null>(null)
  const limit = useTextLimit(SEARCH_MAX, (text) => {
    setTyped(text)
    setActiveIndex(text.trim() === '' ? -1 : 0)
  })
  const finder = useMemo(() => makeFinder(script), [script])
  const isSearching = typed.trim() !== ''
  const hits = useMemo(
    () =>
      findInScript(finder, typed, isSearching ? HITS_MAX : finder.length).filter(
        (hit) => isSearching || hit.kind !== 'step',
      ),
    [finder, typed, isSearching],
  )
  const kinds = first === 'objection' ? (['objection', 'question'] as const) : (['question', 'objection'] as const)
  const groups = kinds
    .map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind) }))
    .filter((group) => group.hits.length > 0)
  const ordered = isSearching ? hits : groups.flatMap((group) => group.hits)

  function open(hit: ScriptHit | undefined): void {
    if (hit === undefined) return
    if (hit.kind === 'step') {
      setOpened(null)
      onGoTo(hit.id)
    } else {
      setOpened(hit)
      onConsult(hit.kind, hit.id)
    }
    setTyped('')
    setActiveIndex(-1)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') setActiveIndex((index) => Math.min(ordered.length - 1, index + 1))
    else if (event.key === 'ArrowUp') setActiveIndex((index) => Math.max(isSearching ? 0 : -1, index - 1))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) open(ordered[activeIndex])
    else if (event.key === 'Escape') {
      if (typed !== '') setTyped('')
      else if (opened !== null) setOpened(null)
      else onLeave()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  const row = (hit: ScriptHit) => (
    <HelpRow
      key={`${hit.kind}-${hit.id}`}
      id={`${listId}-${ordered.indexOf(hit)}`}
      hit={hit}
      isActive={ordered[activeIndex] === hit}
      withKind={isSearching}
      onOpen={() => open(hit)}
    />
  )
  return (
    <aside className="help" aria-label={t('help.title')}>
      <TextInput
        ref={inputRef}
        aria-label={t('help.find')}
        placeholder={t('help.placeholder')}
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={typed === '' ? <KeyHint keys="/" /> : null}
        aria-keyshortcuts="/"
        role="combobox"
        aria-expanded={ordered.length > 0}
        aria-controls={listId}
        aria-activedescendant={ordered[activeIndex] === undefined ? undefined : `${listId}-${activeIndex}`}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        {...limit.guard}
        error={limit.refusal === null ? null : refusalText(limit.refusal)}
        onKeyDown={onKeyDown}
      />
      {opened === null ? null : <Opened {...{ script, values, today, hit: opened }} onClose={() => setOpened(null)} />}
      <div className="help__list">
        <p className="unseen" role="status">
          {isSearching ? t('help.results', { count: hits.length }) : ''}
        </p>
        {isSearching && hits.length === 0 ? <p className="help__nothing">{t('help.nothing')}</p> : null}
        <div id={listId} role="listbox" aria-label={t('help.title')}>
          {isSearching
            ? hits.map(row)
            : groups.map((group) => (
                // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox has no element of its own
                <div key={group.kind} role="group" aria-label={t(`help.${group.kind}s`)}>
                  <p className="help__group" aria-hidden>
                    {t(`help.${group.kind}s`)}
                  </p>
                  {group.hits.map(row)}
                </div>
              ))}
        </div>
      </div>
    </aside>
  )
}

interface HelpRowProps {
  readonly id: string
  readonly hit: ScriptHit
  readonly isActive: boolean
  readonly withKind: boolean
  readonly onOpen: () => void
}

function HelpRow({ id, hit, isActive, withKind, onOpen }: HelpRowProps) {
  const t = useText('callScripts')
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isActive) button.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <button
      ref={button}
      type="button"
      id={id}
      className="help__row"
      role="option"
      // The field above has the focus and the arrows; Tab goes on to the answer instead of through thirty questions.
      tabIndex={-1}
      aria-selected={isActive}
      onClick={onOpen}
    >
      <span lang="ru">{hit.title}</span>
      {withKind ? <small>{t(`help.kind.${hit.kind}`)}</small> : null}
    </button>
  )
}

function Opened({
  script,
  values,
  today,
  hit,
  onClose,
}: Pick<ScriptHelpProps, 'script' | 'values' | 'today'> & { readonly hit: ScriptHit; readonly onClose: () => void }) {
  const t = useText('callScripts')
  const question = hit.kind === 'question' ? script.questions.find((item) => item.id === hit.id) : undefined
  const answer = question?.answer ?? script.objections.find((item) => item.id === hit.id)?.answer ?? ''
  const section = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer is brought into sight, too
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' })
  }, [hit.id])
  return (
    <section className="help__opened" aria-live="polite" ref={section}>
      <header>
        <strong lang="ru">{hit.title}</strong>
        <button type="button" className="help__close" aria-label={t('help.close')} onClick={onClose}>
          <IconX size={15} aria-hidden />
        </button>
      </header>
      {question?.obsoleteAfter !== undefined && question.obsoleteAfter < today ? (
        <Notice
          icon={IconCalendarX}
          tone="attention"
          title={t('help.obsolete', { date: formatDate(question.obsoleteAfter) })}
        />
      ) : null}
      <SpokenText text={answer} fields={script.fields} values={withoutSecrets(values, 'anyone')} />
      {question?.source === undefined ? null : (
        <p className="help__source" lang="ru">
          {t('help.source', { source: question.source })}
          {question.sourceDate === undefined ? '' : `, ${t('help.edition', { date: formatDate(question.sourceDate) })}`}
        </p>
      )}
    </section>
  )
}
