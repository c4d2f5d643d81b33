import { IconDeviceFloppy } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'

interface KeptWordProps {
  /** Whether the latest change is on the disk. */
  readonly keeping: 'kept' | 'keeping' | 'notKept'
}

/**
 * Says quietly, beside a form, whether what is typed stands on the disk. The word changes at once with every key; it is drawn with
 * a delay longer than an ordinary write, so that typing does not flicker. Not a live region: it would speak at every key. A failed
 * write is told as an alert.
 */
export function KeptWord({ keeping }: KeptWordProps) {
  const t = useText('shell')
  if (keeping === 'notKept')
    return (
      <span className="kept kept--not" role="alert" data-keeping={keeping}>
        <IconDeviceFloppy size={14} stroke={1.9} aria-hidden />
        {t('kept.not')}
      </span>
    )
  return (
    <span className="kept" data-keeping={keeping} aria-busy={keeping === 'keeping'}>
      <IconDeviceFloppy size={14} stroke={1.9} aria-hidden />
      <span className="kept__words">
        <span aria-hidden={keeping !== 'kept'}>{t('kept')}</span>
        <span aria-hidden={keeping !== 'keeping'}>{t('kept.keeping')}</span>
      </span>
    </span>
  )
}
