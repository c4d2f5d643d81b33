import { Button, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import type { NeedsYouItem } from '#renderer/sync/desk-data.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { type HandMatterOverArgs, handMatterOver } from '#shared/features/handed-matters/commands.ts'
import { HANDED_NOTE_MAX, mayTakeOver } from '#shared/features/handed-matters/handed-matter.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { commandId, type UserId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { commandNameOf, personIdOf } from './describe-command.ts'

/** What goes to the colleague besides the name of the command. */
export interface MatterWords {
  readonly about: string
  readonly lines: readonly string[]
}

/**
 * Gives an entry that this user cannot settle to a colleague, with everything that was typed, the reason and both versions. Works without
 * the network: the matter waits to be sent like everything else, and only then the entry leaves this list.
 */
export function HandOver({ item, about, lines }: MatterWords & { readonly item: NeedsYouItem }) {
  const t = useText('sync')
  const { writes } = useDeskData()
  const { user } = useDesk().workplace
  const [isOpen, setIsOpen] = useState(false)
  const [to, setTo] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const colleagues =
    useDeskRead(
      ['representative'],
      (reads) =>
        reads.records('representative', (it) => it.active && it.id !== user.id && mayTakeOver(it.role, user.role)),
      user.id,
    ) ?? []

  if (!isOpen)
    return (
      <Button variant="default" size="compact-sm" onClick={() => setIsOpen(true)}>
        {t('handOver.open')}
      </Button>
    )

  async function send(): Promise<void> {
    if (to === null) return
    const sent = await writes.dispatch(handMatterOver, {
      ...matterOf(item, { about, lines }),
      to: to as UserId,
      note,
    })
    if (!sent.ok) return setRefusals(sent.error)
    await writes.drop(item.commandId)
    document.getElementById('zone-task')?.focus()
  }

  return (
    <form
      className="hand-over"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Select
        label={t('handOver.to')}
        placeholder={t('handOver.to.hint')}
        data={[...colleagues]
          .sort((a, b) => a.data.name.localeCompare(b.data.name, 'ru'))
          .map(({ data }) => ({ value: data.id, label: `${data.name} · ${t(`handOver.role.${data.role}`)}` }))}
        value={to}
        onChange={setTo}
        searchable
        autoFocus
        nothingFoundMessage={t('handOver.nobody')}
      />
      <Textarea
        label={t('handOver.note')}
        value={note}
        maxLength={HANDED_NOTE_MAX}
        autosize
        minRows={1}
        maxRows={4}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {refusals.map((refusal) => (
        <p key={refusal.code} className="refused__reason" role="alert">
          {refusalText(refusal)}
        </p>
      ))}
      <div className="hand-over__acts">
        <Button type="submit" size="compact-sm" disabled={to === null}>
          {t('handOver.send')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => setIsOpen(false)}>
          {t('handOver.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** A matter that was handed over before and came back refused goes on with its own words. */
function matterOf(item: NeedsYouItem, words: MatterWords): Omit<HandMatterOverArgs, 'to' | 'note'> {
  const id = commandId.parse(item.commandId)
  if (commandNameOf(item) === handMatterOver.name) return { ...(item.args as HandMatterOverArgs), id }
  return {
    id,
    what: commandNameOf(item),
    about: words.about,
    personId: personIdOf(item.args),
    lines: words.lines.filter(Boolean),
  }
}
