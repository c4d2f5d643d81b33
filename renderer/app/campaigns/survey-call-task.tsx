import { Button, TextInput } from '@mantine/core'
import {
  IconAlertCircle,
  IconCircleCheck,
  IconClock,
  IconHandStop,
  IconPhone,
  IconPhoneOff,
  IconPhoneX,
} from '@tabler/icons-react'
import { useState } from 'react'
import { formatDate, formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere, wallClock } from '#renderer/i18n/today.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { DateField } from '#renderer/ui/date-field.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import type { AttemptOutcome } from '#shared/features/campaigns/campaign.ts'
import { recordAttempt } from '#shared/features/campaigns/commands.ts'
import { callStop } from '#shared/features/campaigns/contact-rules.ts'
import { fullName, isPhoneInForce } from '#shared/features/insured-persons/person.ts'
import { isLocalDate } from '#shared/kernel/calendar.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useClaims } from '../clinic/use-claims.ts'
import type { DeskLinks } from '../desks/desk-links.ts'
import { TaskFrame } from '../shell/task-frame.tsx'
import { momentOf } from './survey-queue.ts'
import './campaigns.css'

const OUTCOMES: readonly { readonly outcome: Exclude<AttemptOutcome, 'callBack'>; readonly icon: typeof IconPhone }[] =
  [
    { outcome: 'answered', icon: IconCircleCheck },
    { outcome: 'notReached', icon: IconPhoneOff },
    { outcome: 'refused', icon: IconHandStop },
    { outcome: 'wrongNumber', icon: IconPhoneX },
  ]

interface SurveyCallTaskProps extends Pick<DeskLinks, 'onCall'> {
  readonly contactId: string
  readonly onClose: () => void
}

/** One person of a campaign: the number, what was tried, and what the call came to (REQUIREMENTS C8). */
export function SurveyCallTask({ contactId, onCall, onClose }: SurveyCallTaskProps) {
  const t = useText('campaigns')
  const { writes } = useDeskData()
  const claims = useClaims('survey')
  const nowMs = useNow(10_000)
  const read = useDeskRead(
    ['campaignContact', 'surveyCampaign', 'insuredPerson'],
    async (reads) => {
      const contact = await reads.record('campaignContact', contactId)
      if (contact === null) return null
      const [campaign, person] = await Promise.all([
        reads.record('surveyCampaign', contact.data.campaignId),
        reads.person(contact.data.personId),
      ])
      return campaign === null || person === null ? null : { contact: contact.data, campaign: campaign.data, person }
    },
    contactId,
  )
  const [backOn, setBackOn] = useState(todayHere(nowMs))
  const [backAt, setBackAt] = useState('18:00')
  const [problem, setProblem] = useState<string | null>(null)
  if (read === undefined) return null
  if (read === null)
    return (
      <TaskFrame title={t('call.title')} onClose={onClose}>
        <EmptyState icon={IconPhoneX} title={t('call.gone')} />
      </TaskFrame>
    )
  const { contact, campaign, person } = read
  const stop = callStop(contact, campaign, momentOf(nowMs), (instant) => todayHere(Date.parse(instant)))
  const phones = person.phones.filter((phone) => isPhoneInForce(phone, todayHere(nowMs)))

  async function record(outcome: AttemptOutcome, callBackAt: string | null): Promise<void> {
    const said = await writes.dispatch(recordAttempt, {
      campaignId: contact.campaignId,
      personId: contact.personId,
      outcome,
      callBackAt,
    })
    if (said.ok) return onClose()
    const [refusal] = said.error
    setProblem(refusal === undefined ? null : refusalText(refusal))
  }

  function callBack(): void {
    const at = instantHere(backOn, backAt)
    if (at === null || at <= new Date(nowMs).toISOString()) setProblem(t('call.backProblem'))
    else void record('callBack', at)
  }

  return (
    <TaskFrame title={t('call.title')} onClose={onClose}>
      <section className="panel survey-call" aria-label={fullName(person)}>
        <h2 className="survey-call__name">{fullName(person)}</h2>
        <p className="soft">
          {campaign.title} · {t('call.period', { from: formatDate(campaign.from), to: formatDate(campaign.to) })} ·{' '}
          {t('call.hours', { from: campaign.hourFrom, to: campaign.hourTo })}
        </p>
        {stop === null ? null : (
          <Notice icon={IconAlertCircle} tone="attention" title={refusalText(stop)} role="status" />
        )}
        <div className="survey-call__phones">
          {phones.length === 0 ? <p className="soft">{t('call.noPhone')}</p> : null}
          {phones.map((phone) => (
            <Button
              key={phone.number}
              className="digits"
              leftSection={<IconPhone size={16} aria-hidden />}
              disabled={onCall === null || stop !== null}
              onClick={() => onCall?.(phone.number)}
            >
              {formatPhone(phone.number)}
            </Button>
          ))}
        </div>
        {onCall === null ? <p className="soft">{t('call.noLine')}</p> : null}
        {contact.attempts.length === 0 ? null : (
          <ul className="survey-call__attempts" aria-label={t('call.attempts')}>
            {contact.attempts.map(({ at, outcome }) => (
              <li key={at}>
                <span className="digits">{formatMoment(at, nowMs)}</span> {t(`outcome.${outcome}`)}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="panel survey-call" aria-label={t('call.outcome')}>
        <h3 className="survey-call__title">{t('call.outcome')}</h3>
        <div className="survey-call__outcomes">
          {OUTCOMES.map(({ outcome, icon: Glyph }) => (
            <Button
              key={outcome}
              variant="default"
              leftSection={<Glyph size={16} aria-hidden />}
              onClick={() => void record(outcome, null)}
            >
              {t(`outcome.${outcome}`)}
            </Button>
          ))}
        </div>
        <form
          className="survey-call__back"
          autoComplete="off"
          noValidate
          aria-label={t('outcome.callBack')}
          onSubmit={(event) => {
            event.preventDefault()
            callBack()
          }}
        >
          <DateField label={t('call.backOn')} value={backOn} onDate={setBackOn} />
          <TextInput
            label={t('call.backAt')}
            value={backAt}
            inputMode="numeric"
            maxLength={5}
            onChange={(event) => setBackAt(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" leftSection={<IconClock size={16} aria-hidden />}>
            {t('outcome.callBack')}
          </Button>
        </form>
        <p className="soft">{t('call.refusedNote')}</p>
        {problem === null ? null : (
          <p className="field__message" role="alert">
            {problem}
          </p>
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            void claims.giveBack(contact.personId)
            onClose()
          }}
        >
          {t('call.giveBack')}
        </Button>
      </section>
    </TaskFrame>
  )
}

/** The instant of a day and a time of the organisation's clock; null for what is no time. */
function instantHere(day: string, time: string): string | null {
  if (!isLocalDate(day) || !/^([01]?\d|2[0-3]):[0-5]\d$/.test(time)) return null
  const asUtc = Date.parse(`${day}T${time.padStart(5, '0')}:00.000Z`)
  return new Date(asUtc - (wallClock(asUtc).getTime() - asUtc)).toISOString()
}
