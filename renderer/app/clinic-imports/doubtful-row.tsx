import { Button } from '@mantine/core'
import { IconCheck, IconUserPlus, IconUserSearch } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { ImportJob, ImportRow, PersonFace } from '#shared/features/preventive-care/import/import-job.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { formatSnils } from '#shared/kernel/snils.ts'
import { failureText } from './failure-text.ts'
import { nameOf, Outcome } from './row-parts.tsx'
import { useListDeeds } from './use-clinic-lists.ts'
import { useFieldWords } from './use-field-words.ts'

type Pair = ImportRow['pairs'][number]

/** The row and each card that it may speak of, side by side; what differs stands out. Nobody is joined without an answer. */
export function DoubtfulRow({ job, row }: { readonly job: ImportJob; readonly row: ImportRow }) {
  const t = useText('clinicLists')
  const { decide } = useListDeeds(job)
  const { face } = row
  if (face === null) return null
  const isOpen = job.state === 'preview'
  const choose = (decision: ImportRow['decision']): void =>
    decide.mutate({ place: row.place, decision: row.decision === decision ? null : decision })
  const failure = failureText(decide.error)
  return (
    <fieldset className="lists-doubt" disabled={!isOpen || decide.isPending}>
      <legend className="lists-row__head">
        <span className="lists-row__place digits">{t('place', { place: row.place })}</span>
        <span className="lists-row__name">{nameOf(face)}</span>
        {isOpen ? (
          row.decision === null ? (
            <StateChip icon={IconUserSearch} tone="attention" isPlain>
              {t('doubt.open')}
            </StateChip>
          ) : (
            <StateChip icon={IconCheck} tone="accent" isPlain>
              {t('doubt.settled')}
            </StateChip>
          )
        ) : (
          <Outcome row={row} />
        )}
      </legend>
      {row.pairs.map((pair) => (
        <div key={pair.personId} className="lists-pair">
          <PairTable face={face} pair={pair} />
          <div className="lists-pair__foot">
            <p className="lists-soft">{pair.reasons.map((reason) => t(`reason.${reason}`)).join(' · ')}</p>
            {isOpen ? (
              <Button
                size="xs"
                variant={row.decision === pair.personId ? 'filled' : 'default'}
                aria-pressed={row.decision === pair.personId}
                leftSection={<IconCheck size={14} />}
                onClick={() => choose(pair.personId)}
              >
                {t('doubt.same')}
              </Button>
            ) : null}
          </div>
        </div>
      ))}
      {isOpen ? (
        <div className="lists-pair__foot">
          <p className="lists-soft">{t('doubt.left')}</p>
          <Button
            size="xs"
            variant={row.decision === 'new' ? 'filled' : 'default'}
            aria-pressed={row.decision === 'new'}
            leftSection={<IconUserPlus size={14} />}
            onClick={() => choose('new')}
          >
            {t('doubt.other')}
          </Button>
        </div>
      ) : null}
      {failure === null ? null : (
        <p className="lists-refusal" role="alert">
          {failure}
        </p>
      )}
    </fieldset>
  )
}

function PairTable({ face, pair }: { readonly face: PersonFace; readonly pair: Pair }) {
  const t = useText('clinicLists')
  const words = useFieldWords()
  const lines: readonly (readonly [field: string, of: (one: PersonFace) => string])[] = [
    ['surname', (one) => one.surname],
    ['givenName', (one) => one.givenName],
    ['patronymic', (one) => one.patronymic ?? ''],
    ['birthDate', (one) => formatDate(one.birthDate)],
    ['policy', (one) => [one.policy?.series, one.policy?.number].filter(Boolean).join(' ')],
    ['snils', (one) => (one.snils === null ? '' : formatSnils(one.snils))],
    ['phone', (one) => (one.phone === null ? '' : formatPhone(one.phone))],
    ['precinct', (one) => (one.precinct === null ? '' : String(one.precinct))],
  ]
  return (
    <table className="lists-compare">
      <thead>
        <tr>
          <td />
          <th scope="col">{t('doubt.list')}</th>
          <th scope="col">{t('doubt.card')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([field, of]) => {
          const [listed, known] = [of(face), of(pair.face)]
          const isOff = listed !== '' && known !== '' && listed !== known
          return (
            <tr key={field} className={isOff ? 'lists-compare__off' : undefined}>
              <th scope="row">{words.field(field)}</th>
              <td className="digits">{listed || t('doubt.nothing')}</td>
              <td className="digits">{known || t('doubt.nothing')}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
