import { Button } from '@mantine/core'
import { IconCircleCheck, IconCopy, IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { AppealId } from '#shared/kernel/ids.ts'
import { AppealDelivery } from './appeal-delivery.tsx'

interface RegisteredAppealProps {
  readonly id: AppealId
  readonly number: string
  readonly hasFocus: boolean
  /** Null where no further appeal belongs, as after mending one. */
  readonly onAnother: (() => void) | null
}

/** The official number, large enough to be read to the caller, and where the appeal is by now. */
export function RegisteredAppeal({ id, number, hasFocus, onAnother }: RegisteredAppealProps) {
  const t = useText('appeals')
  const [isCopied, setIsCopied] = useState(false)
  const shown = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (hasFocus) shown.current?.focus({ preventScroll: true })
  }, [hasFocus])
  const kept = useDeskRead(['appeal', 'outbox'], (reads) => reads.record('appeal', id), id)

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(number)
    setIsCopied(true)
  }

  return (
    <div className="registered" role="status" ref={shown} tabIndex={-1}>
      <p className="registered__title">
        <IconCircleCheck size={20} aria-hidden />
        {t('registered.title')}
      </p>
      <p className="registered__number digits">
        <span className="unseen">{t('registered.number')}</span>
        {number}
      </p>
      {kept ? <AppealDelivery delivery={kept.delivery} receivedAt={kept.data.receivedAt} /> : null}
      <div className="registered__actions">
        <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()}>
          {isCopied ? t('registered.copied') : t('registered.copy')}
        </Button>
        {onAnother === null ? null : (
          <Button variant="subtle" leftSection={<IconPlus size={16} aria-hidden />} onClick={onAnother}>
            {t('registered.another')}
          </Button>
        )}
      </div>
    </div>
  )
}
