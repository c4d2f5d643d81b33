import { Textarea, type TextareaProps, TextInput, type TextInputProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { refusalText } from '#renderer/i18n/i18n.ts'
import { useTextLimit } from './text-limit.ts'
import { UNTOLD_FORM } from './untold-form.tsx'

interface Limited {
  readonly value: string
  /** Longest text, in UTF-16 code units. What does not fit stays out as a whole, and the field says so. */
  readonly max: number
  readonly onText: (text: string) => void
}

type Own = 'value' | 'onChange' | 'onPaste' | 'onDrop' | 'maxLength'

/** One line with a limit. */
export function LimitedInput({ max, onText, error, ...field }: Limited & Omit<TextInputProps, Own>) {
  const { guard, message } = useLimit(max, onText, error)
  return <TextInput {...field} {...guard} error={message} />
}

/** Several lines with a limit. */
export function LimitedTextarea({ max, onText, error, ...field }: Limited & Omit<TextareaProps, Own>) {
  const { guard, message } = useLimit(max, onText, error)
  return <Textarea form={UNTOLD_FORM} {...field} {...guard} error={message} />
}

function useLimit(max: number, onText: (text: string) => void, error: ReactNode) {
  const { guard, refusal } = useTextLimit(max, onText)
  return { guard, message: refusal === null ? error : refusalText(refusal) }
}
