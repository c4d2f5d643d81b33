import type { ReactNode } from 'react'

interface RingTimerProps {
  /** Whole span and what is left of it, in seconds; below zero the ring is full and late. */
  readonly totalSeconds: number
  readonly leftSeconds: number
  readonly size?: number
  readonly label: string
  readonly children: ReactNode
}

/** A ring that empties as time goes; late it turns amber and stays: it reminds, it does not trap. */
export function RingTimer({ totalSeconds, leftSeconds, size = 44, label, children }: RingTimerProps) {
  const radius = size / 2 - 3
  const length = 2 * Math.PI * radius
  const share = Math.min(1, Math.max(0, leftSeconds / totalSeconds))
  return (
    <span className={`ring ${leftSeconds <= 0 ? 'ring--late' : ''}`} role="timer" aria-label={label}>
      <svg width={size} height={size} aria-hidden>
        <title>{label}</title>
        <circle className="ring__track" cx={size / 2} cy={size / 2} r={radius} fill="none" strokeWidth={4} />
        <circle
          className="ring__run"
          cx={size / 2}
          cy={size / 2}
          r={radius}
          fill="none"
          strokeWidth={4}
          strokeLinecap="round"
          strokeDasharray={length}
          strokeDashoffset={leftSeconds <= 0 ? 0 : length * (1 - share)}
        />
      </svg>
      <span className="ring__text digits">{children}</span>
    </span>
  )
}
