import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconMailCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { approveAnswer, returnAnswer } from '#shared/features/complaints/answer-commands.ts'
import { answerTerm } from '#shared/features/complaints/case-terms.ts'
import {
  type CaseAnswer,
  type CaseNotice,
  NOTICE_KINDS,
  type NoticeKind,
} from '#shared/features/complaints/complaint-case.ts'
import { approveNotice, returnNotice } from '#shared/features/complaints/notice-commands.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { type ListedCase, useCases } from './case-list.tsx'
import { LEGAL } from './legal-data.ts'
import { useCaseCommand } from './use-case-command.ts'
import { WhyDate } from './why-date.tsx'
import { WrittenLetter } from './written-letter.tsx'
import './complaints.css'

/** A letter of a case that waits for the supervisor; `kind` null is the answer. */
interface AskedLetter {
  readonly listed: ListedCase
  readonly kind: NoticeKind | null
}

/** Letters that wait for the supervisor, what burns first; undefined until the store has answered. */
export function useApprovals(): readonly AskedLetter[] | undefined {
  return useCases(null)?.flatMap((listed) => {
    const { answer, notices } = listed.item.data
    return [
      ...NOTICE_KINDS.filter((kind) => notices?.[kind]?.approval === 'asked').map((kind) => ({ listed, kind })),
      ...(answer?.approval === 'asked' ? [{ listed, kind: null }] : []),
    ]
  })
}

interface ApprovalsInboxProps {
  /** Name of the expert who asks. */
  readonly nameOfUser: (id: string) => string
  readonly onOpenCase: (id: AppealId) => void
}

/** Answers that wait for the supervisor: read, approve, or give back with what to mend (REQUIREMENTS E3). Any desk of a supervisor may place it. */
export function ApprovalsInbox({ nameOfUser, onOpenCase }: ApprovalsInboxProps) {
  const t = useText('complaints')
  const asked = useApprovals()
  if (asked === undefined) return null
  if (asked.length === 0)
    return <EmptyState icon={IconMailCheck} title={t('approvals.none')} body={t('approvals.none.body')} />
  return (
    <ul className="entries" aria-label={t('approvals.title')}>
      {asked.map(({ listed, kind }) => (
        <Approval
          key={`${listed.item.id}${kind ?? ''}`}
          kind={kind}
          listed={listed}
          nameOfUser={nameOfUser}
          onOpenCase={onOpenCase}
        />
      ))}
    </ul>
  )
}

function Approval({ listed, kind, nameOfUser, onOpenCase }: ApprovalsInboxProps & AskedLetter) {
  const t = useText('complaints')
  const command = useCaseCommand(['comment'])
  const [isReturning, setIsReturning] = useState(false)
  const [comment, setComment] = useState('')
  const { data: theCase } = listed.item
  const letter = kind === null ? theCase.answer : theCase.notices?.[kind]
  if (!letter) return null
  const term = answerTerm(theCase, LEGAL)
  const { id } = theCase
  const { revision } = letter
  const isDecided = kind === null && theCase.decision !== null
  const approve = () =>
    kind === null ? command.run(approveAnswer, { id, revision }) : command.run(approveNotice, { id, kind, revision })
  const giveBack = () =>
    kind === null
      ? command.run(returnAnswer, { id, revision, comment })
      : command.run(returnNotice, { id, kind, revision, comment })
  return (
    <li className="entry">
      <div className="entry__head">
        <button type="button" className="link digits" onClick={() => onOpenCase(id)}>
          {listed.appeal?.data.number}
        </button>
        <strong>{t(kind === null ? 'approvals.answer' : `notice.${kind}`)}</strong>
        <span className="soft">{nameOfUser(letter.askedBy)}</span>
        <span className="soft">{t('approvals.revision', { revision })}</span>
        {term === null ? null : <WhyDate term={term} metOn={null} />}
      </div>
      {!isDecided || theCase.decision === null ? null : (
        <p className="entry__text">
          <strong>{t(theCase.decision.justified ? 'decision.justified' : 'decision.notJustified')}.</strong>{' '}
          {theCase.decision.grounds}
        </p>
      )}
      <WrittenLetter to={letter} texts={textsOf(letter)} />
      {command.others.map((message) => (
        <p key={message} className="field__message" role="alert">
          {message}
        </p>
      ))}
      {isReturning ? (
        <form
          autoComplete="off"
          className="entry__end"
          aria-label={t('approvals.return')}
          onSubmit={(event) => {
            event.preventDefault()
            void giveBack()
          }}
        >
          <TextInput
            style={{ flex: 1 }}
            aria-label={t('approvals.comment')}
            placeholder={t('approvals.comment')}
            data-autofocus
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            error={command.problemOf('comment')}
          />
          <Button type="submit">{t('approvals.return')}</Button>
          <Button variant="default" onClick={() => setIsReturning(false)}>
            {t('do.cancel')}
          </Button>
        </form>
      ) : (
        <div className="entry__end">
          <Button leftSection={<IconCheck size={16} aria-hidden />} onClick={() => void approve()}>
            {t('approvals.approve')}
          </Button>
          <Button variant="default" onClick={() => setIsReturning(true)}>
            {t('approvals.return')}
          </Button>
        </div>
      )}
    </li>
  )
}

function textsOf(letter: CaseAnswer | CaseNotice): readonly string[] {
  return 'body' in letter ? [letter.body] : [letter.subject, letter.findings, letter.conclusion]
}
