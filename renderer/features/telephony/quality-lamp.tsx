import { Tooltip } from '@mantine/core'
import {
  IconAntennaBars3,
  IconAntennaBars5,
  IconAntennaBarsOff,
  IconDeviceDesktopX,
  IconEarOff,
  IconMicrophoneOff,
  IconUserX,
  IconWifiOff,
} from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { TelephonyText } from './call-words.ts'
import type { QualityView } from './engine/quality.ts'
import { useSoftphoneState } from './softphone-context.tsx'

const TROUBLE_ICONS = { ownNetwork: IconWifiOff, ownDevice: IconDeviceDesktopX, farSide: IconUserX } as const

function lookOf(quality: QualityView, t: TelephonyText) {
  if (quality.isDeaf)
    return {
      tone: 'urgent',
      icon: IconEarOff,
      word: t('lamp.deaf'),
      help: t(quality.trouble === 'ownNetwork' ? 'lamp.deafOwnHelp' : 'lamp.deafHelp'),
    } as const
  if (quality.isMicrophoneSilent)
    return {
      tone: 'attention',
      icon: IconMicrophoneOff,
      word: t('lamp.micSilent'),
      help: t('lamp.micSilentHelp'),
    } as const
  const { last, lamp, trouble } = quality
  const details =
    last &&
    t('lamp.details', {
      delay: Math.round(last.roundTripMs / 2),
      jitter: Math.round(last.jitterMs),
      loss: last.lossPercent.toFixed(1),
      mos: last.mos.toFixed(1),
    })
  if (trouble !== undefined)
    return {
      tone: lamp === 'good' ? 'neutral' : 'attention',
      icon: TROUBLE_ICONS[trouble],
      word: t(`lamp.trouble.${trouble}`),
      help: `${t(`lamp.remedy.${trouble}`)} ${details ?? ''}`,
    } as const
  const help = details
  if (lamp === 'good') return { tone: 'accent', icon: IconAntennaBars5, word: t('lamp.good'), help } as const
  return lamp === 'fair'
    ? ({ tone: 'neutral', icon: IconAntennaBars3, word: t('lamp.fair'), help } as const)
    : ({ tone: 'attention', icon: IconAntennaBarsOff, word: t('lamp.poor'), help } as const)
}

/** How the line is, with the cause when something is wrong: far side, own microphone or network. [TEL40]–[TEL45] */
export function QualityLamp({ callId }: { readonly callId: string }) {
  const t = useText('telephony')
  const quality = useSoftphoneState((state) => state.quality[callId])
  const isTold = useIsTold(alarmOf(quality))
  if (!quality?.last) return null
  const { tone, icon, word, help } = lookOf(quality, t)
  const { trouble } = quality
  return (
    <Tooltip
      label={trouble === undefined ? help : `${word}. ${help}`}
      multiline
      w={300}
      disabled={help === undefined}
      {...(isTold ? { opened: true } : {})}
    >
      <span tabIndex={0} className="phone__focusable" role={quality.isDeaf ? 'alert' : 'status'}>
        <StateChip tone={tone} icon={icon} isPlain>
          {word}
        </StateChip>
      </span>
    </Tooltip>
  )
}

function alarmOf(quality: QualityView | undefined): string | undefined {
  if (quality?.isDeaf) return 'deaf'
  return quality?.isMicrophoneSilent ? 'microphoneSilent' : quality?.trouble
}

/** Long enough to read what helps. */
const TOLD_MS = 10_000

/** What helps stands on the screen for a while by itself: nobody looks for a remedy under a lamp while somebody is on the line. */
function useIsTold(alarm: string | undefined): boolean {
  const [told, setTold] = useState<string>()
  useEffect(() => {
    setTold(alarm)
    if (alarm === undefined) return
    const timer = setTimeout(() => setTold(undefined), TOLD_MS)
    return () => clearTimeout(timer)
  }, [alarm])
  return told !== undefined && told === alarm
}
