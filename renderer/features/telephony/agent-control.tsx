import { Button, Menu, Switch, VisuallyHidden } from '@mantine/core'
import {
  IconAlarm,
  IconChevronDown,
  IconCircleCheck,
  IconClockPause,
  IconPencil,
  IconUserOff,
  IconUsersMinus,
} from '@tabler/icons-react'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import type { TimeLeft } from '#shared/features/telephony/agent-terms.ts'
import { type AgentState, CHOSEN_REASONS, type NotReadyReason } from './agent-state.ts'
import { CallTimer } from './call-timer.tsx'
import { PHONE_KEYS } from './keymap.ts'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

/** How long a reason may last yet when it has lasted for so many seconds; null without a limit. The limits are the desk's to know. */
export type TimeLeftOf = (reason: NotReadyReason, seconds: number) => TimeLeft | null

const LOOK = {
  ready: { icon: IconCircleCheck, tone: 'accent' },
  notReady: { icon: IconClockPause, tone: 'attention' },
  afterCallWork: { icon: IconPencil, tone: 'neutral' },
} as const

interface AgentControlProps {
  readonly timeLeft?: TimeLeftOf | undefined
}

/** Ready, not ready with a reason and its limit, or after-call work; colleagues apart. Barred from the queue it only says why. [TEL50] [TEL54]–[TEL56] */
export function AgentControl({ timeLeft = () => null }: AgentControlProps) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const { state, bar, takesColleagues } = useSoftphoneState(({ agent }) => agent)
  const { icon: Glyph, tone } = LOOK[state.kind]
  if (bar !== null)
    return (
      <span className="phone__agent" role="status">
        <StateChip tone="attention" icon={IconUserOff} title={t(`agent.bar.${bar}`)}>
          {t(`agent.barred.${bar}`)}
        </StateChip>
      </span>
    )
  return (
    <span className="phone__agent">
      <Menu withinPortal>
        <Menu.Target>
          <button type="button" className={`phone__state phone__state--${tone}`}>
            <Glyph size={16} stroke={1.9} aria-hidden />
            <VisuallyHidden>{t('agent.label')}</VisuallyHidden>
            <span>
              {state.kind === 'notReady' ? (
                <>
                  <span className="phone__not-ready">{`${t('agent.notReady')}: `}</span>
                  {t(`agent.reason.${state.reason}`)}
                </>
              ) : (
                t(`agent.${state.kind}`)
              )}
            </span>
            <StateTime key={state.since} state={state} timeLeft={timeLeft} />
            {takesColleagues ? null : <IconUsersMinus size={16} aria-label={t('agent.colleagues.off')} />}
            <IconChevronDown size={14} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('agent.queue')}</Menu.Label>
          <Menu.Item
            leftSection={<IconCircleCheck size={16} aria-hidden />}
            rightSection={<KeyHint keys={PHONE_KEYS.ready.shown} />}
            onClick={() => phone.ready()}
          >
            {t('agent.ready')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('agent.notReady')}</Menu.Label>
          {CHOSEN_REASONS.map((reason) => (
            <Menu.Item
              key={reason}
              rightSection={<Allowed left={timeLeft(reason, 0)} />}
              onClick={() => phone.notReady(reason)}
            >
              {t(`agent.reason.${reason}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t('agent.direct')}</Menu.Label>
          <Menu.Item
            closeMenuOnClick={false}
            role="menuitemcheckbox"
            aria-checked={takesColleagues}
            rightSection={<Switch size="xs" checked={takesColleagues} readOnly tabIndex={-1} aria-hidden />}
            onClick={() => phone.takeColleagues(!takesColleagues)}
          >
            {t('agent.colleagues')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {state.kind === 'ready' ? null : (
        <Button
          className="phone__become-ready"
          size="compact-sm"
          title={t('agent.becomeReady')}
          leftSection={<IconCircleCheck size={16} aria-hidden />}
          aria-keyshortcuts={PHONE_KEYS.ready.shown}
          rightSection={<KeyHint keys={PHONE_KEYS.ready.shown} />}
          onClick={() => phone.ready()}
        >
          {t('agent.becomeReady')}
        </Button>
      )}
    </span>
  )
}

/** What a reason may take yet, beside its name. */
function Allowed({ left }: { readonly left: TimeLeft | null }) {
  const t = useText('telephony')
  if (left === null) return null
  const minutes = Math.floor(left.seconds / 60)
  return (
    <span className="phone__allowed digits">
      {left.seconds <= 0 ? t('agent.left.none') : t('agent.left.allowed', { minutes })}
    </span>
  )
}

/** How long the state lasts; with a limit how much is left of it, and then by how much it is over. [TEL56] */
function StateTime({ state, timeLeft }: { readonly state: AgentState; readonly timeLeft: TimeLeftOf }) {
  const t = useText('telephony')
  const now = useNow(1_000)
  const left = state.kind === 'notReady' ? timeLeft(state.reason, Math.max(0, (now - state.since) / 1000)) : null
  if (left === null)
    return (
      <span aria-hidden>
        <CallTimer since={state.since} />
      </span>
    )
  const time = formatDuration(Math.abs(left.seconds))
  const isOver = left.seconds < 0
  return (
    <>
      <span className={`digits ${isOver ? 'phone__over' : ''}`} aria-hidden>
        {isOver ? <IconAlarm size={14} stroke={2} /> : null}
        {t(isOver ? 'agent.left.over' : 'agent.left.time', { time })}
      </span>
      {isOver ? <VisuallyHidden role="status">{t(`agent.left.said.${left.by}`)}</VisuallyHidden> : null}
    </>
  )
}
