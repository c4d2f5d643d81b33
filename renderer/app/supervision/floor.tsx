import { Button } from '@mantine/core'
import { IconCloudOff, IconPhoneIncoming, IconRefreshDot } from '@tabler/icons-react'
import { useState } from 'react'
import { FloorBoard } from '#renderer/features/supervision/floor-board.tsx'
import { ageOf } from '#renderer/features/supervision/floor-words.ts'
import { QueueStrip } from '#renderer/features/supervision/queue-strip.tsx'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import type { FloorPerson, FloorState } from '#shared/features/supervision/floor.ts'
import { useFloor } from './use-floor.ts'

interface FloorProps {
  readonly chosen: string | null
  readonly onChoose: (person: FloorPerson) => void
}

/** What matters now: who is in which state, which calls wait for an answer (REQUIREMENTS S1). */
export function Floor({ chosen, onChoose }: FloorProps) {
  const t = useText('floor')
  const nowMs = useNow(1_000)
  const [only, setOnly] = useState<FloorState | null>(null)
  const { floor, offsetMs, isStale, retry } = useFloor()
  return (
    <section className="sv-list" aria-label={t('title')}>
      <header className="sv-list__head">
        <h1 className="sv-list__title">{t('title')}</h1>
        <span className="sv-list__count">
          {floor === undefined ? null : floor.queues.length === 0 ? (
            <Ringing people={floor.people} {...{ nowMs, offsetMs }} />
          ) : (
            <QueueStrip queues={floor.queues} targetSeconds={floor.target.seconds} {...{ nowMs, offsetMs }} />
          )}
        </span>
        {isStale ? (
          <StateChip icon={IconCloudOff} tone="attention" title={t('stale.title')}>
            {t('stale')}
          </StateChip>
        ) : (
          <StateChip icon={IconRefreshDot} isPlain title={t('live.title')}>
            {t('live')}
          </StateChip>
        )}
      </header>
      <div className="sv-list__body">
        {floor !== undefined ? (
          <FloorBoard
            people={floor.people}
            targetSeconds={floor.target.seconds}
            limits={floor.limits}
            only={only}
            onOnly={setOnly}
            {...{ nowMs, offsetMs, chosen, onChoose }}
          />
        ) : isStale ? (
          <EmptyState icon={IconCloudOff} title={t('failed.title')} body={t('failed.body')}>
            <Button size="xs" variant="default" onClick={retry}>
              {t('failed.again')}
            </Button>
          </EmptyState>
        ) : null}
      </div>
    </section>
  )
}

interface RingingProps {
  readonly people: readonly FloorPerson[]
  readonly nowMs: number
  readonly offsetMs: number
}

/** Calls that ring at desks, where no exchange says who waits before them. */
function Ringing({ people, nowMs, offsetMs }: RingingProps) {
  const t = useText('floor')
  const waiting = people.flatMap(({ calls }) => calls.filter(({ phase }) => phase === 'ringing'))
  if (waiting.length === 0) return <span title={t('ringing.title')}>{t('ringing.none')}</span>
  const longest = Math.max(...waiting.map(({ since }) => ageOf(since, nowMs, offsetMs) ?? 0))
  return (
    <StateChip icon={IconPhoneIncoming} tone="attention" title={t('ringing.title')}>
      {t('ringing', { count: waiting.length, time: formatDuration(longest / 1000) })}
    </StateChip>
  )
}
