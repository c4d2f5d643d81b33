import { Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import type { NeedsYouItem } from '#renderer/sync/desk-data.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useDesk } from '../desk-context.tsx'
import { CopyButton } from './copy-button.tsx'
import { commandNameOf, describeCommand, personIdOf } from './describe-command.ts'
import { DropButton } from './drop-button.tsx'
import { HandOver } from './hand-over.tsx'
import { useMatterNames } from './use-matter-names.ts'
import { canSendAgain } from './ways-out.ts'

/** Something the server refused: the reason, what was typed, and the ways out (PUSH4). */
export function RefusedItem({ item }: { readonly item: NeedsYouItem }) {
  const t = useText('sync')
  const { writes } = useDeskData()
  const { navigation } = useDesk()
  const [again, setAgain] = useState<readonly Refusal[]>([])
  const words = describeCommand(item)
  const about = useMatterNames([item]).get(item.commandId) ?? words.about
  const reason = refusalText(item.refusal)
  const canMend = commandNameOf(item) === 'appeals.register'
  // A place that somebody else has cannot be had by sending again: another one is chosen.
  const takenFrom = commandNameOf(item) === 'clinics.book' ? personIdOf(item.args) : null

  async function sendAgain(): Promise<void> {
    const done = await writes.mend(item.commandId, item.args)
    setAgain(done.ok ? [] : done.error)
  }

  return (
    <li className="refused">
      <div className="inbox__row">
        <IconAlertCircle size={16} stroke={1.9} aria-hidden className="refused__icon" />
        <span className="inbox__what">{words.what}</span>
        <span className="inbox__about ellipsis digits">{about}</span>
        <span className="inbox__typed" />
        <time className="digits soft" dateTime={item.occurredAt}>
          {formatMoment(item.occurredAt, Date.now())}
        </time>
      </div>
      <p className="refused__reason">{reason}</p>
      {words.typed === '' ? null : (
        <p className="refused__typed" dir="auto">
          {words.typed}
        </p>
      )}
      {again.map((refusal) => (
        <p key={refusal.code} className="refused__reason" role="alert">
          {refusalText(refusal)}
        </p>
      ))}
      <div className="refused__actions">
        {takenFrom === null ? null : (
          <Button
            size="compact-sm"
            onClick={() => {
              navigation.openPerson(takenFrom, 'workList')
              navigation.go({ kind: 'visit', personId: takenFrom, mends: item.commandId })
            }}
          >
            {t('inbox.otherTime')}
          </Button>
        )}
        {takenFrom !== null ? null : canMend ? (
          <Button size="compact-sm" onClick={() => navigation.go({ kind: 'mendAppeal', commandId: item.commandId })}>
            {t('inbox.mend')}
          </Button>
        ) : canSendAgain(item.refusal) ? (
          <Button size="compact-sm" onClick={() => void sendAgain()}>
            {t('inbox.again')}
          </Button>
        ) : null}
        <CopyButton lines={[`${words.what} ${about}`.trim(), reason, words.typed]} />
        <DropButton onDrop={() => void writes.drop(item.commandId)} />
        <HandOver item={item} about={about} lines={[reason, words.typed]} />
      </div>
    </li>
  )
}
