import { Button } from '@mantine/core'
import { IconMessageQuestion, IconUserPlus, IconUsersPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { formatMoment, formatTime } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import { ownClaimProblem, useClaims } from '../clinic/use-claims.ts'
import { useDesk, useNavigation, useSyncStatus } from '../desk-context.tsx'
import { usePersonNames } from '../work/use-person-names.ts'
import type { WorkTab } from '../work/work-list.tsx'
import { readSurveyQueue, type SurveyQueue } from './survey-queue.ts'
import './campaigns.css'

/** Asked of the server at once; it takes the first that are free. */
const OFFERED = 40
const BLOCK = 20

export function useSurveyQueue(): SurveyQueue | undefined {
  const { user } = useDesk().workplace
  const minute = Math.floor(useNow(10_000) / 60_000)
  return useDeskRead(
    ['campaignContact', 'surveyCampaign', 'workClaim'],
    (reads) => readSurveyQueue(reads, user.id, Date.now()),
    String(minute),
  )
}

/** People to be surveyed (REQUIREMENTS C8); no tab while no campaign runs. */
export function useSurveyQueueTab(): readonly WorkTab[] {
  const t = useText('campaigns')
  const queue = useSurveyQueue()
  if (queue === undefined || queue.campaigns.length === 0) return []
  return [{ key: 'surveys', label: t('queue.tab'), count: queue.mine.length, body: <SurveyQueueTab queue={queue} /> }]
}

function SurveyQueueTab({ queue }: { readonly queue: SurveyQueue }) {
  const t = useText('campaigns')
  const { navigation } = useDesk()
  const claims = useClaims('survey')
  const isOnline = useSyncStatus(({ api }) => api === 'reachable')
  const names = usePersonNames(queue.mine.map(({ contact }) => contact.data.personId))
  const opened = useNavigation(({ task }) => (task.kind === 'surveyCall' ? task.contactId : null))
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  function open(contactId: string, personId: (typeof queue.mine)[number]['contact']['data']['personId']): void {
    navigation.openPerson(personId, 'workList')
    navigation.go({ kind: 'surveyCall', contactId })
  }

  async function take(want: number, isBlock: boolean): Promise<void> {
    setBusy(true)
    const personIds = [
      ...new Set(queue.free.slice(0, isBlock ? BLOCK * 2 : OFFERED).map((it) => it.contact.data.personId)),
    ]
    const answer = await claims.take({ personIds, want, isBlock })
    setBusy(false)
    const own = answer === null ? t('queue.unreachable') : ownClaimProblem(answer)
    setProblem(own ?? (answer?.claims.length === 0 ? t('queue.none') : null))
    const taken = answer?.claims[0]?.personId
    const first = queue.free.find(({ contact }) => contact.data.personId === taken)
    if (!isBlock && first !== undefined) open(first.contact.id, first.contact.data.personId)
  }

  return (
    <div className="survey-queue">
      <div className="survey-queue__take">
        <Button
          size="xs"
          loading={isBusy}
          disabled={!isOnline || queue.free.length === 0}
          leftSection={<IconUserPlus size={15} aria-hidden />}
          onClick={() => void take(1, false)}
        >
          {t('queue.next')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={!isOnline || isBusy || queue.free.length === 0}
          leftSection={<IconUsersPlus size={15} aria-hidden />}
          onClick={() => void take(BLOCK, true)}
        >
          {t('queue.block', { count: BLOCK })}
        </Button>
      </div>
      <p className="survey-queue__free digits" role="status">
        {problem ?? t(isOnline ? 'queue.free' : 'queue.offline', { count: queue.free.length })}
      </p>
      {queue.mine.length === 0 ? (
        <EmptyState icon={IconMessageQuestion} title={t('queue.empty')} body={t('queue.emptyBody')} />
      ) : (
        <ul className="work-rows">
          {queue.mine.map(({ contact, campaign, claim }) => (
            <li key={contact.id} className="work-row">
              <button
                type="button"
                className="work-row__main"
                aria-current={opened === contact.id}
                onClick={() => open(contact.id, contact.data.personId)}
              >
                <span className="work-row__words">
                  <span>{names.get(contact.data.personId) ?? '…'}</span>
                  <small className="soft">
                    {contact.data.nextAt === null
                      ? campaign.title
                      : t('queue.named', { at: formatMoment(contact.data.nextAt, Date.now()) })}
                    {claim === null ? '' : ` · ${t('queue.until', { time: formatTime(claim.until) })}`}
                  </small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
