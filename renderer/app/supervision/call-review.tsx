import { Button } from '@mantine/core'
import { IconCheck, IconClipboardCheck, IconSend } from '@tabler/icons-react'
import { type RefObject, useEffect, useState } from 'react'
import { ReviewCard } from '#renderer/features/supervision/review-card.tsx'
import { EMPTY_REVIEW, type ReviewDraft } from '#renderer/features/supervision/review-draft.ts'
import { ReviewForm } from '#renderer/features/supervision/review-form.tsx'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Section } from '#renderer/ui/panel.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { CallReview } from '#shared/features/supervision/call-review.ts'
import { reviewCall } from '#shared/features/supervision/commands.ts'
import { cardOn, scoreOf } from '#shared/features/supervision/score-card.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { DeliveryWord } from '../person/delivery-word.tsx'
import { type CallPlayback, useRecordingState } from './call-recording.tsx'
import { cardById, SCORE_CARDS } from './score-cards.ts'

interface CallReviewSectionProps {
  readonly call: Call
  readonly playback: RefObject<CallPlayback | null>
}

/** The supervisor's review of a call: read, made or changed. It works offline like everything that is typed. */
export function CallReviewSection({ call, playback }: CallReviewSectionProps) {
  const t = useText('callReviews')
  const { drafts, writes } = useDeskData()
  const kept = useDeskRead(['callReview'], (reads) => reads.record('callReview', call.id), call.id)
  const [draft, setDraft] = useState<ReviewDraft | null>(null)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const player =
    useRecordingState(call) === 'present'
      ? {
          onPlay: (atSeconds: number) => playback.current?.playAt(atSeconds),
          moment: () => playback.current?.moment() ?? 0,
        }
      : {}
  const draftKey = `supervision.review/${call.id}`
  useEffect(() => {
    let isCurrent = true
    setDraft(null)
    setRefusals([])
    void drafts.load<ReviewDraft>(draftKey).then((found) => isCurrent && setDraft(found))
    return () => {
      isCurrent = false
    }
  }, [drafts, draftKey])

  const card = cardOn(SCORE_CARDS, todayHere(Date.parse(call.offeredAt)))
  if (kept === undefined || card === null) return null
  const review = kept?.data ?? null
  const change = (next: ReviewDraft): void => {
    setDraft(next)
    void drafts.save(draftKey, next)
  }

  async function send(): Promise<void> {
    if (draft === null || card === null) return
    const { marks, comments, summary } = draft
    const args = { callId: call.id, cardId: card.id, marks: { ...marks }, comments: [...comments], summary }
    const sent = await writes.dispatch(reviewCall, { ...args, score: scoreOf(card, marks) })
    if (!sent.ok) return setRefusals(sent.error)
    await drafts.drop(draftKey)
    setDraft(null)
  }

  return (
    <Section title={t('title')} aside={review === null ? null : <ReadChip review={review} />}>
      {draft !== null ? (
        <ReviewForm
          card={card}
          draft={draft}
          {...player}
          onChange={change}
          lengthSeconds={lengthOf(call)}
          refusals={refusals}
          onSend={() => void send()}
          onCancel={() => setDraft(null)}
        />
      ) : (
        <>
          {review === null ? (
            <p className="sv-soft">{t('none')}</p>
          ) : (
            <ReviewCard review={review} card={cardById(review.cardId)} {...player}>
              {review.reply === '' ? null : (
                <p className="sv-text">
                  <span className="sv-soft">{t('reply')}: </span>
                  {review.reply}
                </p>
              )}
              <DeliveryWord delivery={kept?.delivery ?? 'sent'} />
            </ReviewCard>
          )}
          <Button
            size="xs"
            variant={review === null ? 'light' : 'default'}
            leftSection={<IconClipboardCheck size={15} />}
            onClick={() =>
              void drafts
                .load<ReviewDraft>(draftKey)
                .then((found) => setDraft(found ?? (review === null ? EMPTY_REVIEW : draftOf(review))))
            }
          >
            {review === null ? t('start') : t('change')}
          </Button>
        </>
      )}
    </Section>
  )
}

function ReadChip({ review }: { readonly review: CallReview }) {
  const t = useText('callReviews')
  return review.readAt === null ? (
    <StateChip icon={IconSend} isPlain>
      {t('sent.unread')}
    </StateChip>
  ) : (
    <StateChip icon={IconCheck} tone="accent" isPlain>
      {t('sent.read', { when: formatMoment(review.readAt, Date.now()) })}
    </StateChip>
  )
}

function draftOf({ marks, comments, summary }: CallReview): ReviewDraft {
  return { ...EMPTY_REVIEW, marks, comments, summary }
}

/** Whole seconds that a remark can stand at: from the answer, or from the first ring when nobody answered. */
function lengthOf(call: Call): number {
  return Math.max(0, Math.ceil((Date.parse(call.endedAt) - Date.parse(call.answeredAt ?? call.offeredAt)) / 1000))
}
