import { Button } from '@mantine/core'
import { IconMicrophone, IconMicrophoneOff, IconPhoneCall, IconPhoneEnd, IconPhoneIncoming } from '@tabler/icons-react'
import type { BrowserSoftphone } from '#renderer/features/telephony/browser-softphone.ts'
import { CallTimer } from '#renderer/features/telephony/call-timer.tsx'
import { shownState } from '#renderer/features/telephony/call-words.ts'
import type { Call } from '#renderer/features/telephony/engine/call-state.ts'
import { SoftphoneProvider, useSoftphone, useSoftphoneState } from '#renderer/features/telephony/softphone-context.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'

/** The calls that ring or go on over the lock: that they are there and how long, never with whom (rule LOCK4). */
export function CallsOverLock({ soft }: { readonly soft: BrowserSoftphone }) {
  return (
    <SoftphoneProvider soft={soft}>
      <Calls />
    </SoftphoneProvider>
  )
}

function Calls() {
  const t = useText('auth')
  const calls = useSoftphoneState((state) => state.calls)
  if (calls.length === 0) return null
  const isRinging = calls.every((call) => call.state === 'ringingIn')
  return (
    <Notice
      tone={isRinging ? 'attention' : 'accent'}
      icon={isRinging ? IconPhoneIncoming : IconPhoneCall}
      title={t(isRinging ? 'locked.ringing' : 'locked.talking')}
      role="status"
    >
      <p className="locked-call__words">{t(isRinging ? 'locked.ringing.body' : 'locked.talking.body')}</p>
      {calls.map((call) => (
        <LockedCall key={call.id} call={call} isAlone={calls.length === 1} />
      ))}
    </Notice>
  )
}

function LockedCall({ call, isAlone }: { readonly call: Call; readonly isAlone: boolean }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const isRinging = call.state === 'ringingIn'
  return (
    <fieldset className="locked-call" aria-label={t('remote.line', { line: call.line })}>
      <StateChip tone={isRinging ? 'attention' : 'accent'} icon={isRinging ? IconPhoneIncoming : IconPhoneCall} isPlain>
        {shownState(call, isAlone, t)}
      </StateChip>
      <CallTimer key={call.answeredAt ?? call.offeredAt} since={call.answeredAt ?? call.offeredAt} />
      {isRinging ? (
        <Button size="compact-md" variant="default" onClick={() => phone.decline(call.id)}>
          {t('call.decline')}
        </Button>
      ) : (
        <>
          <Button
            size="compact-md"
            variant="default"
            leftSection={
              call.isMuted ? <IconMicrophoneOff size={16} aria-hidden /> : <IconMicrophone size={16} aria-hidden />
            }
            onClick={() => phone.toggleMute(call.id)}
          >
            {t(call.isMuted ? 'call.unmute' : 'call.mute')}
          </Button>
          <Button
            size="compact-md"
            color="red"
            leftSection={<IconPhoneEnd size={16} aria-hidden />}
            onClick={() => phone.hangUp(call.id)}
          >
            {t('call.hangUp')}
          </Button>
        </>
      )}
    </fieldset>
  )
}
