import { IconCheck, IconHourglass } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { type ComplaintCase, outgoingNumber } from '#shared/features/complaints/complaint-case.ts'
import { AnswerEditor, type AnswerFacts } from './answer-editor.tsx'
import { LetterButtons } from './letter-parts.tsx'
import { SendingForm } from './sending-form.tsx'
import { WrittenLetter } from './written-letter.tsx'

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
        <WrittenLetter to={answer} texts={[answer.subject, answer.findings, answer.conclusion]} />
        <footer className="answer__end">
          <LetterButtons theCase={theCase} kind={null} number={facts.number} text={null} />
        </footer>
      </>
    )
  if (answer?.approval === 'approved')
    return (
      <>
        <Notice icon={IconCheck} tone="accent" title={t('answer.approved', { number })} />
        {canWork ? <SendingForm theCase={theCase} kind={null} way={answer.way} /> : null}
        <WrittenLetter to={answer} texts={[answer.subject, answer.findings, answer.conclusion]} />
        <footer className="answer__end">
          <LetterButtons theCase={theCase} kind={null} number={facts.number} text={null} />
        </footer>
      </>
    )
  if (answer?.approval === 'asked')
    return (
      <>
        <Notice icon={IconHourglass} title={t('answer.asked', { revision: answer.revision })} />
        <WrittenLetter to={answer} texts={[answer.subject, answer.findings, answer.conclusion]} />
        <footer className="answer__end">
          <LetterButtons theCase={theCase} kind={null} number={facts.number} text={null} />
        </footer>
      </>
    )
  if (!canWork || (state !== 'inWork' && state !== 'waiting')) return <p className="soft">{t('answer.notYet')}</p>
  return <AnswerEditor theCase={theCase} facts={facts} />
}
