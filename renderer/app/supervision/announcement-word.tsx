import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { Call } from '#shared/features/telephony/call.ts'
import type { CallLogDetail } from '#shared/features/telephony/call-log.ts'
import { recordingTermOn } from '#shared/features/telephony/recording-terms.ts'
import { announcedAt } from './announcement.ts'
import { RECORDING_TERMS } from './recording-terms.ts'

interface AnnouncementWordProps {
  readonly call: Call
  readonly runs: CallLogDetail['runs']
}

/** Whether the caller was told that the talk is recorded, by the script that was followed (DESIGN §6). */
export function AnnouncementWord({ call, runs }: AnnouncementWordProps) {
  const t = useText('telephony')
  const scripts = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all')
  const term = recordingTermOn(RECORDING_TERMS, todayHere(Date.parse(call.offeredAt)))
  if (scripts === undefined || term === undefined) return null
  const said = announcedAt(
    runs,
    scripts.map(({ data }) => data),
    term.announcedBy,
  )
  if (said === null)
    return (
      <p className="playback__note playback__note--missing">
        <IconAlertTriangle size={14} stroke={1.9} aria-hidden />
        {t('playback.notAnnounced')}
      </p>
    )
  const seconds = (Date.parse(said) - Date.parse(call.answeredAt ?? call.offeredAt)) / 1000
  return (
    <p className="playback__note">
      <IconCheck size={14} stroke={1.9} aria-hidden />
      {t('playback.announced', { time: formatDuration(Math.max(0, seconds)) })}
    </p>
  )
}
