import { Button } from '@mantine/core'
import { IconCheck, IconMessage } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { ReviewCard } from '#renderer/features/supervision/review-card.tsx'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { LimitedTextarea } from '#renderer/ui/limited-input.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { UNTOLD_FORM } from '#renderer/ui/untold-form.tsx'
import { answerReview } from '#shared/features/supervision/commands.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useDesk } from '../desk-context.tsx'
import { type CallPlayback, CallRecordingView } from '../supervision/call-recording.tsx'
import { cardById } from '../supervision/score-cards.ts'
import type { WorkTab } from './work-list.tsx'

/** Reviews of this representative's calls, unread ones first, then the newest. */
function useMyReviews(): readonly Kept<'callReview'>[] {
  const { user } = useDesk().workplace
  const mine = useDeskRead(
    ['callReview'],
    (reads) => reads.records('callReview', (it) => it.userId === user.id),
    user.id,
  )
  return [...(mine ?? [])].sort(
    (a, b) =>
      Number(a.data.readAt !== null) - Number(b.data.readAt !== null) ||
      b.data.reviewedAt.localeCompare(a.data.reviewedAt),
  )
}

/** What supervisors sent back about own calls (REQUIREMENTS S2); null until there is any. */
export function useReviewsTab(): WorkTab | null {
  const t = useText('callReviews')
  const reviews = useMyReviews()
  if (reviews.length === 0) return null
  return {
    key: 'reviews',
    label: t('tab'),
    count: reviews.filter(({ data }) => data.readAt === null).length,
    body: (
      <ul className="review-list">
        {reviews.map((kept) => (
          <ReviewItem key={kept.id} kept={kept} />
        ))}
      </ul>
    ),
  }
}

function ReviewItem({ kept: { data: review } }: { readonly kept: Kept<'callReview'> }) {
  const t = useText('callReviews')
  useLanguage()
  const call = useDeskRead(['call'], (reads) => reads.record('call', review.id), review.id)
  const supervisor = useDeskRead(
    ['representative'],
    (reads) => reads.record('representative', review.reviewedBy),
    review.reviewedBy,
  )
  const playback = useRef<CallPlayback>(null)
  const isUnread = review.readAt === null
  const [isOpen, setOpen] = useState(isUnread)
  return (
    <li className="review-item">
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span>{t('call.title', { when: formatMoment(call?.data.offeredAt ?? review.reviewedAt, Date.now()) })}</span>
          <StateChip icon={isUnread ? IconMessage : IconCheck} tone={isUnread ? 'attention' : 'neutral'}>
            {t(isUnread ? 'unread.chip' : 'read.chip')}
          </StateChip>
        </summary>
        <div className="review-item__body">
          <p className="sv-soft">
            {t('by.when', { name: supervisor?.data.name ?? '', when: formatMoment(review.reviewedAt, Date.now()) })}
          </p>
          {call?.data.recording === undefined || !isOpen ? null : <CallRecordingView ref={playback} call={call.data} />}
          <ReviewCard
            review={review}
            card={cardById(review.cardId)}
            {...(call?.data.recording === undefined
              ? {}
              : { onPlay: (atSeconds: number) => playback.current?.playAt(atSeconds) })}
          >
            {isUnread ? (
              <Answer callId={review.id} revision={review.revision} />
            ) : (
              <p className="sv-text">{review.reply}</p>
            )}
          </ReviewCard>
        </div>
      </details>
    </li>
  )
}

interface AnswerProps {
  readonly callId: Kept<'callReview'>['data']['id']
  readonly revision: number
}

function Answer({ callId, revision }: AnswerProps) {
  const t = useText('callReviews')
  const { drafts, writes } = useDeskData()
  const draftKey = `supervision.answer/${callId}/${revision}`
  const kept = useDeskRead(['callReview'], () => drafts.load<string>(draftKey), draftKey)
  const [typed, setTyped] = useState<string | null>(null)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const reply = typed ?? kept ?? ''
  async function send(): Promise<void> {
    const sent = await writes.dispatch(answerReview, { callId, revision, reply })
    if (!sent.ok) setRefusals(sent.error)
    else await drafts.drop(draftKey)
  }
  return (
    <>
      <LimitedTextarea
        size="xs"
        form={UNTOLD_FORM}
        label={t('read.reply')}
        autosize
        minRows={2}
        max={2_000}
        value={reply}
        onText={(text) => {
          setTyped(text)
          void drafts.save(draftKey, text)
        }}
      />
      {refusals.map((refusal) => (
        <p key={refusal.code} className="field__message" role="alert">
          {refusalText(refusal)}
        </p>
      ))}
      <Button size="xs" leftSection={<IconCheck size={15} />} onClick={() => void send()}>
        {t('read.action')}
      </Button>
    </>
  )
}
