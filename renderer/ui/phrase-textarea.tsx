import { Popover, Textarea, type TextareaProps } from '@mantine/core'
import { type KeyboardEvent, type Ref, useContext, useId, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { type Phrase, PhraseContext, type PhraseTrigger, triggerAt } from './phrase-source.ts'

const OFFERED_MAX = 6

interface Offer {
  readonly trigger: PhraseTrigger
  readonly phrases: readonly Phrase[]
  readonly active: number
}

/**
 * Several lines into which ready texts are inserted: `::` and a few letters offer them, Enter inserts, Escape closes. The field stays a
 * text field for screen readers; the marked text is its active descendant (WAI-ARIA, editable with a list).
 */
export function PhraseTextarea({
  onChange,
  onKeyDown,
  onKeyUp,
  onBlur,
  onClick,
  ref,
  ...field
}: TextareaProps & { readonly ref?: Ref<HTMLTextAreaElement> }) {
  const t = useText('knowledge')
  const source = useContext(PhraseContext)
  const listId = useId()
  const [offer, setOffer] = useState<Offer | null>(null)
  /** Where the `::` stands that was closed with Escape; it is not offered for again. */
  const closedAt = useRef<number | null>(null)

  function look(element: HTMLTextAreaElement): void {
    const isCaret = element.selectionStart === element.selectionEnd
    const trigger = isCaret ? triggerAt(element.value, element.selectionStart) : null
    if (trigger === null) closedAt.current = null
    if (source === null || trigger === null || trigger.from === closedAt.current) {
      setOffer(null)
      return
    }
    const isSame = offer !== null && offer.trigger.from === trigger.from && offer.trigger.typed === trigger.typed
    if (!isSame) setOffer({ trigger, phrases: source.find(trigger.typed, OFFERED_MAX), active: 0 })
  }

  function insert(element: HTMLTextAreaElement, { trigger }: Offer, phrase: Phrase): void {
    element.setRangeText(phrase.text, trigger.from, element.selectionEnd, 'end')
    // React follows the value of a field by its events; a change by program has none.
    element.dispatchEvent(new Event('input', { bubbles: true }))
    setOffer(null)
  }

  function steer(event: KeyboardEvent<HTMLTextAreaElement>, open: Offer): boolean {
    const { active, phrases } = open
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const chosen = phrases[active]
    if (move !== 0 && phrases.length > 0)
      setOffer({ ...open, active: (active + move + phrases.length) % phrases.length })
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined)
      insert(event.currentTarget, open, chosen)
    else if (event.key === 'Escape') {
      closedAt.current = open.trigger.from
      setOffer(null)
    } else return false
    return true
  }

  const shown = offer?.phrases ?? []
  const isOpen = offer !== null
  return (
    <Popover opened={isOpen} position="bottom-start" width="target" offset={4} withRoles={false} shadow="md">
      <Popover.Target>
        <Textarea
          {...field}
          ref={ref}
          aria-autocomplete={source === null ? undefined : 'list'}
          aria-haspopup={source === null ? undefined : 'listbox'}
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={shown.length > 0 ? `${listId}-${offer?.active}` : undefined}
          onChange={(event) => {
            onChange?.(event)
            look(event.currentTarget)
          }}
          onKeyDown={(event) => {
            if (offer !== null && !event.nativeEvent.isComposing && !event.ctrlKey && steer(event, offer)) {
              event.preventDefault()
              event.stopPropagation()
            } else onKeyDown?.(event)
          }}
          onKeyUp={(event) => {
            // The caret may have moved without a change of the text.
            if (event.key !== 'Escape') look(event.currentTarget)
            onKeyUp?.(event)
          }}
          onClick={(event) => {
            look(event.currentTarget)
            onClick?.(event)
          }}
          onBlur={(event) => {
            setOffer(null)
            onBlur?.(event)
          }}
        />
      </Popover.Target>
      <Popover.Dropdown className="phrases">
        <p className="unseen" role="status">
          {isOpen ? t('insert.found', { count: shown.length }) : ''}
        </p>
        <div id={listId} role="listbox" aria-label={t('insert.title')} className="phrases__list">
          {shown.map((phrase, index) => (
            <PhraseRow
              key={phrase.id}
              id={`${listId}-${index}`}
              phrase={phrase}
              isActive={index === offer?.active}
              onChoose={(element) => {
                if (offer !== null) insert(element, offer, phrase)
              }}
              fieldOf={() => document.activeElement}
            />
          ))}
        </div>
        <p className="phrases__hint">{t(shown.length === 0 ? hintOf(offer) : 'insert.hint')}</p>
      </Popover.Dropdown>
    </Popover>
  )
}

function hintOf(offer: Offer | null): 'insert.type' | 'insert.nothing' {
  return offer === null || offer.trigger.typed === '' ? 'insert.type' : 'insert.nothing'
}

interface PhraseRowProps {
  readonly id: string
  readonly phrase: Phrase
  readonly isActive: boolean
  readonly onChoose: (element: HTMLTextAreaElement) => void
  readonly fieldOf: () => Element | null
}

function PhraseRow({ id, phrase, isActive, onChoose, fieldOf }: PhraseRowProps) {
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className="phrases__row"
      // The field keeps the focus, and with it the place of the caret.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        const element = fieldOf()
        if (element instanceof HTMLTextAreaElement) onChoose(element)
      }}
    >
      <strong lang="ru">{phrase.title}</strong>
      <span lang="ru">{phrase.text}</span>
      <small lang="ru">{phrase.note}</small>
    </button>
  )
}
