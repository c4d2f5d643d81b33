import { useEffect, useState } from 'react'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'

/** Seconds since an instant of this computer's clock, each second anew. Not a live region: it would be read out for ever. */
export function CallTimer({ since }: { readonly since: number }) {
  const t = useText('telephony')
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const time = formatDuration((now - since) / 1000)
  return (
    <span className="digits" role="timer" aria-label={t('call.timer', { time })}>
      {time}
    </span>
  )
}
