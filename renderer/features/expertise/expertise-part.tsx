import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { type NoteActStepArgs, noteActStep } from '#shared/features/expertise/commands.ts'
import { chargeOf } from '#shared/features/expertise/defect-codes.ts'
import type { Expertise, ExpertiseFindings } from '#shared/features/expertise/expertise.ts'
import type { AppealId, ClinicId, ExpertiseId } from '#shared/kernel/ids.ts'
import { ActForm, type NamedClinic } from './act-form.tsx'
import { DEFECTS, formatKopecks } from './defect-data.ts'

interface ExpertisePartProps {
  readonly caseId: AppealId
  readonly themeCode: string
  readonly clinicId: ClinicId | null
  readonly clinics: readonly NamedClinic[]
  readonly canWork: boolean
  readonly newId: () => ExpertiseId
}

/** Acts of a case, newest first; undefined until the store has answered. */
export function useActs(caseId: string): readonly Expertise[] | undefined {
  const acts = useDeskRead(['expertise'], (reads) => reads.records('expertise', (it) => it.caseId === caseId), caseId)
  return acts?.map(({ data }) => data).sort((a, b) => b.act.on.localeCompare(a.act.on))
}

/** МЭЭ and ЭКМП of a case: acts with defects and sums, and what followed (REQUIREMENTS E2, E8). */
export function ExpertisePart(props: ExpertisePartProps) {
  const { caseId, clinics, canWork } = props
  const t = useText('expertise')
  useLanguage()
  const [isAdding, setIsAdding] = useState(false)
  const acts = useActs(caseId)
  const findings = useDeskRead(
    ['expertiseFindings'],
    (reads) => reads.records('expertiseFindings', (it) => it.caseId === caseId),
    caseId,
  )
  if (acts === undefined) return null
  return (
    <>
      {acts.length === 0 ? <p className="soft">{t('none')}</p> : null}
      <ul className="entries">
        {acts.map((act) => (
          <Act
            key={act.id}
            act={act}
            findings={findings?.find((it) => it.id === act.id)?.data ?? null}
            clinic={clinics.find((it) => it.id === act.clinicId)?.name ?? ''}
            canWork={canWork}
          />
        ))}
      </ul>
      {!canWork ? null : isAdding ? (
        <ActForm {...props} onDone={() => setIsAdding(false)} />
      ) : (
        <div className="step-buttons">
          <Button size="compact-sm" variant="default" onClick={() => setIsAdding(true)}>
            {t('add')}
          </Button>
        </div>
      )}
    </>
  )
}

interface ActProps {
  readonly act: Expertise
  readonly findings: ExpertiseFindings | null
  readonly clinic: string
  readonly canWork: boolean
}

const STEPS = ['sentOn', 'objectionsOn', 'objectionsDecidedOn'] as const

function Act({ act, findings, clinic, canWork }: ActProps) {
  const t = useText('expertise')
  const { writes } = useDeskData()
  const [problem, setProblem] = useState<string | null>(null)
  const [measures, setMeasures] = useState('')
  const kind = `${t(`kind.${act.kind}`)}${act.isInPerson ? ` (${t('kind.inPerson')})` : ''}`
  const { decidedBy } = chargeOf(act.defects, act.tariff, act.norm)
  const next = STEPS.filter(
    (step) => act.steps[step] === undefined && (step !== 'objectionsDecidedOn' || act.steps.objectionsOn !== undefined),
  )
  async function note(args: NoteActStepArgs): Promise<void> {
    const sent = await writes.dispatch(noteActStep, args)
    setProblem(sent.ok ? null : sent.error.map(refusalText).join(' '))
  }
  return (
    <li className="entry">
      <div className="entry__head">
        <strong>{t('act.title', { kind, number: act.act.number, date: formatDate(act.act.on) })}</strong>
        <span className="soft">{[clinic, act.department, act.doctor].filter(Boolean).join(', ')}</span>
      </div>
      <p className="digits">
        {act.defects.length === 0
          ? t('defects.none')
          : act.defects.map((defect) => `${defect.code} ${nameOfCode(defect.code, act.period.to)}`).join('; ')}
      </p>
      <p className="digits">
        {t('sum', { nonPayment: formatKopecks(act.nonPayment), fine: formatKopecks(act.fine) })}
        {act.defects.length > 1 && decidedBy !== null ? `. ${t('sum.greatest', { code: decidedBy })}` : ''}
      </p>
      {findings === null ? null : (
        <p className="entry__text">
          <StateChip icon={IconLock} isPlain title={t('sealed')}>
            {[findings.icdBilled, findings.icdFound].filter(Boolean).join(' → ') || t('conclusions')}
          </StateChip>{' '}
          {findings.conclusions}
        </p>
      )}
      <span className="marks">
        {STEPS.map((step) => {
          const on = act.steps[step]
          return on === undefined ? null : (
            <StateChip key={step} icon={IconCheck} isPlain>
              {`${t(`step.${step}`)} ${formatDate(on)}`}
            </StateChip>
          )
        })}
      </span>
      {act.steps.measures === undefined ? null : (
        <p className="entry__text">
          {t('step.measures')}: {act.steps.measures}
        </p>
      )}
      {problem === null ? null : (
        <p className="field__message" role="alert">
          {problem}
        </p>
      )}
      {canWork ? (
        <div className="entry__end">
          {next.map((step) => (
            <Button
              key={step}
              size="compact-sm"
              variant="subtle"
              onClick={() => void note({ id: act.id, step, on: todayHere(Date.now()) })}
            >
              {t('step.note', { step: t(`step.${step}`).toLowerCase() })}
            </Button>
          ))}
          {act.steps.measures === undefined ? (
            <form
              autoComplete="off"
              className="entry__end"
              aria-label={t('step.measures')}
              onSubmit={(event) => {
                event.preventDefault()
                if (measures.trim() !== '') void note({ id: act.id, step: 'measures', words: measures })
              }}
            >
              <TextInput
                size="xs"
                aria-label={t('step.measures')}
                placeholder={t('step.measures.placeholder')}
                value={measures}
                onChange={(event) => setMeasures(event.currentTarget.value)}
              />
              <Button type="submit" size="compact-sm" variant="default">
                {t('save')}
              </Button>
            </form>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}

function nameOfCode(code: string, on: string): string {
  return DEFECTS.on(on)?.codes.find((row) => row.code === code)?.name ?? ''
}
