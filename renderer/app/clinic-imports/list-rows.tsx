import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { ImportJob, ImportRow, RowKind } from '#shared/features/preventive-care/import/import-job.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { DoubtfulRow } from './doubtful-row.tsx'
import { failureText } from './failure-text.ts'
import { nameOf, Outcome } from './row-parts.tsx'
import { useListRows } from './use-clinic-lists.ts'
import { useFieldWords } from './use-field-words.ts'

interface ListRowsProps {
  readonly job: ImportJob
  readonly kind: RowKind
  readonly onPerson: (id: PersonId) => void
}

/** Rows of one kind with what the kind is about: what changes, what is doubtful, what is wrong. */
export function ListRows({ job, kind, onPerson }: ListRowsProps) {
  const t = useText('clinicLists')
  useLanguage()
  const query = useListRows(job, kind)
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const failure = failureText(query.error)
  if ((job.counts?.[kind] ?? 0) === 0) return <p className="lists-none">{t(`none.${kind}`)}</p>
  return (
    <>
      {failure === null ? null : <p className="lists-none">{failure}</p>}
      <ul className="lists-rows" aria-label={t(`kind.${kind}`)}>
        {rows.map((row) => (
          <li key={row.place} className="lists-row">
            {kind === 'doubtful' ? <DoubtfulRow job={job} row={row} /> : <PlainRow row={row} onPerson={onPerson} />}
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button
          size="xs"
          variant="subtle"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('more')}
        </Button>
      ) : null}
    </>
  )
}

function PlainRow({ row, onPerson }: { readonly row: ImportRow; readonly onPerson: (id: PersonId) => void }) {
  const t = useText('clinicLists')
  const { face, personId } = row
  return (
    <>
      <div className="lists-row__head">
        <span className="lists-row__place digits">{t('place', { place: row.place })}</span>
        {face === null || personId === null ? (
          <span className="lists-row__name">{face === null ? row.label : nameOf(face)}</span>
        ) : (
          <button type="button" className="lists-row__name lists-row__link" onClick={() => onPerson(personId)}>
            {nameOf(face)}
          </button>
        )}
        {face === null ? null : <span className="digits lists-soft">{formatDate(face.birthDate)}</span>}
        <Outcome row={row} />
      </div>
      <Changes row={row} />
      <Refusals refusals={row.problems} />
      <Refusals refusals={row.remarks} />
    </>
  )
}

function Changes({ row }: { readonly row: ImportRow }) {
  const words = useFieldWords()
  if (row.changes.length === 0) return null
  return (
    <dl className="lists-changes">
      {row.changes.map(({ field, from, to }) => (
        <div key={field}>
          <dt>{words.field(field)}</dt>
          <dd>
            {from === null ? null : (
              <>
                <del>{words.value(field, from)}</del>
                <IconArrowRight size={13} aria-hidden />
              </>
            )}
            <ins>{words.value(field, to)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Refusals({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const words = useFieldWords()
  if (refusals.length === 0) return null
  return (
    <ul className="lists-refusals">
      {refusals.map((refusal) => (
        <li key={`${refusal.field} ${refusal.code}`}>
          {refusal.field === undefined ? null : <b>{words.field(refusal.field)}. </b>}
          {refusalText(refusal)}
        </li>
      ))}
    </ul>
  )
}
