import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { type FormEvent, type Ref, useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useTextLimit } from '#renderer/ui/text-limit.ts'
import { PHONE_KEYS } from './keymap.ts'
import { useCannotDial, useSoftphone } from './softphone-context.tsx'

/** Longest number or SIP address that is typed, in characters. */
const NUMBER_MAX = 40

/** Types or pastes a number and calls it. What was typed stays until the call is made. */
export function DialField({ inputRef }: { readonly inputRef: Ref<HTMLInputElement> }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const cannot = useCannotDial()
  const [number, setNumber] = useState('')
  const [error, setError] = useState<string | null>(null)
  const limit = useTextLimit(NUMBER_MAX, (text) => {
    setNumber(text)
    setError(null)
  })

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!/[0-9*#]/.test(number)) setError(t('dial.nothing'))
    else if (cannot !== undefined) setError(t(`dial.${cannot}`))
    else if (phone.call(number) !== undefined) setNumber('')
  }

  return (
    <form className="phone__dial" autoComplete="off" onSubmit={submit} noValidate>
      <TextInput
        ref={inputRef}
        type="tel"
        aria-label={t('dial.label')}
        aria-keyshortcuts={PHONE_KEYS.dial.shown}
        placeholder={`${t('dial.placeholder')} (${PHONE_KEYS.dial.shown})`}
        autoComplete="off"
        value={number}
        error={limit.refusal === null ? error : refusalText(limit.refusal)}
        {...limit.guard}
        rightSection={
          <Tooltip label={t('dial.call')}>
            <ActionIcon type="submit" variant="subtle" aria-label={t('dial.call')}>
              <IconPhoneOutgoing size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        }
      />
    </form>
  )
}
