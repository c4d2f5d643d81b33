import { Button } from '@mantine/core'
import { IconFileText, IconPhone } from '@tabler/icons-react'
import { ageOf, FLOOR_ICONS, toneOf } from '#renderer/features/supervision/floor-words.ts'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { Section } from '#renderer/ui/panel.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import { HeldWork } from './held-work.tsx'
import { ListenSection } from './listen-section.tsx'
import { StateOrder } from './state-order.tsx'
import { useFloor } from './use-floor.ts'

interface FloorPersonDetailProps {
  readonly userId: string
  readonly onCalls: () => void
  readonly onAppeals: () => void
}

/** One colleague of the floor, as it stands now, with ways to the work of today. */
export function FloorPersonDetail({ userId, onCalls, onAppeals }: FloorPersonDetailProps) {
  const t = useText('floor')
  const nowMs = useNow(1_000)
  const { floor, offsetMs } = useFloor()
  const person = floor?.people.find((it) => it.userId === userId)
  if (person === undefined) return null
  const age = ageOf(person.since, nowMs, offsetMs)
  return (
    <>
      <header className="sv-detail__head">
        <h2 className="sv-detail__title">{person.name}</h2>
        <p className="sv-soft">
          {person.extension === null
            ? t(`level.${person.role}`)
            : t('person.level', { level: t(`level.${person.role}`), extension: person.extension })}
        </p>
        <StateChip
          icon={FLOOR_ICONS[person.state]}
          tone={toneOf(person, age ?? 0, { targetSeconds: floor?.target.seconds ?? 0, limits: floor?.limits ?? [] })}
        >
          {`${t(`state.${person.state}`)}${person.reason === null ? '' : `: ${t(`reason.${person.reason}`)}`}${age === null ? '' : ` · ${formatDuration(age / 1000)}`}`}
        </StateChip>
        <span className="sv-detail__actions">
          <Button size="xs" variant="light" leftSection={<IconPhone size={15} />} onClick={onCalls}>
            {t('person.calls')}
          </Button>
          <Button size="xs" variant="default" leftSection={<IconFileText size={15} />} onClick={onAppeals}>
            {t('person.appeals')}
          </Button>
          <StateOrder person={person} />
        </span>
      </header>
      <ListenSection person={person} />
      <HeldWork key={person.userId} person={person} />
      <Section title={t('person.now')}>
        {person.calls.length === 0 ? <p className="sv-soft">{t('person.noCalls')}</p> : null}
        {person.calls.map((call) => (
          <p key={call.since} className="sv-text">
            {t(`direction.${call.direction}`)}
            {call.direction === 'in' ? `, ${t(`source.${call.source}`)}` : ''} ·{' '}
            <span className="digits">{formatDuration((ageOf(call.since, nowMs, offsetMs) ?? 0) / 1000)}</span>
            {call.phase === 'held' ? ` · ${t('phase.held')}` : ''}
          </p>
        ))}
        {person.unsent !== null && person.unsent > 0 ? (
          <p className="sv-text">{t('unsent', { count: person.unsent })}</p>
        ) : null}
      </Section>
    </>
  )
}
