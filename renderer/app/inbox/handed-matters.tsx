import { Button, Textarea } from '@mantine/core'
import { IconArrowForwardUp, IconUserShare } from '@tabler/icons-react'
import { useState } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { shortName } from '#renderer/ui/person-initials.ts'
import { settleMatter } from '#shared/features/handed-matters/commands.ts'
import { HANDED_NOTE_MAX, type HandedMatter } from '#shared/features/handed-matters/handed-matter.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useDesk } from '../desk-context.tsx'
import { CopyButton } from './copy-button.tsx'
import { Count } from './count.tsx'
import { describeCommand } from './describe-command.ts'

interface Shown {
  readonly matter: HandedMatter
  readonly colleague: string
  readonly person: string
}

const NONE: readonly Shown[] = []

/** Matters that colleagues gave to this user, and those that this user gave and that are not settled yet. */
export function HandedMatters() {
  const t = useText('sync')
  const { user } = useDesk().workplace
  const shown =
    useDeskRead(
      ['handedMatter', 'representative', 'insuredPerson'],
      async (reads) => {
        const staff = await reads.records('representative')
        const nameOf = (id: string): string => staff.find((it) => it.id === id)?.data.name ?? ''
        const open = await reads.records('handedMatter', (it) => it.settledAt === null)
        const withNames = open.map(async ({ data }): Promise<Shown> => {
          const person = data.personId === null ? null : await reads.person(data.personId)
          return {
            matter: data,
            colleague: nameOf(data.to === user.id ? data.from : data.to),
            person: person === null ? '' : shortName(fullName(person)),
          }
        })
        return (await Promise.all(withNames)).sort((a, b) => (a.matter.handedAt < b.matter.handedAt ? -1 : 1))
      },
      user.id,
    ) ?? NONE
  const [mine, given] = [
    shown.filter(({ matter }) => matter.to === user.id),
    shown.filter(({ matter }) => matter.to !== user.id),
  ]
  if (shown.length === 0) return null
  return (
    <Panel className="panel--whole" title={t('handed.title')} aside={<Count count={mine.length} />}>
      <ul className="inbox">
        {mine.map((it) => (
          <HandedItem key={it.matter.id} {...it} />
        ))}
        {given.map(({ matter, colleague, person }) => (
          <li key={matter.id} className="inbox__row">
            <IconArrowForwardUp size={15} stroke={1.8} aria-hidden />
            <span className="inbox__what">{whatOf(matter)}</span>
            <span className="inbox__about ellipsis">{matter.about || person}</span>
            <span className="inbox__typed ellipsis">{t('handed.given', { name: colleague })}</span>
            <time className="digits soft" dateTime={matter.handedAt}>
              {formatMoment(matter.handedAt, Date.now())}
            </time>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function whatOf(matter: HandedMatter): string {
  return describeCommand({ name: matter.what, args: {} }).what
}

function HandedItem({ matter, colleague, person }: Shown) {
  const t = useText('sync')
  const { writes } = useDeskData()
  const { navigation } = useDesk()
  const [outcome, setOutcome] = useState('')
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const { personId } = matter

  async function settle(): Promise<void> {
    const done = await writes.dispatch(settleMatter, { id: matter.id, outcome })
    if (!done.ok) return setRefusals(done.error)
    document.getElementById('zone-task')?.focus()
  }

  return (
    <li className="refused handed">
      <div className="inbox__row">
        <IconUserShare size={16} stroke={1.9} aria-hidden />
        <span className="inbox__what">{whatOf(matter)}</span>
        <span className="inbox__about ellipsis">
          {personId === null ? (
            <span className="digits">{matter.about}</span>
          ) : (
            <button type="button" className="link" onClick={() => navigation.openPerson(personId, 'workList')}>
              {person || t('handed.person')}
            </button>
          )}
        </span>
        <span className="inbox__typed ellipsis">{t('handed.from', { name: colleague })}</span>
        <time className="digits soft" dateTime={matter.handedAt}>
          {formatMoment(matter.handedAt, Date.now())}
        </time>
      </div>
      {matter.note === '' ? null : (
        <p className="handed__note" dir="auto">
          {matter.note}
        </p>
      )}
      <ul className="handed__lines">
        {matter.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two of them may be alike
          <li key={index} dir="auto">
            {line}
          </li>
        ))}
      </ul>
      <form
        className="hand-over"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault()
          void settle()
        }}
      >
        <Textarea
          label={t('handed.outcome')}
          value={outcome}
          maxLength={HANDED_NOTE_MAX}
          autosize
          minRows={1}
          maxRows={4}
          error={refusals.length === 0 ? null : refusals.map(refusalText).join(' ')}
          onChange={(event) => {
            setOutcome(event.currentTarget.value)
            setRefusals([])
          }}
        />
        <div className="hand-over__acts">
          <Button type="submit" size="compact-sm">
            {t('handed.settle')}
          </Button>
          <CopyButton lines={[whatOf(matter), matter.about || person, matter.note, ...matter.lines]} />
        </div>
      </form>
    </li>
  )
}
