import { Button, Menu, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconCircleCheck, IconClockPause, IconPencil, IconUserOff } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { type AgentState, CHOSEN_REASONS } from './agent-state.ts'
import { CallTimer } from './call-timer.tsx'
import type { TelephonyText } from './call-words.ts'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

const LOOK = {
  ready: { icon: IconCircleCheck, tone: 'accent' },
  notReady: { icon: IconClockPause, tone: 'attention' },
  afterCallWork: { icon: IconPencil, tone: 'neutral' },
} as const

function wordOf(state: AgentState, t: TelephonyText): string {
  return state.kind === 'notReady'
    ? `${t('agent.notReady')}: ${t(`agent.reason.${state.reason}`)}`
    : t(`agent.${state.kind}`)
}

/** Ready, not ready with a reason, or after-call work; one click to change. Barred from the queue it only says why. [TEL50] [TEL54] */
export function AgentControl() {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const { state, bar } = useSoftphoneState(({ agent }) => agent)
  const { icon: Glyph, tone } = LOOK[state.kind]
  const word = wordOf(state, t)
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
            <span>{word}</span>
            <span aria-hidden>
              <CallTimer key={state.since} since={state.since} />
            </span>
            <IconChevronDown size={14} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCircleCheck size={16} aria-hidden />} onClick={() => phone.ready()}>
            {t('agent.ready')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('agent.notReady')}</Menu.Label>
          {CHOSEN_REASONS.map((reason) => (
            <Menu.Item key={reason} onClick={() => phone.notReady(reason)}>
              {t(`agent.reason.${reason}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {state.kind === 'ready' ? null : (
        <Button size="compact-sm" onClick={() => phone.ready()}>
          {t('agent.becomeReady')}
        </Button>
      )}
    </span>
  )
}
