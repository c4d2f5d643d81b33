import { Button } from '@mantine/core'
import { IconAlertCircle, IconEye, IconFileTypeDocx, IconFileTypePdf } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { SavingWord, useSaving } from '#renderer/ui/saving-word.tsx'
import type {
  AnswerText,
  ComplaintCase,
  NoticeKind,
  NoticeText,
  SendingWay,
} from '#shared/features/complaints/complaint-case.ts'
import type { ProofNote } from '#shared/features/complaints/proof.ts'
import { useCaseFiles } from './case-files-context.ts'

export const WAYS: readonly SendingWay[] = ['post', 'email', 'inPerson']

/** What the proof step has to say, all of it in one place. */
export function Proof({ notes, stops }: { readonly notes: readonly ProofNote[]; readonly stops: number }) {
  const t = useText('complaints')
  return (
    <section className="proof" aria-label={t('proof.title')} aria-live="polite">
      <h3 className="step-form__title">{t('proof.title')}</h3>
      {notes.length === 0 && stops === 0 ? <p className="soft">{t('proof.clean')}</p> : null}
      {stops > 0 ? <p className="proof__stops">{t('proof.stops', { count: stops })}</p> : null}
      <ul>
        {notes.map((note) => {
          const Glyph = note.weight === 'stops' ? IconAlertCircle : IconEye
          return (
            <li
              key={`${note.field}${note.code}${Object.values(note.args).join()}`}
              className={`proof__note--${note.weight}`}
            >
              <Glyph size={14} aria-hidden />
              {note.field === 'case' ? null : <strong>{t(`answer.${note.field}`)}: </strong>}
              {t(`proof.${note.code}`, proofArgs(note))}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

interface LetterButtonsProps {
  readonly theCase: ComplaintCase
  /** Null is the answer. */
  readonly kind: NoticeKind | null
  readonly number: string
  /** Null asks for the text that was put forward. */
  readonly text: AnswerText | NoticeText | null
}

/** The letter as a file, made by the server from the template. */
export function LetterButtons({ theCase, kind, number, text }: LetterButtonsProps) {
  const t = useText('complaints')
  const files = useCaseFiles()
  const { saving, save: saveFile } = useSaving()
  const [isOffline, setIsOffline] = useState(false)
  async function save(format: 'docx' | 'pdf'): Promise<void> {
    const content = await files.letter(theCase.id, kind, format, text)
    setIsOffline(content === null)
    if (content !== null) await saveFile({ content, name: `${number}${kind === null ? '' : `-${kind}`}`, kind: format })
  }
  return (
    <>
      <Button
        variant="default"
        disabled={saving.phase === 'asking'}
        leftSection={<IconFileTypeDocx size={16} aria-hidden />}
        onClick={() => void save('docx')}
      >
        {t('answer.docx')}
      </Button>
      <Button
        variant="default"
        disabled={saving.phase === 'asking'}
        leftSection={<IconFileTypePdf size={16} aria-hidden />}
        onClick={() => void save('pdf')}
      >
        {t('answer.pdf')}
      </Button>
      {isOffline ? (
        <span className="field__message" role="alert">
          {t('answer.offline')}
        </span>
      ) : (
        <SavingWord saving={saving} />
      )}
    </>
  )
}

/** Another way brings its own address unless another one was typed. */
export function wayChange(
  way: SendingWay,
  value: { readonly address: string },
  facts: { readonly postalAddress: string; readonly email: string },
): { way: SendingWay; address?: string } {
  const isKnown = ['', facts.postalAddress, facts.email].includes(value.address)
  return isKnown ? { way, address: way === 'email' ? facts.email : facts.postalAddress } : { way }
}

/** Dates of a note as people write them; every note fills its own placeholders. */
export function proofArgs({ args }: ProofNote): never {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDate(value) : value]),
  ) as never
}
