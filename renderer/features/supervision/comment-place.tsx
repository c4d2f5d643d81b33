import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'

interface CommentPlaceProps {
  readonly atSeconds: number
  readonly onPlay: ((atSeconds: number) => void) | undefined
}

/** The time of a remark; where the call can be played, it plays from there. */
export function CommentPlace({ atSeconds, onPlay }: CommentPlaceProps) {
  const t = useText('callReviews')
  const time = formatDuration(atSeconds)
  if (onPlay === undefined) return <span className="digits sv-soft">{time}</span>
  return (
    <button
      type="button"
      className="review__place digits"
      aria-label={t('comment.play', { time })}
      onClick={() => onPlay(atSeconds)}
    >
      {time}
    </button>
  )
}
