import { ActionIcon, TextInput } from '@mantine/core'
import { IconBook2, IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { SEARCH_MAX, useTextLimit } from '#renderer/ui/text-limit.ts'
import type { ArticleHit } from './article-index.ts'
import { ArticleTabs } from './article-tabs.tsx'
import { ArticleView } from './article-view.tsx'
import { ArticleStateChip, Marked, stateOf } from './article-words.tsx'
import { useKnowledge } from './knowledge-context.ts'
import './knowledge.css'

/** Hits shown; whoever does not see the right one among them types on. */
const HITS_MAX = 30
const NO_TERMS: ReadonlySet<string> = new Set()

interface KnowledgePaneProps {
  readonly inputRef: RefObject<HTMLInputElement | null>
  /** The keys that open the pane, as written on buttons. */
  readonly keys: string
}

/** The knowledge base beside any screen: search as you type, several articles open (REQUIREMENTS C4); works without the network. */
export function KnowledgePane({ inputRef, keys }: KnowledgePaneProps) {
  const t = useText('knowledge')
  const { shelf, articles, index, onLeave } = useKnowledge()
  const { typed, open, active } = useStore(shelf.state)
  const listId = useId()
  const [activeRow, setActiveRow] = useState(-1)
  const isSearching = typed.trim() !== ''
  const hits = useMemo(() => {
    if (isSearching) return index.find(typed, HITS_MAX)
    return (articles ?? []).map((article): ArticleHit => ({ article, terms: NO_TERMS }))
  }, [index, articles, typed, isSearching])
  const limit = useTextLimit(SEARCH_MAX, (text) => {
    shelf.type(text)
    setActiveRow(text.trim() === '' ? -1 : 0)
  })
  const article = articles?.find(({ id }) => id === active)
  const openArticles = open.flatMap((id) => articles?.find((it) => it.id === id) ?? [])
  const isListed = article === undefined

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') setActiveRow((row) => Math.min(hits.length - 1, row + 1))
    else if (event.key === 'ArrowUp') setActiveRow((row) => Math.max(isSearching ? 0 : -1, row - 1))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      const hit = hits[activeRow]
      if (hit !== undefined) shelf.openArticle(hit.article.id)
    } else return
    // The arrows walk the list, so the list is what is to be seen.
    if (event.key !== 'Enter') shelf.toList()
    event.preventDefault()
  }

  function onEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (document.activeElement === inputRef.current && typed !== '') shelf.type('')
    else {
      shelf.show(false)
      onLeave()
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere inside; every control has its own keys
    <div className="knowledge" onKeyDown={onEscape}>
      <header className="knowledge__head">
        <h2 className="knowledge__title">
          <IconBook2 size={16} stroke={1.8} aria-hidden />
          {t('title')}
        </h2>
        <KeyHint keys={keys} />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('close')}
          onClick={() => {
            shelf.show(false)
            onLeave()
          }}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </header>
      <div className="knowledge__search">
        <TextInput
          ref={inputRef}
          aria-label={t('find')}
          placeholder={t('find.placeholder')}
          leftSection={<IconSearch size={15} aria-hidden />}
          role="combobox"
          aria-expanded={isListed && hits.length > 0}
          aria-controls={isListed ? listId : undefined}
          aria-activedescendant={isListed && hits[activeRow] !== undefined ? `${listId}-${activeRow}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          {...limit.guard}
          error={limit.refusal === null ? null : refusalText(limit.refusal)}
          onKeyDown={onKeyDown}
        />
      </div>
      <ArticleTabs articles={openArticles} active={article?.id ?? null} />
      <div className="knowledge__body scrolls">
        {article !== undefined ? (
          <ArticleView article={article} terms={hits.find((hit) => hit.article.id === article.id)?.terms ?? NO_TERMS} />
        ) : (
          <>
            <p className="unseen" role="status">
              {isSearching ? t('find.results', { count: hits.length }) : ''}
            </p>
            {articles !== undefined && hits.length === 0 ? (
              <EmptyState
                icon={IconBook2}
                title={t(isSearching ? 'find.nothing' : 'empty')}
                body={t(isSearching ? 'find.nothingHint' : 'empty.body')}
              />
            ) : null}
            <div id={listId} role="listbox" aria-label={t('find.list')}>
              {hits.map((hit, place) => (
                <HitRow key={hit.article.id} id={`${listId}-${place}`} hit={hit} isActive={place === activeRow} />
              ))}
            </div>
          </>
        )}
      </div>
    </div>
  )
}

interface HitRowProps {
  readonly id: string
  readonly hit: ArticleHit
  readonly isActive: boolean
}

function HitRow({ id, hit: { article, terms }, isActive }: HitRowProps) {
  const { shelf, today } = useKnowledge()
  const state = stateOf(article, today)
  return (
    <button
      type="button"
      id={id}
      role="option"
      // The search above has the focus and the arrows.
      tabIndex={-1}
      aria-selected={isActive}
      className="knowledge__hit"
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: 'nearest' })
      }}
      onClick={() => shelf.openArticle(article.id)}
    >
      <span className="knowledge__hit-question" lang="ru">
        <Marked text={article.question} terms={terms} />
      </span>
      <span className="knowledge__hit-answer" lang="ru">
        <Marked text={article.answer} terms={terms} />
      </span>
      {state === 'inForce' ? null : <ArticleStateChip state={state} isPlain />}
    </button>
  )
}
