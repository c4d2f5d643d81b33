import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'

interface VirtualListProps<Item> {
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => string
  /** Height guess of a row in pixels; rows measure themselves afterwards. */
  readonly rowHeight: number
  readonly label: string
  readonly activeKey: string | null
  readonly onActivate: (item: Item) => void
  /** Enter or a second click on the active row. */
  readonly onOpen?: (item: Item) => void
  readonly children: (item: Item, isActive: boolean) => ReactNode
}

/**
 * A list of any length as one tab stop: arrows, Home, End and Page keys move, Enter opens. Only what is on the screen is drawn;
 * `aria-setsize` and `aria-posinset` tell screen readers the whole.
 */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, keyOf, rowHeight, label, activeKey, onActivate, onOpen, children } = props
  const frame = useRef<HTMLDivElement>(null)
  const baseId = useId()
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(items[index] as Item),
    overscan: 8,
  })
  const activeIndex = items.findIndex((item) => keyOf(item) === activeKey)

  useEffect(() => {
    if (activeIndex >= 0) rows.scrollToIndex(activeIndex, { align: 'auto' })
  }, [activeIndex, rows])

  function onKeyDown(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / rowHeight) - 1)
    const moves: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -items.length,
      End: items.length,
    }
    const move = moves[event.key]
    if (move !== undefined) {
      const target = items[Math.min(items.length - 1, Math.max(0, activeIndex + move))]
      if (target !== undefined) onActivate(target)
      event.preventDefault()
    } else if (event.key === 'Enter' && activeIndex >= 0) {
      const active = items[activeIndex]
      if (active !== undefined) (onOpen ?? onActivate)(active)
      event.preventDefault()
    }
  }

  return (
    <div
      ref={frame}
      className="vlist scrolls"
      role="listbox"
      aria-label={label}
      aria-activedescendant={activeIndex >= 0 ? `${baseId}-${activeIndex}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index] as Item
          const isActive = row.index === activeIndex
          return (
            <div
              key={row.key}
              id={`${baseId}-${row.index}`}
              ref={rows.measureElement}
              data-index={row.index}
              className="vlist__row"
              style={{ transform: `translateY(${row.start}px)` }}
              role="option"
              aria-selected={isActive}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              tabIndex={-1}
              onClick={() => (isActive && onOpen ? onOpen(item) : onActivate(item))}
              onKeyDown={undefined}
            >
              {children(item, isActive)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
