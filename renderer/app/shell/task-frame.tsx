import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { isTypingIn } from '../keymap.ts'

interface TaskFrameProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly onClose: () => void
  /** The body fills the zone and scrolls by itself; otherwise panels stand on the canvas. */
  readonly isFilled?: boolean
  readonly children: ReactNode
}

/** A task in the centre that can be left again. Its title takes the focus, unless somebody is typing elsewhere: Tab goes on from there. */
export function TaskFrame({ title, aside, onClose, isFilled = false, children }: TaskFrameProps) {
  const t = useText('shell')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isTypingIn(document.activeElement)) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={`task-frame ${isFilled ? 'task-frame--filled' : 'scrolls'}`}>
      <header className="task-frame__head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
        <ActionIcon aria-label={t('common.close')} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      {isFilled ? <div className="task-frame__body">{children}</div> : children}
    </div>
  )
}
