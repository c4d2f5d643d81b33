import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconMailCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { approveAnswer, returnAnswer } from '#shared/features/complaints/answer-commands.ts'
import { answerTerm } from '#shared/features/complaints/case-terms.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { WrittenAnswer } from './answer-part.tsx'
import { type ListedCase, useCases } from './case-list.tsx'
import { LEGAL } from './legal-data.ts'
import { useCaseCommand } from './use-case-command.ts'
import { WhyDate } from './why-date.tsx'
import './complaints.css'

/** Cases whose answer waits for the supervisor, what burns first; undefined until the store has answered. */
export function useApprovals(): readonly ListedCase[] | undefined {
  return useCases(null)?.filter(({ item }) => item.data.answer?.approval === 'asked')
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
      {asked.map((listed) => (
        <Approval key={listed.item.id} listed={listed} nameOfUser={nameOfUser} onOpenCase={onOpenCase} />
      ))}
    </ul>
  )
}

function Approval({ listed, nameOfUser, onOpenCase }: ApprovalsInboxProps & { readonly listed: ListedCase }) {
  const t = useText('complaints')
  const command = useCaseCommand(['comment'])
  const [isReturning, setIsReturning] = useState(false)
  const [comment, setComment] = useState('')
  const { data: theCase } = listed.item
  const { answer } = theCase
  if (answer === null) return null
  const term = answerTerm(theCase, LEGAL)
  const { id } = theCase
  const { revision } = answer
  return (
    <li className="entry">
      <div className="entry__head">
        <button type="button" className="link digits" onClick={() => onOpenCase(id)}>
          {listed.appeal?.data.number}
        </button>
        <span className="soft">{nameOfUser(answer.askedBy)}</span>
        <span className="soft">{t('approvals.revision', { revision })}</span>
        {term === null ? null : <WhyDate term={term} metOn={null} />}
      </div>
      {theCase.decision === null ? null : (
        <p className="entry__text">
          <strong>{t(theCase.decision.justified ? 'decision.justified' : 'decision.notJustified')}.</strong>{' '}
          {theCase.decision.grounds}
        </p>
      )}
      <WrittenAnswer answer={answer} />
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
            void command.run(returnAnswer, { id, revision, comment })
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
          <Button
            leftSection={<IconCheck size={16} aria-hidden />}
            onClick={() => void command.run(approveAnswer, { id, revision })}
          >
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
