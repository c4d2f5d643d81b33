import { Button, SegmentedControl, Tooltip } from '@mantine/core'
import { IconPhoneEnd } from '@tabler/icons-react'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { LISTENING_MODES, type ListeningMode } from '#shared/features/telephony/listening.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { Call, ListeningTo } from './engine/call-state.ts'
import { PHONE_KEYS } from './keymap.ts'
import { LISTENING_ICONS } from './listening-words.ts'
import { useSoftphone } from './softphone-context.tsx'

interface ListeningActionsProps {
  readonly call: Call
  readonly listening: ListeningTo
  /** The keys act upon this call. */
  readonly isCurrent: boolean
}

/** How a supervisor takes part in a colleague's call: changed inside the call, by arrow keys too. [TEL100] */
export function ListeningActions({ call, listening, isCurrent }: ListeningActionsProps) {
  const t = useText('telephony')
  const { phone, listening: desk } = useSoftphone()
  const [wanted, setWanted] = useState<ListeningMode | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  async function change(mode: ListeningMode): Promise<void> {
    setWanted(mode)
    const changed = await desk.change(call.id, mode)
    setWanted(null)
    setRefusal(changed.ok ? null : changed.error)
  }
  const mode = wanted ?? listening.mode
  return (
    <span className="phone__actions">
      {refusal === null ? null : (
        <span role="alert" className="phone__refusal">
          {refusalText(refusal)}
        </span>
      )}
      <Tooltip label={t(`listening.help.${mode}`)}>
        <SegmentedControl
          className="phone__modes"
          size="xs"
          aria-label={t('listening.mode')}
          value={mode}
          disabled={call.state !== 'talking' || wanted !== null}
          onChange={(next) => void change(LISTENING_MODES.find((it) => it === next) ?? 'listen')}
          data={LISTENING_MODES.map((value) => {
            const Glyph = LISTENING_ICONS[value]
            return {
              value,
              label: (
                <span className="phone__mode">
                  <Glyph size={15} stroke={1.9} aria-hidden />
                  {t(`listening.mode.${value}`)}
                </span>
              ),
            }
          })}
        />
      </Tooltip>
      <Button
        variant="default"
        leftSection={<IconPhoneEnd size={16} aria-hidden />}
        aria-keyshortcuts={isCurrent ? PHONE_KEYS.hangUp.shown : undefined}
        onClick={() => phone.hangUp(call.id)}
      >
        {t('listening.leave')}
      </Button>
    </span>
  )
}
