import { ActionIcon, Button, Tooltip } from '@mantine/core'
import {
  IconArrowForwardUp,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneCall,
  IconPhoneEnd,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconPhonePause,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefreshAlert,
} from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { StateChip, type Tone } from '#renderer/ui/state-chip.tsx'
import { AutoAnswerChip } from './auto-answer-chip.tsx'
import { CallTimer } from './call-timer.tsx'
import { shownNumber, shownRemote, shownState } from './call-words.ts'
import { ConsultActions } from './consult-actions.tsx'
import { isEstablished } from './engine/call-machine.ts'
import type { Call, CallState } from './engine/call-state.ts'
import { mayTransfer } from './engine/lines.ts'
import { PHONE_KEYS } from './keymap.ts'
import { Keypad } from './keypad.tsx'
import { ListenerChip } from './listener-chip.tsx'
import { ListeningActions } from './listening-actions.tsx'
import { QualityLamp } from './quality-lamp.tsx'
import { RecordingToggle } from './recording-toggle.tsx'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

const LOOK: Readonly<Record<CallState, readonly [Tone, typeof IconPhone]>> = {
  idle: ['neutral', IconPhone],
  dialing: ['neutral', IconPhoneOutgoing],
  ringingOut: ['neutral', IconPhoneOutgoing],
  ringingIn: ['attention', IconPhoneIncoming],
  answering: ['neutral', IconPhoneIncoming],
  talking: ['accent', IconPhoneCall],
  holding: ['neutral', IconPhonePause],
  held: ['neutral', IconPhonePause],
  resuming: ['neutral', IconPhonePause],
  farHeld: ['neutral', IconPhonePause],
  transferring: ['attention', IconPhoneOutgoing],
  reconnecting: ['urgent', IconRefreshAlert],
  hangingUp: ['neutral', IconPhoneEnd],
  ended: ['neutral', IconPhoneEnd],
}

interface CallStripProps {
  readonly call: Call
  /** The keys act upon this call. */
  readonly isCurrent: boolean
  readonly isAlone: boolean
  /** Asks to whom the call goes. */
  readonly onTransfer: (callId: string) => void
}

/** One call on its line: who, how long, how well, and what can be done. */
export function CallStrip({ call, isCurrent, isAlone, onTransfer }: CallStripProps) {
  const t = useText('telephony')
  const [tone, icon] = LOOK[call.state]
  const { remote } = call
  const origin = [
    remote.source === 'direct' ? '' : t(`source.${remote.source}`),
    remote.divertedFrom === undefined ? '' : t('remote.divertedFrom', { number: shownNumber(remote.divertedFrom) }),
  ].filter((part) => part !== '')
  return (
    <section
      className={`phone__call ${isCurrent ? 'phone__call--current' : ''}`}
      aria-label={t('remote.line', { line: call.line })}
      aria-current={isCurrent}
    >
      {call.remote.listening !== undefined && call.state === 'talking' ? null : (
        <StateChip tone={tone} icon={icon}>
          {shownState(call, isAlone, t)}
        </StateChip>
      )}
      <span className="phone__remote ellipsis">
        <strong>{shownRemote(remote, t)}</strong>
        {origin.length > 0 ? <span className="phone__origin">{origin.join(', ')}</span> : null}
      </span>
      <CallTimer key={call.answeredAt ?? call.offeredAt} since={call.answeredAt ?? call.offeredAt} />
      {isEstablished(call) ? <QualityLamp callId={call.id} /> : null}
      <ListenerChip callId={call.id} />
      {call.state === 'ringingIn' ? (
        <IncomingActions call={call} />
      ) : call.remote.listening !== undefined ? (
        <ListeningActions call={call} listening={call.remote.listening} isCurrent={isCurrent} />
      ) : (
        <TalkActions {...{ call, isCurrent, onTransfer }} />
      )}
    </section>
  )
}

/** Answer and decline; also for the panel of the desk that shows who calls. */
export function IncomingActions({ call }: { readonly call: Call }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  return (
    <span className="phone__actions">
      <AutoAnswerChip callId={call.id} />
      <Button
        leftSection={<IconPhone size={16} aria-hidden />}
        aria-keyshortcuts={PHONE_KEYS.answer.shown}
        rightSection={<KeyHint keys={PHONE_KEYS.answer.shown} />}
        onClick={() => phone.answer(call.id)}
      >
        {t('call.answer')}
      </Button>
      <Button variant="default" onClick={() => phone.decline(call.id)}>
        {t('call.decline')}
      </Button>
    </span>
  )
}

function TalkActions({ call, isCurrent, onTransfer }: Pick<CallStripProps, 'call' | 'isCurrent' | 'onTransfer'>) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const canHold = call.state === 'talking' || call.state === 'farHeld' || call.state === 'held'
  const isConsulting = useSoftphoneState((state) => state.consult !== undefined)
  const keys = (command: 'mute' | 'hold' | 'hangUp' | 'transfer'): string | undefined =>
    isCurrent ? PHONE_KEYS[command].shown : undefined
  const mute = t(call.isMuted ? 'call.unmute' : 'call.mute')
  const hold = t(call.isHeld ? 'call.resume' : 'call.hold')
  const hint = (text: string, shown: string | undefined): string => (shown === undefined ? text : `${text} (${shown})`)
  return (
    <span className={`phone__actions ${call.isMuted ? 'phone__actions--muted' : ''}`}>
      {call.isMuted ? (
        <StateChip tone="attention" icon={IconMicrophoneOff} isPlain>
          {t('call.muted')}
        </StateChip>
      ) : null}
      <RecordingToggle callId={call.id} isCurrent={isCurrent} />
      <Tooltip label={hint(mute, keys('mute'))}>
        <ActionIcon
          variant={call.isMuted ? 'filled' : 'default'}
          color={call.isMuted ? 'orange.9' : 'gray'}
          aria-label={mute}
          aria-keyshortcuts={keys('mute')}
          onClick={() => phone.toggleMute(call.id)}
        >
          {call.isMuted ? <IconMicrophoneOff size={18} aria-hidden /> : <IconMicrophone size={18} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={hint(hold, keys('hold'))}>
        <ActionIcon
          variant="default"
          aria-label={hold}
          aria-keyshortcuts={keys('hold')}
          disabled={!canHold}
          onClick={() => phone.toggleHold(call.id)}
        >
          {call.isHeld ? <IconPlayerPlay size={18} aria-hidden /> : <IconPlayerPause size={18} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <ConsultActions callId={call.id} />
      {isConsulting ? null : (
        <Tooltip label={hint(t('transfer.open'), keys('transfer'))}>
          <ActionIcon
            variant="default"
            aria-label={t('transfer.open')}
            aria-keyshortcuts={keys('transfer')}
            disabled={!mayTransfer(call)}
            onClick={() => onTransfer(call.id)}
          >
            <IconArrowForwardUp size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Keypad callId={call.id} isDisabled={!isEstablished(call)} />
      <Button
        className="phone__hang-up"
        color="var(--urgent-fill)"
        leftSection={<IconPhoneEnd size={16} aria-hidden />}
        aria-keyshortcuts={keys('hangUp')}
        rightSection={isCurrent ? <KeyHint keys={PHONE_KEYS.hangUp.shown} /> : undefined}
        onClick={() => phone.hangUp(call.id)}
      >
        {t('call.hangUp')}
      </Button>
    </span>
  )
}
