import { Button } from '@mantine/core'
import { IconAlertCircle, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount, formatDate, formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import type { CampaignProgress } from '#shared/features/campaigns/progress.ts'
import { TaskFrame } from '../shell/task-frame.tsx'
import { CampaignForm } from './campaign-form.tsx'
import { type CampaignEnd, useCampaignOrders, useCampaigns } from './use-campaigns.ts'
import './campaigns.css'

interface CampaignTaskProps {
  readonly campaignId: string | null
  readonly onClose: () => void
}

/** A new campaign, or how one stands (REQUIREMENTS C8). */
export function CampaignTask({ campaignId, onClose }: CampaignTaskProps) {
  const t = useText('campaigns')
  const campaigns = useCampaigns()
  if (campaignId === null)
    return (
      <TaskFrame title={t('newTitle')} onClose={onClose} isFilled>
        <CampaignForm />
      </TaskFrame>
    )
  const progress = campaigns.data?.items.find(({ campaign }) => campaign.id === campaignId)
  return (
    <TaskFrame title={progress?.campaign.title ?? t('tab')} onClose={onClose}>
      {progress === undefined ? (
        <EmptyState icon={IconAlertCircle} title={t(campaigns.isError ? 'failed' : 'loading')} />
      ) : (
        <Progress progress={progress} />
      )}
    </TaskFrame>
  )
}

function Progress({ progress }: { readonly progress: CampaignProgress }) {
  const t = useText('campaigns')
  const orders = useCampaignOrders()
  const [isAsked, setAsked] = useState(false)
  const [end, setEnd] = useState<CampaignEnd | null>(null)
  const { campaign } = progress
  const script = useDeskRead(
    ['callScript'],
    async (reads) => (await reads.records('callScript', ({ id }) => id === campaign.scriptId))[0]?.data.title,
    campaign.scriptId,
  )
  const figures = [
    ['people', progress.people],
    ['waiting', progress.waiting],
    ['refused', progress.refused],
    ['givenUp', progress.givenUp],
    ['attempts', progress.attempts],
    ['today', progress.attemptsToday],
  ] as const
  return (
    <>
      <section className="panel campaign" aria-label={t('progress')}>
        <p className="soft" lang="ru">
          {script ?? campaign.scriptId} ·{' '}
          {t('call.period', { from: formatDate(campaign.from), to: formatDate(campaign.to) })} ·{' '}
          {t('call.hours', { from: campaign.hourFrom, to: campaign.hourTo })} ·{' '}
          {t('attemptsUpTo', { count: campaign.attemptsMax })}
        </p>
        <p className="campaign__answers digits" role="status">
          <strong>{formatCount(progress.answered)}</strong>{' '}
          {t('answersOf', { wanted: formatCount(campaign.wanted), share: shareOf(progress.answered, campaign.wanted) })}
        </p>
        <span className="campaign-bar campaign-bar--large" aria-hidden>
          <span style={{ inlineSize: `${Math.min(100, (progress.answered / campaign.wanted) * 100)}%` }} />
        </span>
        <dl className="campaign__figures">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dd className="digits">{formatCount(value)}</dd>
              <dt>{t(`figure.${name}`)}</dt>
            </div>
          ))}
        </dl>
        {campaign.closedAt === null ? null : (
          <p className="soft">{t('closedAt', { at: formatMoment(campaign.closedAt, Date.now()) })}</p>
        )}
      </section>
      {campaign.quotas.length === 0 ? null : (
        <Panel title={t('quotas')} isPadded>
          <ul className="campaign__quotas">
            {campaign.quotas.map((quota) => (
              <li key={quota.id}>
                <span lang="ru">{quota.title}</span>
                <span className="digits">{t('quotaOf', { taken: quota.taken, limit: quota.limit })}</span>
                <span className="campaign-bar" aria-hidden>
                  <span style={{ inlineSize: `${Math.min(100, (quota.taken / quota.limit) * 100)}%` }} />
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {campaign.closedAt !== null ? null : isAsked ? (
        <Notice
          icon={IconPlayerStop}
          tone="attention"
          title={t('close.ask')}
          role="alert"
          actions={
            <span className="marks">
              <Button size="compact-sm" onClick={() => void orders.close(campaign.id).then(setEnd)}>
                {t('close.yes')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => setAsked(false)}>
                {t('close.no')}
              </Button>
            </span>
          }
        />
      ) : (
        <Button
          className="campaign__close"
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={() => setAsked(true)}
        >
          {t('close')}
        </Button>
      )}
      {end === null || end.kind === 'done' ? null : (
        <p className="field__message" role="alert">
          {end.kind === 'refused' ? end.refusals.map(refusalText).join(' ') : t('failed')}
        </p>
      )}
    </>
  )
}

function shareOf(part: number, whole: number): number {
  return Math.round((part / whole) * 100)
}
