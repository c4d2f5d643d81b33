import { Button } from '@mantine/core'
import { useState } from 'react'
import { formatMoment, formatTime } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import type { ApiFailure } from '#renderer/sync/api-client.ts'
import { Section } from '#renderer/ui/panel.tsx'
import type { FloorPerson } from '#shared/features/supervision/floor.ts'
import { type FloorWork, floorWork, type TakeWork, takeWorkAnswer } from '#shared/features/supervision/floor-work.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { useApi } from './use-online.ts'

/** What somebody holds, and taking over what is stuck. It names insured people, so it is asked for, not shown: each look is in the audit. */
export function HeldWork({ person }: { readonly person: FloorPerson }) {
  const t = useText('floor')
  const api = useApi()
  const [work, setWork] = useState<FloorWork | null>(null)
  const [said, setSaid] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const address = `/api/floor/people/${person.userId}/work`
  async function look(): Promise<void> {
    setIsAsking(true)
    const answer = await api.get(address, floorWork)
    setIsAsking(false)
    if (answer.ok) setWork(answer.value)
    else setSaid(refusalText(refusalOf(answer.failure)))
  }
  async function take(item: TakeWork): Promise<void> {
    setIsAsking(true)
    const answer = await api.post(`${address}/take`, item, takeWorkAnswer)
    await look()
    setSaid(answer.ok ? t('work.taken') : refusalText(refusalOf(answer.failure)))
  }
  const items =
    work === null
      ? []
      : [
          ...work.claims.map(({ id, personName, until }) => ({
            item: { kind: 'claim', id } as const,
            what: personName,
            when: t('work.claim', { time: formatTime(until) }),
          })),
          ...work.appeals.map(({ id, number, registeredAt }) => ({
            item: { kind: 'appeal', id } as const,
            what: number,
            when: t('work.appeal', { time: formatMoment(registeredAt, Date.now()) }),
          })),
        ]
  return (
    <Section title={t('work.title')}>
      {work === null ? (
        <Button size="xs" variant="default" loading={isAsking} onClick={() => void look()}>
          {t('work.show')}
        </Button>
      ) : items.length === 0 ? (
        <p className="sv-soft">{t('work.none')}</p>
      ) : (
        <ul className="held-work">
          {items.map(({ item, what, when }) => (
            <li key={item.id}>
              <span className="held-work__what">
                <span className="ellipsis">{what}</span>
                <span className="sv-soft digits">{when}</span>
              </span>
              <Button
                size="compact-xs"
                variant="default"
                disabled={isAsking}
                aria-label={`${t('work.take')}: ${what}`}
                onClick={() => void take(item)}
              >
                {t('work.take')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p className="sv-soft" role="status">
        {said}
      </p>
    </Section>
  )
}

function refusalOf(failure: ApiFailure): Refusal {
  return failure.kind === 'refused' ? failure.refusal : refuse('supervision.orderUnreachable')
}
