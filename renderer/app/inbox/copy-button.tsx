import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'

/** Copies what was typed, the reason and both versions, for whoever takes the matter over. */
export function CopyButton({ lines }: { readonly lines: readonly string[] }) {
  const t = useText('sync')
  const [isCopied, setIsCopied] = useState(false)
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(lines.filter(Boolean).join('\n'))
    setIsCopied(true)
  }
  return (
    <Button variant="default" size="compact-sm" onClick={() => void copy()}>
      {isCopied ? t('inbox.copied') : t('inbox.handOver')}
    </Button>
  )
}
