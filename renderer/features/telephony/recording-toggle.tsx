import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconPlayerPause, IconPointFilled } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { PHONE_KEYS } from './keymap.ts'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

interface RecordingToggleProps {
  readonly callId: string
  /** The keys act upon this call. */
  readonly isCurrent: boolean
}

/** Says whether a call is recorded, and leaves out what nobody may keep: the state is the button, for the strip has no room for two. */
export function RecordingToggle({ callId, isCurrent }: RecordingToggleProps) {
  const t = useText('telephony')
  const { toggleRecordingPause } = useSoftphone()
  const standing = useSoftphoneState((state) => state.recordings[callId])
  if (standing === undefined) return null
  if (standing === 'failed')
    return (
      <StateChip tone="attention" icon={IconAlertTriangle} title={t('recording.failedHelp')}>
        {t('recording.failed')}
      </StateChip>
    )
  const isPaused = standing === 'paused'
  const action = t(isPaused ? 'recording.resume' : 'recording.pause')
  const shown = isCurrent ? PHONE_KEYS.pauseRecording.shown : undefined
  return (
    <Tooltip label={shown === undefined ? action : `${action} (${shown})`}>
      <button
        type="button"
        className={`phone__recording ${isPaused ? 'phone__recording--paused' : ''}`}
        aria-label={`${t(`recording.${standing}`)}. ${action}`}
        aria-keyshortcuts={shown}
        onClick={() => toggleRecordingPause(callId)}
      >
        {isPaused ? <IconPlayerPause size={14} aria-hidden /> : <IconPointFilled size={14} aria-hidden />}
        <span>{t(`recording.${standing}.short`)}</span>
      </button>
    </Tooltip>
  )
}
