import { Button } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useState } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import type { NeedsYouItem } from '#renderer/sync/desk-data.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useDesk } from '../desk-context.tsx'
import { usePersonNames } from '../work/use-person-names.ts'
import { type ConflictWords, conflictWords } from './conflict-words.ts'
import { describeCommand, personIdOf } from './describe-command.ts'

/**
 * A field that two people changed: both values side by side, by whom and when, and the choice (rule MERGE1). A command edits one thing, so
 * that the choice is made field by field.
 */
export function ConflictItem({ item }: { readonly item: NeedsYouItem }) {
  const t = useText('sync')
  const { writes } = useDeskData()
  const { navigation } = useDesk()
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const about = personIdOf(item.args)
  const names = usePersonNames([about])
  const conflicts = useDeskRead(
    ['outbox', 'insuredPerson', 'contactChange', 'consent', 'complaintCase', 'representative'],
    (reads) => conflictWords(reads, item),
    item.commandId,
  )
  const { what } = describeCommand(item)

  async function keepMine(): Promise<void> {
    const done = await writes.mend(item.commandId, item.args)
    setRefusals(done.ok ? [] : done.error)
  }

  return (
    <li className="refused">
      <div className="inbox__row">
        <IconArrowsDiff size={16} stroke={1.9} aria-hidden className="refused__icon" />
        <span className="inbox__what">{what}</span>
        <span className="inbox__about ellipsis">
          {about === null ? null : (
            <button type="button" className="link" onClick={() => navigation.openPerson(about, 'workList')}>
              {names.get(about) ?? ''}
            </button>
          )}
        </span>
        <span className="inbox__typed" />
        <time className="digits soft" dateTime={item.occurredAt}>
          {formatMoment(item.occurredAt, Date.now())}
        </time>
      </div>
      <p className="refused__reason">{refusalText(item.refusal)}</p>
      {(conflicts ?? []).map((conflict) => (
        <Versions key={conflict.field} conflict={conflict} mineAt={item.occurredAt} />
      ))}
      {refusals.map((refusal) => (
        <p key={refusal.code} className="refused__reason" role="alert">
          {refusalText(refusal)}
        </p>
      ))}
      <div className="refused__actions">
        <Button size="compact-sm" onClick={() => void keepMine()}>
          {t('conflict.keepMine')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void writes.drop(item.commandId)}>
          {t('conflict.keepTheirs')}
        </Button>
      </div>
    </li>
  )
}

function Versions({ conflict, mineAt }: { readonly conflict: ConflictWords; readonly mineAt: string }) {
  const t = useText('sync')
  const { field, seen, mine, theirs, by, at } = conflict
  return (
    <table className="conflict">
      <caption>{field}</caption>
      <thead>
        <tr>
          <th scope="col">{t('conflict.seen')}</th>
          <th scope="col">{t('conflict.mine')}</th>
          <th scope="col">{t('conflict.theirs')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td dir="auto">{seen}</td>
          <td dir="auto">
            <strong>{mine}</strong>
            <small>{t('conflict.by', { name: t('conflict.you'), time: formatMoment(mineAt, Date.now()) })}</small>
          </td>
          <td dir="auto">
            <strong>{theirs}</strong>
            {at === null ? null : (
              <small>
                {t('conflict.by', { name: by || t('conflict.colleague'), time: formatMoment(at, Date.now()) })}
              </small>
            )}
          </td>
        </tr>
      </tbody>
    </table>
  )
}
