import { type ReactNode, useId } from 'react'

interface PanelProps {
  readonly title: ReactNode
  /** Chips and buttons at the end of the head. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly isPadded?: boolean
  readonly className?: string
}

/** A framed part of a zone with a head and a body that scrolls by itself. */
export function Panel({ title, aside, children, isPadded = false, className = '' }: PanelProps) {
  const id = useId()
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel__head">
        <h2 className="panel__title ellipsis" id={id}>
          {title}
        </h2>
        {aside}
      </header>
      <div className={`panel__body scrolls ${isPadded ? 'panel__body--padded' : ''}`}>{children}</div>
    </section>
  )
}

/** A titled stretch inside a panel. */
export function Section({ title, aside, children }: Pick<PanelProps, 'title' | 'aside' | 'children'>) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <h3 className="section__title" id={id}>
        <span style={{ flex: 1 }}>{title}</span>
        {aside}
      </h3>
      {children}
    </section>
  )
}
