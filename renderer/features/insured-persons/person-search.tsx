import { IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react'
import { formatCount } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { PersonHit } from '#renderer/sync/desk-data.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { SEARCH_MAX, useTextLimit } from '#renderer/ui/text-limit.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { typedDoubt } from '#shared/kernel/typed-doubt.ts'
import { PersonRow } from './person-row.tsx'
import './insured-persons.css'

/** As many as fit the zone twice; whoever needs more types another letter. */
const HITS_SHOWN = 30

interface PersonSearchProps {
  readonly inputRef: Ref<HTMLInputElement>
  readonly onChoose: (person: InsuredPerson) => void
  /** Where the person is attached, in words. */
  readonly clinicOf: (person: InsuredPerson) => string
  readonly shownKey: string
  /** How far the first load of the registry is; null when nothing is on its way. */
  readonly loading: { readonly done: number; readonly total: number } | null
  /** What stands under the field while nothing is typed. */
  readonly children: ReactNode
}

/**
 * Search over everyone in the cache, as people type: by name with typos, phone, policy, СНИЛС or date of birth (X2). Hits take the
 * place of the card below the field and give it back on Escape, so that script and form beside it never move.
 */
export function PersonSearch({ inputRef, onChoose, clinicOf, shownKey, loading, children }: PersonSearchProps) {
  const t = useText('insuredPersons')
  const { reads } = useDeskData()
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<{ readonly typed: string; readonly hits: readonly PersonHit[] }>()
  const [activeIndex, setActiveIndex] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  // `/` leads here from everywhere, also when one is here already; no name or number begins with it.
  const limit = useTextLimit(SEARCH_MAX, (text) => setTyped(text.replace(/^\/+/, '')))
  const asked = typed.trim()
  const isLoading = loading !== null

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked while the registry was on its way, asked again when it is there
  useEffect(() => {
    if (asked === '') return
    let isCurrent = true
    void reads.searchPersons(asked, HITS_SHOWN).then((hits) => {
      if (!isCurrent) return
      setFound({ typed: asked, hits })
      setActiveIndex(0)
    })
    return () => {
      isCurrent = false
    }
  }, [reads, asked, isLoading])

  const isOpen = asked !== '' && found !== undefined
  const hits = isOpen ? found.hits : []
  const isFound = hits.some((hit) => !hit.isGuess)
  const doubt = isOpen && !isFound ? typedDoubt(found.typed, todayHere(Date.now())) : null

  useEffect(() => {
    list.current?.querySelector(`[data-index="${activeIndex}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [activeIndex])

  function choose(hit: PersonHit | undefined): void {
    if (hit === undefined) return
    onChoose(hit.person)
    setTyped('')
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') limit.change('')
    else if (!isOpen || hits.length === 0) return
    else if (event.key === 'ArrowDown') setActiveIndex((index) => Math.min(hits.length - 1, index + 1))
    else if (event.key === 'ArrowUp') setActiveIndex((index) => Math.max(0, index - 1))
    else if (event.key === 'Enter') choose(hits[activeIndex])
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      <div className="person-search">
        <IconSearch size={16} aria-hidden />
        <input
          ref={inputRef}
          type="text"
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && hits.length > 0 ? `${listId}-${activeIndex}` : undefined}
          placeholder={t('search.placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          {...limit.guard}
          dir="auto"
          aria-describedby={limit.refusal === null ? undefined : `${listId}-refusal`}
          onKeyDown={onKeyDown}
        />
        {typed === '' ? (
          <KeyHint keys={shownKey} />
        ) : (
          <button
            type="button"
            className="person-search__clear"
            aria-label={t('search.clear')}
            onClick={() => setTyped('')}
          >
            <IconX size={14} aria-hidden />
          </button>
        )}
      </div>
      {limit.refusal === null ? null : (
        <p className="field__message person-search__message" id={`${listId}-refusal`} role="alert">
          {refusalText(limit.refusal)}
        </p>
      )}
      {isOpen ? (
        <div className="person-hits scrolls" ref={list}>
          <p className="person-hits__count" role="status">
            {hits.length > 0 ? t('search.results', { count: hits.length }) : null}
            {hits.length > 0 || doubt !== null || loading !== null ? null : t('search.nothing')}
            {hits.length > 0 || loading === null
              ? null
              : t('search.loading', { done: formatCount(loading.done), total: formatCount(loading.total) })}
            {doubt === null ? null : <strong className="person-hits__doubt">{refusalText(doubt)}</strong>}
          </p>
          <div role="listbox" id={listId} aria-label={t('search.label')}>
            {hits.map((hit, index) => (
              <div
                key={hit.person.id}
                id={`${listId}-${index}`}
                data-index={index}
                className="person-hit"
                role="option"
                tabIndex={-1}
                aria-selected={index === activeIndex}
                onClick={() => choose(hit)}
                onKeyDown={undefined}
              >
                <PersonRow person={hit.person} clinic={clinicOf(hit.person)} isGuess={hit.isGuess} />
              </div>
            ))}
          </div>
        </div>
      ) : (
        children
      )}
    </>
  )
}
