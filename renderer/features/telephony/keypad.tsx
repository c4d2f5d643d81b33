import { ActionIcon, Button, Popover } from '@mantine/core'
import { IconGridDots } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useSoftphone } from './softphone-context.tsx'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

/** Touch tones by mouse or, while it is open, by typing. [TEL34] */
export function Keypad({ callId, isDisabled }: { readonly callId: string; readonly isDisabled: boolean }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const [sent, setSent] = useState('')

  function send(key: string): void {
    phone.sendKey(key, callId)
    setSent((before) => (before + key).slice(-20))
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (!(KEYS as readonly string[]).includes(event.key) || event.altKey || event.ctrlKey) return
    event.preventDefault()
    send(event.key)
  }

  return (
    <Popover trapFocus withArrow shadow="md" onClose={() => setSent('')}>
      <Popover.Target>
        <ActionIcon variant="default" aria-label={t('call.keypad')} disabled={isDisabled}>
          <IconGridDots size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('keypad.title')} onKeyDown={onKeyDown}>
        <div className="phone__keypad">
          {KEYS.map((key) => (
            <Button key={key} variant="default" aria-label={t('keypad.key', { key })} onClick={() => send(key)}>
              {key}
            </Button>
          ))}
        </div>
        <output className="phone__sent digits">{sent === '' ? '\u00a0' : t('keypad.sent', { keys: sent })}</output>
      </Popover.Dropdown>
    </Popover>
  )
}
