import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'

/** Gives up what was typed; asked twice, for it cannot be had back. The keyboard stays on the question. */
export function DropButton({ onDrop }: { readonly onDrop: () => void }) {
  const t = useText('sync')
  const [isAsking, setIsAsking] = useState(false)
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isAsking) keep.current?.focus()
  }, [isAsking])
  if (!isAsking)
    return (
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setIsAsking(true)}>
        {t('inbox.drop')}
      </Button>
    )
  return (
    <>
      <span className="refused__sure" role="alert">
        {t('inbox.drop.sure')}
      </span>
      <Button color="red" size="compact-sm" onClick={onDrop}>
        {t('inbox.drop.yes')}
      </Button>
      <Button ref={keep} variant="default" size="compact-sm" onClick={() => setIsAsking(false)}>
        {t('inbox.drop.no')}
      </Button>
    </>
  )
}
