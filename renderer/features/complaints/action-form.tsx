import { Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { Keeping } from '#renderer/sync/keeping.ts'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { Notice } from '#renderer/ui/notice.tsx'

interface ActionFormProps {
  readonly title: string
  readonly hint?: string
  readonly submit: string
  readonly others: readonly string[]
  readonly keeping?: Keeping
  readonly onSubmit: () => void
  readonly onCancel?: () => void
  readonly children: ReactNode
}

/** One step of a case: its fields, what was refused, and its button. Opens in its place, never as a window. */
export function ActionForm({ title, hint, submit, others, keeping, onSubmit, onCancel, children }: ActionFormProps) {
  const t = useText('complaints')
  return (
    <form
      autoComplete="off"
      className="step-form"
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <h3 className="step-form__title">{title}</h3>
      {hint === undefined ? null : <p className="step-form__hint">{hint}</p>}
      {others.map((message) => (
        <Notice key={message} icon={IconAlertCircle} tone="attention" title={message} role="alert" />
      ))}
      <div className="step-form__fields">{children}</div>
      <div className="step-form__end">
        <Button type="submit">{submit}</Button>
        {onCancel === undefined ? null : (
          <Button variant="default" onClick={onCancel}>
            {t('do.cancel')}
          </Button>
        )}
        {keeping === undefined ? null : <KeptWord keeping={keeping} />}
      </div>
    </form>
  )
}
