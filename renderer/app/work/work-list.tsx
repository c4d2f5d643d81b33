import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import './work.css'

export interface WorkTab {
  readonly key: string
  readonly label: string
  /** Shown beside the label when above zero. */
  readonly count?: number
  /** Red: somebody waits for this now. */
  readonly isUrgent?: boolean
  readonly body: ReactNode
}

interface WorkListProps {
  readonly label: string
  readonly tabs: readonly WorkTab[]
  readonly head?: ReactNode
  /** Key of the open tab, where the desk decides it; otherwise the list remembers it itself. */
  readonly chosen?: string
  readonly onChoose?: (key: string) => void
}

/** The left zone: lists of work as tabs, moved along by arrows. */
export function WorkList({ label, tabs, head, onChoose, ...decided }: WorkListProps) {
  const [own, setOwn] = useState(tabs[0]?.key)
  const chosen = decided.chosen ?? own
  const setChosen = onChoose ?? setOwn
  const id = useId()
  const active = tabs.find((tab) => tab.key === chosen) ?? tabs[0]

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0 || active === undefined) return
    const next = tabs[(tabs.indexOf(active) + step + tabs.length) % tabs.length]
    if (next === undefined) return
    setChosen(next.key)
    document.getElementById(`${id}-${next.key}`)?.focus()
    event.preventDefault()
  }

  return (
    <>
      {head === undefined ? null : <div className="work-head">{head}</div>}
      <div className="work-tabs" role="tablist" aria-label={label}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            className="work-tab"
            aria-selected={tab === active}
            aria-controls={`${id}-panel`}
            tabIndex={tab === active ? 0 : -1}
            onClick={() => setChosen(tab.key)}
            onKeyDown={onKeyDown}
          >
            {tab.label}
            {(tab.count ?? 0) > 0 ? (
              <span className={`work-tab__count digits ${tab.isUrgent ? 'work-tab__count--urgent' : ''}`}>
                {tab.count}
              </span>
            ) : null}
          </button>
        ))}
      </div>
      <div
        className="work-body scrolls"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={active === undefined ? undefined : `${id}-${active.key}`}
      >
        {active?.body}
      </div>
    </>
  )
}
