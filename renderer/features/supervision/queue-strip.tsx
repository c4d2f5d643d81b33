import { IconPhoneIncoming } from '@tabler/icons-react'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { FloorQueue } from '#shared/features/supervision/floor.ts'
import { ageOf } from './floor-words.ts'

interface QueueStripProps {
  readonly queues: readonly FloorQueue[]
  /** This computer's time, and its difference from the server's. */
  readonly nowMs: number
  readonly offsetMs: number
  readonly targetSeconds: number
}

/** Who waits in each queue, and how long the longest; past the target it is red, for somebody waits now. */
export function QueueStrip({ queues, nowMs, offsetMs, targetSeconds }: QueueStripProps) {
  const t = useText('floor')
  return (
    <ul className="floor-queues" aria-label={t('queues.title')}>
      {queues.map((queue) => {
        const age = ageOf(queue.longestSince, nowMs, offsetMs)
        return (
          <li key={queue.code}>
            <span className="floor-queue__name">{queue.title}</span>
            {age === null ? (
              <span className="sv-soft">{t('queues.empty')}</span>
            ) : (
              <StateChip icon={IconPhoneIncoming} tone={age > targetSeconds * 1000 ? 'urgent' : 'attention'}>
                {t('queues.waiting', { count: queue.waiting, time: formatDuration(age / 1000) })}
              </StateChip>
            )}
            {queue.offered > 0 ? (
              <span className="sv-soft">{t('queues.offered', { count: queue.offered })}</span>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
