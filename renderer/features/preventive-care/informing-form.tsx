import { Button, Select, TextInput } from '@mantine/core'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { Field } from '#renderer/ui/field.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { useTextLimit } from '#renderer/ui/text-limit.ts'
import { INFORMING_NOTE_MAX, type Informing } from '#shared/features/preventive-care/informing.ts'
import { addDays } from '#shared/kernel/calendar.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { canMiss, type InformingDraft, wayOf } from './informing-draft.ts'
import './informing.css'

const RESULTS = ['agreed', 'booked', 'willThink', 'refused', 'alreadyPassed', 'impossible'] as const
type Way = '01' | '02' | '03' | '04' | '05' | '06' | '07' | '11'
/** Ways in which a representative tells somebody without sending anything (DOMAIN §5). */
const WAYS: readonly Way[] = ['03', '11', '07', '05']
const USUAL = new Set<Informing['way']>(WAYS)
const PHONE = '03'
/** Days after which people who will think are reminded. */
const REMINDERS = [7, 14, 30] as const
const REASON_COUNT = 20

interface InformingFormProps {
  readonly draft: InformingDraft
  readonly onChange: (draft: InformingDraft) => void
  readonly refusals: readonly Refusal[]
  /** Whether the latest change is on the disk. */
  readonly keeping: 'kept' | 'keeping' | 'notKept'
  readonly onSave: () => void
  readonly onCancel: (() => void) | null
  /** Outside a call: how the person was told is asked, and that nobody answered is an answer too. */
  readonly isWhole?: boolean
  /** Nobody may be called now: only who is told in person, or otherwise, is recorded. */
  readonly isWithoutCalls?: boolean
  /** Ways that the person asked for, offered beside the usual ones. */
  readonly askedWays?: readonly Way[]
}

/** What the person answered about preventive care: one press for most, a reason for a refusal (C6). */
export function InformingForm({
  draft,
  onChange,
  refusals,
  keeping,
  onSave,
  onCancel,
  isWhole = false,
  isWithoutCalls = false,
  askedWays = [],
}: InformingFormProps) {
  const t = useText('preventiveCare')
  const today = todayHere(Date.now())
  const ways = [...WAYS, ...askedWays.filter((way) => !USUAL.has(way))].filter(
    (way) => !isWithoutCalls || way !== PHONE,
  )
  const way = wayOf(draft, isWithoutCalls)
  const results = isWhole && canMiss(way) ? [...RESULTS, 'notReached' as const] : RESULTS
  const limit = useTextLimit(INFORMING_NOTE_MAX, (note) => onChange({ ...draft, note }))
  const messageOf = (field: string): string | null => {
    const refusal = refusals.find((it) => it.field === field)
    return refusal === undefined ? null : refusalText(refusal)
  }
  return (
    <form
      className="informing"
      autoComplete="off"
      aria-label={t('informing.title')}
      onSubmit={(event) => {
        event.preventDefault()
        onSave()
      }}
    >
      {isWhole ? (
        <Field label={t('inform.way')}>
          {({ labelId }) => (
            <div className="informing__row" role="radiogroup" aria-labelledby={labelId}>
              {ways.map((it) => (
                <Pick
                  key={it}
                  isChosen={it === way}
                  onChoose={() => onChange({ ...draft, way: it })}
                  label={t(`inform.way.${it}`)}
                />
              ))}
            </div>
          )}
        </Field>
      ) : null}
      <Field label={t('informing.result')} message={messageOf('result')}>
        {({ labelId, describedBy }) => (
          <div className="informing__row" role="radiogroup" aria-labelledby={labelId} aria-describedby={describedBy}>
            {results.map((result) => (
              <Pick
                key={result}
                isChosen={draft.result === result}
                onChoose={() => onChange({ ...draft, result })}
                label={result === 'notReached' ? t('inform.notReached') : t(`informing.result.${result}`)}
              />
            ))}
          </div>
        )}
      </Field>
      {draft.result === 'refused' ? (
        <Select
          label={t('informing.reason')}
          placeholder={t('informing.reason.choose')}
          searchable
          data={Array.from({ length: REASON_COUNT }, (_, index) => {
            const code = (index + 1) as 1
            return { value: String(code), label: t(`reason.${code}`) }
          })}
          value={draft.reason === null ? null : String(draft.reason)}
          onChange={(code) => onChange({ ...draft, reason: code === null ? null : Number(code) })}
          error={messageOf('reason')}
        />
      ) : null}
      {draft.result === 'willThink' ? (
        <Field label={t('informing.repeatOn')}>
          {({ labelId }) => (
            <div className="informing__row" role="radiogroup" aria-labelledby={labelId}>
              {REMINDERS.map((days) => (
                <Pick
                  key={days}
                  isChosen={draft.repeatOn === addDays(today, days)}
                  onChoose={() => onChange({ ...draft, repeatOn: addDays(today, days) })}
                  label={t('informing.repeat', { count: days })}
                />
              ))}
            </div>
          )}
        </Field>
      ) : null}
      <div className="informing__end">
        <TextInput
          label={t('informing.note')}
          value={draft.note}
          dir="auto"
          {...limit.guard}
          error={limit.refusal === null ? messageOf('note') : refusalText(limit.refusal)}
        />
        <KeptWord keeping={keeping} />
        <Button type="submit">{t('informing.save')}</Button>
        {onCancel === null ? null : (
          <Button variant="default" onClick={onCancel}>
            {t('informing.cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}

interface PickProps {
  readonly isChosen: boolean
  readonly onChoose: () => void
  readonly label: string
}

function Pick({ isChosen, onChoose, label }: PickProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of buttons, not a list of dots
    <button type="button" role="radio" aria-checked={isChosen} className="outcome" onClick={onChoose}>
      {label}
    </button>
  )
}
