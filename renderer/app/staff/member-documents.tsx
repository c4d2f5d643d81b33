import { Button } from '@mantine/core'
import { formatDate, formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { StaffDocument } from '#shared/features/staff/team.ts'
import { documentWords } from './document-words.ts'

interface MemberDocumentsProps {
  readonly documents: readonly StaffDocument[]
  /** Begins a correction of an admission; null where nothing can be changed now. */
  readonly onRepeat: ((document: StaffDocument) => void) | null
}

/** Training and admission by document, the last entered first, with who entered them and when. */
export function MemberDocuments({ documents, onRepeat }: MemberDocumentsProps) {
  const t = useText('staff')
  useLanguage()
  if (documents.length === 0) return <p className="sv-soft">{t('document.none')}</p>
  return (
    <ul className="member-documents">
      {documents.map((document) => (
        <li key={document.id}>
          <span>{documentWords(document)}</span>
          <span className="sv-soft">
            {document.enteredByName === null
              ? t('document.carried')
              : t('document.entered', {
                  when: formatMoment(document.enteredAt, Date.now()),
                  name: document.enteredByName,
                })}
          </span>
          {onRepeat === null || document.kind !== 'admission' ? null : (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={t('document.repeat.label', { from: formatDate(document.from) })}
              onClick={() => onRepeat(document)}
            >
              {t('document.repeat')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
