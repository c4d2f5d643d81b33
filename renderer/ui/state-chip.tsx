import type { Icon } from '@tabler/icons-react'

/** `accent` well or active · `attention` look at it today · `urgent` act now · `neutral` only says. */
export type Tone = 'neutral' | 'accent' | 'attention' | 'urgent'

interface StateChipProps {
  readonly tone?: Tone
  readonly icon: Icon
  /** The word is never left out: colour alone tells nothing to many people. */
  readonly children: string
  /** Without frame, for the inside of rows. */
  readonly isPlain?: boolean
  readonly title?: string
}

/** A state as colour, icon and word together. */
export function StateChip({ tone = 'neutral', icon: Glyph, children, isPlain = false, title }: StateChipProps) {
  const names = ['chip', tone === 'neutral' ? '' : `chip--${tone}`, isPlain ? 'chip--plain' : '']
  return (
    <span className={names.filter(Boolean).join(' ')} title={title}>
      <Glyph size={14} stroke={1.9} aria-hidden />
      <span>{children}</span>
    </span>
  )
}
