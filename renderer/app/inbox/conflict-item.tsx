import { Button } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import type { NeedsYouItem } from '#renderer/sync/desk-data.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { commandKey } from '#shared/kernel/command.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { must } from '#shared/kernel/result.ts'
import { chosenArgs, type FieldChoice } from '#shared/protocol/field-merge.ts'
import { findCommand } from '#shared/protocol/registry.ts'
import { useDesk } from '../desk-context.tsx'
import { type ConflictWords, conflictWords } from './conflict-words.ts'
import { CopyButton } from './copy-button.tsx'
import { describeCommand, personIdOf } from './describe-command.ts'
import { DropButton } from './drop-button.tsx'
import { HandOver } from './hand-over.tsx'
import { useMatterNames } from './use-matter-names.ts'

const NONE: readonly ConflictWords[] = []

/**
 * What two people changed: for each field the value before, both values side by side, by whom and when, and the choice (rule MERGE1). The
 * choice is made by keyboard or pointer and sent as one; nothing is chosen beforehand.
 */
export function ConflictItem({ item }: { readonly item: NeedsYouItem }) {
  const t = useText('sync')
  const { writes } = useDeskData()
  const { navigation, workplace } = useDesk()
  const [choices, setChoices] = useState<Readonly<Record<string, FieldChoice>>>({})
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const about = personIdOf(item.args)
  const name = useMatterNames([item]).get(item.commandId) ?? ''
  const fields =
    useDeskRead(
      ['outbox', 'insuredPerson', 'contactChange', 'consent', 'complaintCase', 'callReview', 'representative'],
      (reads) => conflictWords(reads, item),
      item.commandId,
    ) ?? NONE
  const { what } = describeCommand(item)
  const reason = refusalText(item.refusal)
  const isChosen = item.merge.conflicts.every(({ edit }) => choices[edit.field] !== undefined)
  const isAllTheirs = isChosen && item.merge.conflicts.every(({ edit }) => choices[edit.field] === 'theirs')
  const moment = (instant: string): string => formatMoment(instant, Date.now())

  async function send(): Promise<void> {
    const definition = must(findCommand(commandKey(item)), 'a command that was merged is known')
    const args = chosenArgs(definition, item.merge, choices)
    if (args === null) await writes.drop(item.commandId)
    else {
      const sent = await writes.mend(item.commandId, args)
      if (!sent.ok) return setRefusals(sent.error)
    }
    // The item is gone with the button that had the focus: it must not fall out of the zones.
    document.getElementById('zone-task')?.focus()
  }

  // By name: whoever reads this is somebody else.
  const copied = fields.flatMap((it) => [
    it.field,
    `${t('conflict.seen')}: ${it.seen}`,
    `${workplace.user.name}: ${it.mine} (${moment(item.occurredAt)})`,
    `${t('conflict.theirs')}: ${it.theirs}${it.at === null ? '' : ` (${it.by} ${moment(it.at)})`}`,
  ])

  return (
    <li className="refused">
      <div className="inbox__row">
        <IconArrowsDiff size={16} stroke={1.9} aria-hidden className="refused__icon" />
        <span className="inbox__what">{what}</span>
        <span className="inbox__about ellipsis">
          {about === null ? (
            <span className="digits">{name}</span>
          ) : (
            <button type="button" className="link" onClick={() => navigation.openPerson(about, 'workList')}>
              {name}
            </button>
          )}
        </span>
        <span className="inbox__typed" />
        <time className="digits soft" dateTime={item.occurredAt}>
          {moment(item.occurredAt)}
        </time>
      </div>
      <p className="refused__reason">{reason}</p>
      {fields.map((field) => (
        <Versions
          key={field.name}
          field={field}
          mineAt={item.occurredAt}
          choice={choices[field.name]}
          onChoose={(choice) => setChoices({ ...choices, [field.name]: choice })}
        />
      ))}
      {refusals.map((refusal) => (
        <p key={refusal.code} className="refused__reason" role="alert">
          {refusalText(refusal)}
        </p>
      ))}
      <div className="refused__actions">
        <Button size="compact-sm" disabled={!isChosen} onClick={() => void send()}>
          {t(isAllTheirs ? 'conflict.keepTheirs' : 'conflict.send')}
        </Button>
        <CopyButton lines={[`${what} ${name}`.trim(), reason, ...copied]} />
        <DropButton onDrop={() => void writes.drop(item.commandId)} />
        <HandOver item={item} about={about === null ? name : ''} lines={copied} />
      </div>
    </li>
  )
}

interface VersionsProps {
  readonly field: ConflictWords
  readonly mineAt: string
  readonly choice: FieldChoice | undefined
  readonly onChoose: (choice: FieldChoice) => void
}

function Versions({ field, mineAt, choice, onChoose }: VersionsProps) {
  const t = useText('sync')
  const group = useId()
  const { field: label, seen, mine, theirs, by, at } = field
  const said = (name: string, instant: string): string =>
    t('conflict.by', { name, time: formatMoment(instant, Date.now()) })
  const sides = [
    { side: 'mine', head: t('conflict.mine'), value: mine, who: said(t('conflict.you'), mineAt) },
    {
      side: 'theirs',
      head: t('conflict.theirs'),
      value: theirs,
      who: at === null ? '' : said(by || t('conflict.colleague'), at),
    },
  ] as const
  return (
    <fieldset className="conflict">
      <legend>{label}</legend>
      <p className="conflict__seen">
        {t('conflict.seen')}: <span dir="auto">{seen}</span>
      </p>
      <div className="conflict__sides">
        {sides.map(({ side, head, value, who }) => (
          <label key={side} className="conflict__side">
            <input type="radio" name={group} checked={choice === side} onChange={() => onChoose(side)} />
            <span>
              <span className="conflict__head">{head}</span>
              <strong dir="auto">{value}</strong>
              <small className="digits">{who}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
