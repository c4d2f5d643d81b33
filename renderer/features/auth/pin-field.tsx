import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { PIN_LENGTH } from '#shared/ipc/pin.ts'

interface PinFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (digits: string) => void
  readonly error: string | null
  readonly description?: string
  readonly autoFocus?: boolean
}

/** Six digits, hidden. Whatever else is typed or pasted falls away; a browser is told to remember none of it. */
export function PinField({ label, value, onChange, error, description, autoFocus = false }: PinFieldProps) {
  const t = useText('auth')
  const [isShown, setIsShown] = useState(false)
  return (
    <PasswordInput
      label={label}
      description={description}
      size="md"
      inputMode="numeric"
      autoComplete="off"
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, '').slice(0, PIN_LENGTH))}
      visible={isShown}
      onVisibilityChange={setIsShown}
      visibilityToggleButtonProps={{ 'aria-label': t(isShown ? 'pin.hide' : 'pin.show') }}
      error={error}
    />
  )
}
