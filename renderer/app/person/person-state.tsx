import { ActionIcon, Button } from '@mantine/core'
import { IconAlertCircle, IconGitMerge, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { DeskReads } from '#renderer/sync/desk-data.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { alsoChanged, type CardChange } from '#shared/features/insured-persons/also-changed.ts'
import { useDesk } from '../desk-context.tsx'
import { personIdOf } from '../inbox/describe-command.ts'

/** What sync has to say about the open person: records that the server did not accept, and changes that others made today (rule MERGE1). */
export function PersonState({ personId }: { readonly personId: string }) {
  const t = useText('sync')
  const { navigation } = useDesk()
  const refused = useDeskRead(
    ['outbox'],
    async (reads) => (await reads.needsYou()).filter(({ args }) => personIdOf(args) === personId).length,
    personId,
  )
  return (
    <>
      {refused === undefined || refused === 0 ? null : (
        <Notice
          icon={IconAlertCircle}
          tone="urgent"
          title={t('person.needsYou', { count: refused })}
          actions={
            <Button size="compact-sm" variant="default" onClick={() => navigation.go({ kind: 'inbox' })}>
              {t('person.needsYou.open')}
            </Button>
          }
        />
      )}
      <AlsoChanged personId={personId} />
    </>
  )
}

function AlsoChanged({ personId }: { readonly personId: string }) {
  const t = useText('sync')
  const { drafts } = useDeskData()
  const { user } = useDesk().workplace
  const key = `read/also-changed/${personId}`
  /** Undefined until the store has answered: what was put aside must not flash. */
  const [readUpTo, setReadUpTo] = useState<string | null>()
  useEffect(() => {
    let isCurrent = true
    setReadUpTo(undefined)
    void drafts.load<string>(key).then((kept) => isCurrent && setReadUpTo(kept))
    return () => {
      isCurrent = false
    }
  }, [drafts, key])
  const card = useDeskRead(
    ['contactChange', 'consent', 'representative'],
    async (reads) => ({ changes: await changesToday(reads, personId), staff: await reads.records('representative') }),
    personId,
  )
  if (readUpTo === undefined || card === undefined) return null
  const change = alsoChanged(card.changes, user.id, readUpTo)
  if (change === null) return null
  const name = card.staff.find(({ id }) => id === change.by)?.data.name ?? t('conflict.colleague')
  return (
    <Notice
      icon={IconGitMerge}
      role="status"
      title={t('person.alsoChanged', { name, time: formatMoment(change.at, Date.now()) })}
      actions={
        <ActionIcon
          size="sm"
          aria-label={t('parallel.read')}
          onClick={() => {
            setReadUpTo(change.at)
            void drafts.save(key, change.at)
          }}
        >
          <IconX size={14} />
        </ActionIcon>
      }
    >
      {t('person.alsoChanged.body')}
    </Notice>
  )
}

async function changesToday(reads: DeskReads, personId: string): Promise<readonly CardChange[]> {
  const today = todayHere(Date.now())
  const contacts = await reads.records('contactChange', (it) => it.personId === personId)
  const consents = await reads.records('consent', (it) => it.personId === personId)
  const changes = [
    ...contacts.map(({ data: { by, at } }) => ({ by, at })),
    ...consents.flatMap(({ data: { takenBy, takenAt, withdrawal } }) => [
      { by: takenBy, at: takenAt },
      ...(withdrawal === null ? [] : [{ by: withdrawal.by, at: withdrawal.at }]),
    ]),
  ]
  return changes.filter(({ at }) => todayHere(Date.parse(at)) === today)
}
