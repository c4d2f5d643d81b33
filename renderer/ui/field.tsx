import { IconAlertCircle } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'

interface FieldProps {
  readonly label: string
  readonly hint?: string
  /** What is wrong and what to do; null when nothing is. */
  readonly message?: string | null
  /** The control; gets the ids that join it to its label and message. */
  readonly children: (ids: { readonly labelId: string; readonly describedBy: string | undefined }) => ReactNode
}

/** Label, control and message of a control that Mantine does not dress itself (chips, radio cards, lists). */
export function Field({ label, hint, message, children }: FieldProps) {
  const id = useId()
  const hasText = Boolean(message) || hint !== undefined
  return (
    <div className="field">
      <span className="field__label" id={`${id}-label`}>
        {label}
      </span>
      {children({ labelId: `${id}-label`, describedBy: hasText ? `${id}-text` : undefined })}
      {message ? (
        <p className="field__message" id={`${id}-text`} role="alert">
          <IconAlertCircle size={14} aria-hidden />
          {message}
        </p>
      ) : hint === undefined ? null : (
        <p className="field__hint" id={`${id}-text`}>
          {hint}
        </p>
      )}
    </div>
  )
}
