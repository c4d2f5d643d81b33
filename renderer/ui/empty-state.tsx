import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly icon: Icon
  readonly title: string
  /** What would stand here and how it gets here. */
  readonly body?: string
  readonly children?: ReactNode
}

/** Stands where there is nothing yet, and says what will come. */
export function EmptyState({ icon: Glyph, title, body, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <Glyph size={28} stroke={1.4} aria-hidden />
      <p className="empty__title">{title}</p>
      {body === undefined ? null : <p className="empty__body">{body}</p>}
      {children}
    </div>
  )
}
