import { ActionIcon, Tooltip } from '@mantine/core'
import { IconHeadset } from '@tabler/icons-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { AgentControl, type TimeLeftOf } from './agent-control.tsx'
import { CallStrip } from './call-strip.tsx'
import { DeviceSettings } from './device-settings.tsx'
import { DialField } from './dial-field.tsx'
import { markCall } from './engine/call-marks.ts'
import { currentCall, mayTransfer, ringingCall } from './engine/lines.ts'
import { LinkChip } from './link-chip.tsx'
import { useManualDial } from './manual-dial.ts'
import { PhoneAnnouncer } from './phone-announcer.tsx'
import { PhoneNotices, PhoneRemarks } from './phone-notices.tsx'
import { ShiftCheckDialog } from './shift-check/shift-check-dialog.tsx'
import { ShiftCheckOffer } from './shift-check/shift-check-offer.tsx'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'
import { TransferPanel } from './transfer-panel.tsx'
import { usePhoneKeys } from './use-phone-keys.ts'
import './softphone.css'

/** The telephone in the top zone: link, agent, calls on two lines, number field and sound settings. */
export function SoftphoneBar({ timeLeft }: { readonly timeLeft?: TimeLeftOf | undefined }) {
  const t = useText('telephony')
  const calls = useSoftphoneState((state) => state.calls)
  const [isSettingsOpen, setIsSettingsOpen] = useState(false)
  const dialInput = useRef<HTMLInputElement>(null)
  const [transferring, setTransferring] = useState<string>()
  const { phone } = useSoftphone()
  const dial = useManualDial()
  usePhoneKeys(
    useCallback(() => dialInput.current?.focus(), []),
    dial.redial,
    useCallback(() => {
      const call = currentCall(phone.state.calls)
      if (call !== undefined && mayTransfer(call)) setTransferring(call.id)
    }, [phone]),
  )
  useShownMark(ringingCall(calls)?.id)
  const current = currentCall(calls)
  return (
    <div className="phone">
      <div className="phone__line">
        <LinkChip />
        <AgentControl timeLeft={timeLeft} />
        {calls.length === 0 ? <PhoneRemarks /> : null}
        {calls.length === 0 ? <ShiftCheckOffer /> : null}
        {calls.map((call) => (
          <CallStrip
            key={call.id}
            call={call}
            isCurrent={call.id === current?.id}
            isAlone={calls.length === 1}
            onTransfer={setTransferring}
          />
        ))}
        {calls.length === 0 ? <span className="phone__space" /> : null}
        {calls.length < 2 ? <DialField inputRef={dialInput} dial={dial} /> : null}
        <Tooltip label={t('settings.open')}>
          <ActionIcon aria-label={t('settings.open')} onClick={() => setIsSettingsOpen(true)}>
            <IconHeadset size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <TransferPanel
        callId={calls.some((call) => call.id === transferring && mayTransfer(call)) ? transferring : undefined}
        onClose={() => setTransferring(undefined)}
      />
      <PhoneNotices />
      <PhoneAnnouncer />
      <ShiftCheckDialog onSettings={() => setIsSettingsOpen(true)} />
      <DeviceSettings isOpen={isSettingsOpen} onClose={() => setIsSettingsOpen(false)} />
    </div>
  )
}

/** Marks the first frame in which a ringing call is on the screen, for the benchmark. */
function useShownMark(callId: string | undefined): void {
  useEffect(() => {
    if (callId === undefined) return
    const frame = requestAnimationFrame(() => markCall('call-shown', callId))
    return () => cancelAnimationFrame(frame)
  }, [callId])
}
