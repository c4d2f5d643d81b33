import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Tone } from './state-chip.tsx'

interface NoticeProps {
  readonly tone?: Tone
  readonly icon: Icon
  readonly title: string
  readonly children?: ReactNode
  /** Buttons at the end. */
  readonly actions?: ReactNode
  /** `alert` is spoken at once by screen readers, `status` when they are idle. */
  readonly role?: 'alert' | 'status'
}

/** A quiet block inside the page; never a window over it. */
export function Notice({ tone = 'neutral', icon: Glyph, title, children, actions, role }: NoticeProps) {
  return (
    <div className={`notice ${tone === 'neutral' ? '' : `notice--${tone}`}`} role={role}>
      <Glyph size={16} stroke={1.9} aria-hidden />
      <div className="notice__body">
        <div className="notice__title">{title}</div>
        {children}
      </div>
      {actions}
    </div>
  )
}
