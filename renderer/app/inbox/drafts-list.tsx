import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { DeskReads } from '#renderer/sync/desk-data.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { shortName } from '#renderer/ui/person-initials.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import type { Role } from '#shared/kernel/actor.ts'
import type { AppealId, CallId, PersonId } from '#shared/kernel/ids.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useDesk } from '../desk-context.tsx'
import type { DeskNavigation, Task } from '../desk-store.ts'
import { Count } from './count.tsx'
import { DropButton } from './drop-button.tsx'
import { type DraftItem, readDrafts } from './read-drafts.ts'

/** A draft with the record it is about; `task` is null where that record is no longer on this desk. */
interface NamedDraft extends DraftItem {
  readonly name: string
  readonly task: Task | null
}

/** What was begun and not saved: each can be gone on with, or given up. */
export function DraftsList() {
  const t = useText('sync')
  const { drafts } = useDeskData()
  const { navigation, workplace } = useDesk()
  const [found, setFound] = useState<readonly DraftItem[]>([])
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks for reading again after one was dropped
  useEffect(() => {
    let isCurrent = true
    void readDrafts(drafts).then((items) => isCurrent && setFound(items))
    return () => {
      isCurrent = false
    }
  }, [drafts, round])
  const named =
    useDeskRead(
      ['insuredPerson', 'appeal', 'call', 'representative', 'outbox'],
      (reads) => Promise.all(found.map((draft) => nameDraft(reads, draft, workplace.user.role))),
      found.map(({ key, typed }) => key + typed).join(),
    ) ?? []

  return (
    <Panel title={t('inbox.drafts')} aside={<Count count={named.length} />}>
      {named.length === 0 ? (
        <p className="inbox__empty">{t('inbox.drafts.empty')}</p>
      ) : (
        <ul className="inbox">
          {named.map(({ key, kind, name, typed, task }) => (
            <li key={key} className="inbox__row inbox__row--acts">
              <IconPencil size={15} stroke={1.8} aria-hidden />
              <span className="inbox__what">{t(`draft.${kind}`)}</span>
              <span className="inbox__about ellipsis digits">{name}</span>
              <span className="inbox__typed ellipsis">{typed}</span>
              <span className="inbox__acts">
                {task === null ? (
                  <span className="soft">{t('draft.gone')}</span>
                ) : (
                  <Button size="compact-sm" variant="default" onClick={() => open(navigation, task)}>
                    {t('draft.open')}
                  </Button>
                )}
                <DropButton onDrop={() => void drafts.drop(key).then(() => setRound(round + 1))} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function open(navigation: DeskNavigation, task: Task): void {
  if ('personId' in task) navigation.openPerson(task.personId, 'workList')
  navigation.go(task)
}

async function nameDraft(reads: DeskReads, draft: DraftItem, role: Role): Promise<NamedDraft> {
  const { kind, about } = draft
  const said = (name: string, task: Task | null): NamedDraft => ({ ...draft, name, task })
  switch (kind) {
    case 'letter':
      return said('', { kind: 'newAppeal' })
    case 'appeal': {
      if (about === '') return said('', { kind: 'newAppeal' })
      const call = await reads.record('call', about)
      return said(formatPhone(call?.data.remoteNumber ?? ''), { kind: 'call', callId: about as CallId })
    }
    case 'mend': {
      const refused = (await reads.needsYou()).find(({ commandId }) => commandId === about)
      return said(refused?.about ?? '', refused === undefined ? null : { kind: 'mendAppeal', commandId: about })
    }
    case 'contacts':
    case 'informing':
    case 'visit':
    case 'assist': {
      const person = await reads.person(about)
      if (person === null) return said('', null)
      const personId = about as PersonId
      return said(shortName(fullName(person)), { kind: kind === 'contacts' ? 'personData' : kind, personId })
    }
    case 'case':
    case 'act': {
      const theCase = await reads.record('complaintCase', about)
      const appeal = await reads.record('appeal', about)
      const appealId = about as AppealId
      const task: Task = role === 'SV' ? { kind: 'cases', appealId } : { kind: 'appeal', appealId }
      return said(appeal?.data.number ?? '', theCase === null ? null : task)
    }
    case 'review':
    case 'reply': {
      const call = await reads.record('call', about)
      const task: Task = role === 'SV' ? { kind: 'callLog' } : { kind: 'home' }
      return said(formatPhone(call?.data.remoteNumber ?? ''), call === null ? null : task)
    }
    case 'member': {
      const staff = await reads.record('representative', about)
      return said(staff?.data.name ?? '', role === 'SV' ? { kind: 'team' } : null)
    }
  }
}
