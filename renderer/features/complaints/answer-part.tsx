import { Button, Select, TextInput } from '@mantine/core'
import { IconCheck, IconHourglass, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { recordSending } from '#shared/features/complaints/answer-commands.ts'
import {
  type CaseAnswer,
  type ComplaintCase,
  outgoingNumber,
  type SendingWay,
} from '#shared/features/complaints/complaint-case.ts'
import { AnswerEditor, type AnswerFacts, LetterButtons } from './answer-editor.tsx'
import { useCaseCommand } from './use-case-command.ts'

interface AnswerPartProps {
  readonly theCase: ComplaintCase
  readonly facts: AnswerFacts
  readonly canWork: boolean
}

/** The answer where it stands: being written, with the supervisor, approved, sent. */
export function AnswerPart({ theCase, facts, canWork }: AnswerPartProps) {
  const t = useText('complaints')
  const { answer, state } = theCase
  const number = answer === null ? '' : outgoingNumber(facts.number, answer.revision)
  if (answer !== null && answer.sentOn !== null)
    return (
      <>
        <Notice icon={IconCheck} tone="accent" title={t('answer.sent', { date: formatDate(answer.sentOn), number })} />
        <WrittenAnswer answer={answer} />
        <footer className="answer__end">
          <LetterButtons theCase={theCase} number={facts.number} text={null} />
        </footer>
      </>
    )
  if (answer?.approval === 'approved')
    return (
      <>
        <Notice icon={IconCheck} tone="accent" title={t('answer.approved', { number })} />
        {canWork ? <SendingForm theCase={theCase} way={answer.way} /> : null}
        <WrittenAnswer answer={answer} />
        <footer className="answer__end">
          <LetterButtons theCase={theCase} number={facts.number} text={null} />
        </footer>
      </>
    )
  if (answer?.approval === 'asked')
    return (
      <>
        <Notice icon={IconHourglass} title={t('answer.asked', { revision: answer.revision })} />
        <WrittenAnswer answer={answer} />
        <footer className="answer__end">
          <LetterButtons theCase={theCase} number={facts.number} text={null} />
        </footer>
      </>
    )
  if (!canWork || (state !== 'inWork' && state !== 'waiting')) return <p className="soft">{t('answer.notYet')}</p>
  return <AnswerEditor theCase={theCase} facts={facts} />
}

/** What was put forward, as it will be read. */
export function WrittenAnswer({ answer }: { readonly answer: CaseAnswer }) {
  return (
    <article className="letter" lang="ru">
      <p className="letter__to">
        {answer.recipient}
        <br />
        {answer.address}
      </p>
      {[answer.subject, answer.findings, answer.conclusion].map((text) => (
        <p key={text}>{text}</p>
      ))}
    </article>
  )
}

function SendingForm({ theCase, way: planned }: { readonly theCase: ComplaintCase; readonly way: SendingWay }) {
  const t = useText('complaints')
  const command = useCaseCommand(['on', 'way'])
  const [way, setWay] = useState<SendingWay>(planned)
  const [on, setOn] = useState(todayHere(Date.now()))
  return (
    <form
      autoComplete="off"
      className="step-form"
      aria-label={t('answer.send')}
      onSubmit={(event) => {
        event.preventDefault()
        void command.run(recordSending, { id: theCase.id, way, on })
      }}
    >
      <div className="step-form__fields">
        <Select
          label={t('answer.way')}
          data={(['post', 'email', 'inPerson'] as const).map((it) => ({ value: it, label: t(`answer.way.${it}`) }))}
          value={way}
          allowDeselect={false}
          onChange={(chosen) => setWay(chosen as SendingWay)}
        />
        <TextInput
          type="date"
          label={t('answer.sentOn')}
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
          error={command.problemOf('on') ?? command.others[0] ?? null}
        />
      </div>
      <div className="step-form__end">
        <Button type="submit" leftSection={<IconSend size={16} aria-hidden />}>
          {t('answer.send')}
        </Button>
      </div>
    </form>
  )
}
