import { Button, Tooltip } from '@mantine/core'
import { IconPhoneCheck, IconPhoneOff, IconPhonePause, IconPlugConnectedX } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

/** Whether calls come through and, if not, why. [TEL20] [TEL25] */
export function LinkChip() {
  const t = useText('telephony')
  const soft = useSoftphone()
  const link = useSoftphoneState((state) => state.link)
  const word = link.state === 'registered' ? 'registered' : link.reason
  const [tone, icon] =
    link.state === 'registered'
      ? (['accent', IconPhoneCheck] as const)
      : word === 'starting' || word === 'stopped'
        ? (['neutral', IconPhonePause] as const)
        : word === 'otherWindow'
          ? (['attention', IconPhoneOff] as const)
          : (['urgent', IconPlugConnectedX] as const)
  return (
    <span className="phone__link" role="status">
      <Tooltip label={t(`linkHelp.${word}`)} multiline w={280}>
        {/* focusable, so that the explanation reaches the keyboard as well */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: carries a tooltip */}
        <span tabIndex={0} className="phone__focusable">
          <StateChip tone={tone} icon={icon}>
            {t(`link.${word}`)}
          </StateChip>
        </span>
      </Tooltip>
      {word === 'otherWindow' ? (
        <Button size="compact-sm" variant="light" onClick={() => soft.takeOver()}>
          {t('link.takeOver')}
        </Button>
      ) : null}
    </span>
  )
}
