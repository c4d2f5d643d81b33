import { Button } from '@mantine/core'
import { IconMessageQuestion, IconPlus } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { rightOf } from '#shared/features/auth/rights.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import type { WorkTab } from '../work/work-list.tsx'
import { useCampaigns } from './use-campaigns.ts'
import './campaigns.css'

/** Campaigns of surveys with their progress; no tab for a role without the right. */
export function useCampaignsTab(): readonly WorkTab[] {
  const t = useText('campaigns')
  const { workplace } = useDesk()
  if (rightOf(workplace.user.role, 'campaign.keep') === null) return []
  return [{ key: 'campaigns', label: t('tab'), body: <CampaignsTab /> }]
}

function CampaignsTab() {
  const t = useText('campaigns')
  const { navigation } = useDesk()
  const campaigns = useCampaigns()
  const opened = useNavigation(({ task }) => (task.kind === 'campaign' ? task.campaignId : undefined))
  const items = campaigns.data?.items ?? []
  return (
    <div className="survey-queue">
      <Button
        fullWidth
        variant="light"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => navigation.go({ kind: 'campaign', campaignId: null })}
      >
        {t('new')}
      </Button>
      {campaigns.isError ? (
        <p className="survey-queue__free" role="alert">
          {t('failed')}
        </p>
      ) : null}
      {campaigns.isSuccess && items.length === 0 ? (
        <EmptyState icon={IconMessageQuestion} title={t('empty')} body={t('emptyBody')} />
      ) : null}
      <ul className="work-rows">
        {items.map(({ campaign, answered }) => (
          <li key={campaign.id} className="work-row">
            <button
              type="button"
              className="work-row__main"
              aria-current={opened === campaign.id}
              onClick={() => navigation.go({ kind: 'campaign', campaignId: campaign.id })}
            >
              <span className="work-row__words">
                <span>{campaign.title}</span>
                <small className="soft digits">
                  {t('row.answers', { answered, wanted: campaign.wanted })} ·{' '}
                  {campaign.closedAt === null ? t('row.until', { date: formatDate(campaign.to) }) : t('row.closed')}
                </small>
                <span className="campaign-bar" aria-hidden>
                  <span style={{ inlineSize: `${Math.min(100, (answered / campaign.wanted) * 100)}%` }} />
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
