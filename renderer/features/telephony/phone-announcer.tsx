import { VisuallyHidden } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { shownRemote } from './call-words.ts'
import { ringingCall } from './engine/lines.ts'
import { useSoftphoneState } from './softphone-context.tsx'

/** Tells a screen reader at once that somebody calls, and when it is idle how a call ended. */
export function PhoneAnnouncer() {
  const t = useText('telephony')
  const calls = useSoftphoneState((state) => state.calls)
  const lastEnded = useSoftphoneState((state) => state.lastEnded)
  const ringing = ringingCall(calls)
  const who = ringing && shownRemote(ringing.remote, t)
  return (
    <VisuallyHidden>
      <div role="alert">
        {who === undefined ? '' : t(calls.length > 1 ? 'announce.waiting' : 'announce.incoming', { who })}
      </div>
      <div role="status">
        {lastEnded && calls.length === 0 ? t('announce.ended', { reason: t(`end.${lastEnded.reason}`) }) : ''}
      </div>
    </VisuallyHidden>
  )
}
