import { Button } from '@mantine/core'
import { IconCloudCheck, IconGitMerge, IconInbox, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useDesk, useSyncStatus } from '../desk-context.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'
import { usePersonNames } from '../work/use-person-names.ts'
import { ConflictItem } from './conflict-item.tsx'
import { Count } from './count.tsx'
import { describeCommand } from './describe-command.ts'
import { DraftsList } from './drafts-list.tsx'
import { HandedMatters } from './handed-matters.tsx'
import { RefusedItem } from './refused-item.tsx'
import { ScriptsForYou } from './scripts-for-you.tsx'
import { readSentToday } from './sent-today.ts'
import { SignInAgain } from './sign-in-again.tsx'
import { useMatterNames } from './use-matter-names.ts'
import './inbox.css'

/** What the server refused, what colleagues gave over, what was begun, what waits to be sent and what was sent today: nothing hidden (PUSH4). */
export function InboxTask({ onClose }: { readonly onClose: () => void }) {
  const t = useText('sync')
  useLanguage()
  const api = useSyncStatus((status) => status.api)
  return (
    <TaskFrame title={t('inbox.title')} onClose={onClose}>
      {api === 'signedOut' ? <SignInAgain /> : null}
      <NeedsYou />
      <ScriptsForYou />
      <HandedMatters />
      <ParallelUpdates />
      <DraftsList />
      <Waiting />
      <Sent />
    </TaskFrame>
  )
}

function NeedsYou() {
  const t = useText('sync')
  const items = useDeskRead(['outbox'], (reads) => reads.needsYou(), 'all') ?? []
  return (
    <Panel className="panel--whole" title={t('inbox.needsYou')} aside={<Count count={items.length} />}>
      {items.length === 0 ? (
        <p className="inbox__empty">{t('inbox.needsYou.empty')}</p>
      ) : (
        <ul className="inbox">
          {items.map((item) =>
            item.merge.conflicts.length > 0 ? (
              <ConflictItem key={item.commandId} item={item} />
            ) : (
              <RefusedItem key={item.commandId} item={item} />
            ),
          )}
        </ul>
      )}
    </Panel>
  )
}

/** What was joined with changes of others: nothing to do, but nothing silent either (rule MERGE1). */
function ParallelUpdates() {
  const t = useText('sync')
  const updates = useSyncStatus((status) => status.parallelUpdates)
  const { syncStatus } = useDesk()
  const names = useMatterNames(updates)
  if (updates.length === 0) return null
  return (
    <Panel
      className="panel--whole"
      title={t('parallel.title')}
      aside={
        <Button variant="default" size="compact-sm" onClick={() => syncStatus.setState({ parallelUpdates: [] })}>
          {t('parallel.read')}
        </Button>
      }
    >
      <p className="inbox__empty">{t('parallel.body')}</p>
      <ul className="inbox">
        {updates.map((update) => (
          <li key={update.commandId} className="inbox__row">
            <IconGitMerge size={15} stroke={1.8} aria-hidden />
            <span className="inbox__what">{describeCommand(update).what}</span>
            <span className="inbox__about ellipsis">{names.get(update.commandId) ?? ''}</span>
            <span className="inbox__typed" />
            <time className="digits soft" dateTime={update.occurredAt}>
              {formatMoment(update.occurredAt, Date.now())}
            </time>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Waiting() {
  const t = useText('sync')
  const { sync } = useDeskData()
  const [isTrying, setIsTrying] = useState(false)
  const items = useDeskRead(['outbox'], (reads) => reads.waiting(), 'all') ?? []

  const names = useMatterNames(items)
  const oldest = items.map(({ occurredAt }) => occurredAt).sort()[0]

  async function tryNow(): Promise<void> {
    setIsTrying(true)
    await sync.tryNow()
    setIsTrying(false)
  }

  return (
    <Panel
      className="panel--whole"
      title={t('inbox.waiting')}
      aside={
        <>
          <Count count={items.length} />
          {oldest === undefined ? null : (
            <span className="soft digits">{t('waiting.oldest', { time: formatMoment(oldest, Date.now()) })}</span>
          )}
          {items.length === 0 ? null : (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconRefresh size={14} />}
              loading={isTrying}
              onClick={() => void tryNow()}
            >
              {t('tryNow')}
            </Button>
          )}
        </>
      }
    >
      {items.length === 0 ? (
        <p className="inbox__empty">{t('inbox.waiting.empty')}</p>
      ) : (
        <ul className="inbox">
          {items.map((item) => {
            const words = describeCommand(item)
            return (
              <li key={item.commandId} className="inbox__row">
                <IconInbox size={15} stroke={1.8} aria-hidden />
                <span className="inbox__what">{words.what}</span>
                <span className="inbox__about ellipsis digits">{names.get(item.commandId) ?? words.about}</span>
                <span className="inbox__typed ellipsis">{words.typed}</span>
                <time className="digits soft" dateTime={item.occurredAt}>
                  {formatMoment(item.occurredAt, Date.now())}
                </time>
              </li>
            )
          })}
        </ul>
      )}
    </Panel>
  )
}

function Sent() {
  const t = useText('sync')
  const { user } = useDesk().workplace
  const items =
    useDeskRead(
      ['appeal', 'call', 'informing', 'scriptRun', 'booking', 'assistance', 'contactChange', 'consent'],
      (reads) => readSentToday(reads, user.id, Date.now()),
      user.id,
    ) ?? []
  const names = usePersonNames(items.map((item) => item.personId))
  return (
    <Panel className="panel--whole" title={t('inbox.sent')} aside={<Count count={items.length} />}>
      {items.length === 0 ? (
        <EmptyState icon={IconCloudCheck} title={t('inbox.sent.empty')} />
      ) : (
        <ul className="inbox">
          {items.map((item) => (
            <li key={item.id} className="inbox__row">
              <IconCloudCheck size={15} stroke={1.8} aria-hidden className="inbox__sent" />
              <span className="inbox__what">{t(`sent.${item.kind}`)}</span>
              <span className="inbox__about digits">{formatPhone(item.about)}</span>
              <span className="inbox__typed ellipsis">
                {item.personId === null ? '' : (names.get(item.personId) ?? '')}
              </span>
              <time className="digits soft" dateTime={item.at}>
                {formatMoment(item.at, Date.now())}
              </time>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
