import { useEffect, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { LevelMeter } from './engine/level-meter.ts'
import { useSoftphone } from './softphone-context.tsx'

const READ_EVERY_MS = 100

/** Shows that the microphone hears. Opens it while on the screen and closes it after. */
export function MicrophoneLevel() {
  const t = useText('telephony')
  const soft = useSoftphone()
  const [level, setLevel] = useState(0)
  const [hasFailed, setHasFailed] = useState(false)

  useEffect(() => {
    let meter: LevelMeter | undefined
    let isGone = false
    soft.openLevelMeter().then(
      (opened) => {
        if (isGone) opened.stop()
        else meter = opened
      },
      () => setHasFailed(true),
    )
    const timer = setInterval(() => meter && setLevel(meter.level()), READ_EVERY_MS)
    return () => {
      isGone = true
      clearInterval(timer)
      meter?.stop()
    }
  }, [soft])

  return (
    <div className="field">
      <meter className="phone__level" aria-label={t('settings.level')} min={0} max={1} value={level} />
      <p className={hasFailed ? 'field__message' : 'field__hint'} role={hasFailed ? 'alert' : undefined}>
        {t(hasFailed ? 'settings.noLevel' : 'settings.levelHint')}
      </p>
    </div>
  )
}
