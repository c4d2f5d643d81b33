import { ActionIcon, TextInput } from '@mantine/core'
import { IconCopy, IconHistory, IconUsers, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { Section } from '#renderer/ui/panel.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { termsOfCase } from '#shared/features/complaints/case-terms.ts'
import { beginCase } from '#shared/features/complaints/complaint-case.ts'
import type { SimilarAppeal } from '#shared/features/complaints/similar-appeals.ts'
import { isLocalDate } from '#shared/kernel/calendar.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { AppealId, FileId, UserId } from '#shared/kernel/ids.ts'
import { FilePicker } from './file-picker.tsx'
import { LEGAL } from './legal-data.ts'
import type { LetterFacts } from './letter-facts.ts'
import type { PickedFile } from './picked-file.ts'
import { WhyDate } from './why-date.tsx'
import './complaints.css'

interface LetterSideProps {
  readonly letter: LetterFacts
  readonly onChange: (change: Partial<LetterFacts>) => void
  /** What was found wrong when it was to be registered; the first such field takes the focus. */
  readonly problems: readonly Refusal[]
  readonly files: readonly PickedFile[]
  readonly onFiles: (files: readonly PickedFile[]) => void
  readonly newFileId: () => FileId
  readonly similar: readonly SimilarAppeal[]
  /** Whether enough is known to look for similar appeals. */
  readonly canCompare: boolean
  readonly onOpen: (id: AppealId) => void
}

const ICONS = { duplicate: IconCopy, samePerson: IconHistory, sameMatter: IconUsers } as const

/** Beside the form of a written complaint: stamp, terms, scans and what looks like it (REQUIREMENTS E1). */
export function LetterSide(props: LetterSideProps) {
  const t = useText('complaints')
  const { letter, onChange, problems, files, onFiles, newFileId, similar, canCompare, onOpen } = props
  const side = useRef<HTMLElement>(null)
  useEffect(() => {
    if (problems.length > 0) side.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problems])
  const problemOf = (field: string): string | null => {
    const problem = problems.find((it) => it.field === field)
    return problem === undefined ? null : refusalText(problem)
  }
  return (
    <aside className="letter-side scrolls" aria-label={t('letter.title')} ref={side}>
      <Section title={t('letter.title')}>
        <div className="letter-side__fields">
          <DateField
            label={t('letter.receivedOn')}
            value={letter.receivedOn}
            onDate={(date) => onChange({ receivedOn: date })}
            error={problemOf('receivedOn')}
          />
          <TextInput
            label={t('letter.incomingNumber')}
            maxLength={40}
            value={letter.incomingNumber}
            onChange={(event) => onChange({ incomingNumber: event.currentTarget.value })}
          />
          <DateField
            label={t('letter.incomingOn')}
            value={letter.incomingOn}
            onDate={(date) => onChange({ incomingOn: date })}
            error={problemOf('incomingOn')}
          />
        </div>
        <Terms receivedOn={letter.receivedOn} />
      </Section>
      <Section title={t('files.title')}>
        <ul className="case-files">
          {files.map(({ file }) => (
            <li key={file.id} className="case-file">
              <span className="ellipsis">{file.name}</span>
              <span className="soft digits">{t('files.size', { size: Math.ceil(file.bytes / 1024) })}</span>
              <ActionIcon
                size="sm"
                aria-label={`${t('do.cancel')}: ${file.name}`}
                onClick={() => onFiles(files.filter((it) => it.file.id !== file.id))}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <FilePicker newId={newFileId} onPicked={(picked) => onFiles([...files, ...picked])} />
      </Section>
      <Section title={t('similar.title')}>
        {similar.length === 0 ? <p className="soft">{t(canCompare ? 'similar.none' : 'similar.choose')}</p> : null}
        <ul className="similar">
          {similar.map(({ trace, why }) => (
            <li key={trace.id}>
              <button type="button" className="similar__item" onClick={() => onOpen(trace.id as AppealId)}>
                <span className="work-row__head">
                  <StateChip icon={ICONS[why]} tone={why === 'duplicate' ? 'attention' : 'neutral'} isPlain>
                    {t(`similar.${why}`)}
                  </StateChip>
                  <span className="soft digits">{formatDate(trace.on)}</span>
                </span>
                <span className="similar__text">{trace.text}</span>
                <span className="soft digits">
                  {trace.number}
                  {trace.isOpen ? ` · ${t('similar.open')}` : ''}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Section>
    </aside>
  )
}

/** The terms that will run once it is registered today; each opens its reasoning. */
function Terms({ receivedOn }: { readonly receivedOn: string }) {
  const t = useText('complaints')
  const today = todayHere(Date.now())
  if (!isLocalDate(receivedOn)) return null
  const begun = beginCase({
    id: '' as AppealId,
    assignedTo: null,
    form: 'written',
    clinicId: null,
    receivedOn,
    registeredOn: today,
    by: '' as UserId,
    at: '',
  })
  return (
    <dl className="case-terms">
      {termsOfCase(begun, LEGAL).map(({ about, term }) => (
        <div key={about}>
          <dt>{t(`term.${about}`)}</dt>
          <dd>
            <WhyDate term={term} metOn={null} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
