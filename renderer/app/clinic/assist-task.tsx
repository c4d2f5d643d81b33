import { TextInput } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { type RegisterAppealArgs, registerAppeal } from '#shared/features/appeals/commands.ts'
import { assist } from '#shared/features/clinics/commands.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { lineOf } from '#shared/kernel/actor.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { AppealId, AssistanceId } from '#shared/kernel/ids.ts'
import { useClassifier } from '../call/appeal-part.tsx'
import { useDesk } from '../desk-context.tsx'
import { newId } from '../desk-parts.ts'
import { isTypingIn } from '../keymap.ts'
import { TaskFrame } from '../shell/task-frame.tsx'
import { ASSISTANCE_KINDS } from './reference.ts'
import { useDraft } from './use-draft.ts'
import './clinic.css'

const THANKS_KEY = '0'

interface AssistTaskProps {
  readonly person: InsuredPerson
  readonly onClose: () => void
}

/** One key opens it, a digit registers: an assistance by its kind, or thanks as an appeal of the journal (REQUIREMENTS E9). */
export function AssistTask({ person, onClose }: AssistTaskProps) {
  const t = useText('clinics')
  const { writes } = useDeskData()
  const { user } = useDesk().workplace
  const classifier = useClassifier()
  const note = useDraft<string>(`assist/${person.id}`, '')
  const [said, setSaid] = useState('')
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const today = todayHere(Date.now())
  const count = useDeskRead(
    ['assistance'],
    (reads) => reads.records('assistance', (it) => it.userId === user.id && todayHere(Date.parse(it.at)) === today),
    `${user.id} ${today}`,
  )?.length

  function settled(refused: readonly Refusal[], words: string): void {
    setRefusals(refused)
    setSaid(refused.length === 0 ? words : '')
    if (refused.length === 0) note.drop()
  }

  async function help(kind: (typeof ASSISTANCE_KINDS)[number]): Promise<void> {
    const done = await writes.dispatch(assist, {
      id: newId<AssistanceId>(),
      personId: person.id,
      clinicId: person.clinicId,
      kind: kind.code,
      note: note.value ?? '',
    })
    settled(done.ok ? [] : done.error, t('assist.done', { what: kind.name }))
  }

  async function thank(): Promise<void> {
    if (!classifier) return
    const done = await writes.dispatchNumbered(
      registerAppeal,
      (number): RegisterAppealArgs => ({
        id: newId<AppealId>(),
        number,
        form: 'oral',
        channel: 'clinicPost',
        source: 'direct',
        kind: 'gratitude',
        themeCode: 'gratitude',
        classifierVersion: classifier.version,
        applicant: { personId: person.id, contactId: null, anonymous: false, name: fullName(person), phone: null },
        concernsId: person.id,
        clinicId: person.clinicId,
        text: note.value || t('assist.thanks.text'),
        result: 'answeredAtOnce',
        resultText: '',
        reviewLine: lineOf(user.role),
        callId: null,
      }),
    )
    settled(done.ok ? [] : done.error, done.ok ? t('assist.thanksDone', { number: done.value.number ?? '' }) : '')
  }

  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || isTypingIn(event.target)) return
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1]
    const kind = ASSISTANCE_KINDS.find(({ key }) => key === digit)
    if (kind !== undefined) void help(kind)
    else if (digit === THANKS_KEY) void thank()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <TaskFrame title={t('assist.title')} onClose={onClose}>
      <Panel
        title={fullName(person)}
        aside={<span className="soft digits">{count === undefined ? '' : t('assist.today', { count })}</span>}
        isPadded
      >
        <p className="soft assist__hint">{t('assist.hint')}</p>
        <div className="assist">
          {ASSISTANCE_KINDS.map((kind) => (
            <button key={kind.code} type="button" className="outcome" onClick={() => void help(kind)}>
              <KeyHint keys={kind.key} />
              {kind.name}
            </button>
          ))}
          <button type="button" className="outcome assist__thanks" disabled={!classifier} onClick={() => void thank()}>
            <KeyHint keys={THANKS_KEY} />
            {t('assist.thanks')}
          </button>
        </div>
        <TextInput
          label={t('assist.note')}
          value={note.value ?? ''}
          onChange={(event) => note.set(event.currentTarget.value)}
          error={refusals[0] === undefined ? null : refusalText(refusals[0])}
        />
      </Panel>
      {said === '' ? null : <Notice tone="accent" icon={IconCircleCheck} title={said} role="status" />}
    </TaskFrame>
  )
}
