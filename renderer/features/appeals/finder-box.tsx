import { TextInput } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { refusalText } from '#renderer/i18n/i18n.ts'
import { SEARCH_MAX, useTextLimit } from '#renderer/ui/text-limit.ts'

interface FinderBoxProps<Item> {
  readonly label: string
  readonly placeholder: string
  readonly typed: string
  readonly onType: (text: string) => void
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => string
  readonly children: (item: Item) => ReactNode
  readonly onChoose: (item: Item) => void
  /** Keys of its own, such as walking a tree; true when the key was used. */
  readonly onKey?: (event: KeyboardEvent<HTMLInputElement>, active: Item | undefined) => boolean
  /** Stands over the list, or in its place when it is empty. */
  readonly notice: ReactNode
  readonly error: string | null
  readonly description?: string
  /** What is chosen, in words: shown in the field while nobody types. */
  readonly chosen: string
}

/** A field with a list under it: typing finds, arrows move, Enter chooses. The list opens with the focus and closes without it. */
export function FinderBox<Item>(props: FinderBoxProps<Item>) {
  const { items, keyOf, onChoose, onKey, typed, chosen } = props
  const listId = useId()
  const limit = useTextLimit(SEARCH_MAX, props.onType)
  const list = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const found = items.findIndex((item) => keyOf(item) === activeKey)
  const activeIndex = found < 0 ? 0 : found
  const active = items[activeIndex]

  useEffect(() => {
    if (isOpen) list.current?.querySelector(`[data-index="${activeIndex}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [isOpen, activeIndex])

  function choose(item: Item | undefined): void {
    if (item === undefined) return
    onChoose(item)
    setIsOpen(false)
    setActiveKey(null)
  }

  function move(by: number): void {
    const target = items[Math.min(items.length - 1, Math.max(0, activeIndex + by))]
    if (target !== undefined) setActiveKey(keyOf(target))
    setIsOpen(true)
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (isOpen && onKey?.(event, active)) setActiveKey(null)
    else if (event.key === 'ArrowDown') move(isOpen ? 1 : 0)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' && isOpen) choose(active)
    else if (event.key === 'Escape' && isOpen) setIsOpen(false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="finder">
      <TextInput
        label={props.label}
        description={props.description}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        error={limit.refusal === null ? props.error : refusalText(limit.refusal)}
        dir="auto"
        placeholder={chosen === '' ? props.placeholder : undefined}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active !== undefined ? `${listId}-${activeIndex}` : undefined}
        autoComplete="off"
        spellCheck={false}
        onPaste={limit.guard.onPaste}
        onDrop={limit.guard.onDrop}
        value={isOpen ? typed : chosen}
        onFocus={() => setIsOpen(true)}
        onClick={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onChange={(event) => {
          setIsOpen(true)
          setActiveKey(null)
          limit.guard.onChange(event)
        }}
        onKeyDown={onKeyDown}
      />
      {isOpen ? (
        <div className="finder__list scrolls" ref={list}>
          {props.notice}
          <div id={listId} role="listbox" aria-label={props.label}>
            {items.map((item, index) => (
              <div
                key={keyOf(item)}
                id={`${listId}-${index}`}
                data-index={index}
                className="finder__row"
                role="option"
                tabIndex={-1}
                aria-selected={index === activeIndex}
                // Before the field loses the focus, or the list would close under the pointer.
                onMouseDown={(event) => {
                  event.preventDefault()
                  choose(item)
                }}
              >
                {props.children(item)}
              </div>
            ))}
          </div>
        </div>
      ) : null}
    </div>
  )
}
