import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { Field } from '#renderer/ui/field.tsx'
import { weekdayOf } from '#shared/features/clinics/opening.ts'
import { EVENING_FROM, freePlaces, type SlotDay } from '#shared/features/clinics/slot-day.ts'
import './clinics.css'

export const PARTS = ['any', 'morning', 'afternoon', 'evening', 'weekend'] as const
export type Part = (typeof PARTS)[number]

const NOON = '12:00'
/** Days that stand side by side. */
const DAYS_SHOWN = 14

interface SlotPickerProps {
  /** Of one unit, soonest first. */
  readonly days: readonly SlotDay[]
  /** Local day and time: what has passed cannot be booked. */
  readonly now: { readonly day: string; readonly time: string }
  readonly part: Part
  readonly onPart: (part: Part) => void
  readonly on: string | null
  readonly time: string | null
  readonly onChoose: (on: string, time: string | null) => void
}

/** Day, part of the day and time, each with the places that are left: what is full is shown and cannot be pressed. */
export function SlotPicker({ days: given, now, part, onPart, on, time, onChoose }: SlotPickerProps) {
  const t = useText('clinics')
  const days = given.map((it) =>
    it.on > now.day ? it : { ...it, slots: it.slots.filter((slot) => it.on === now.day && slot.time > now.time) },
  )
  const fitting = days.filter((day) => part !== 'weekend' || weekdayOf(day.on) > 5).slice(0, DAYS_SHOWN)
  const day = fitting.find((it) => it.on === on)
  const times = (day?.slots ?? []).filter((slot) => isIn(part, slot.time))
  return (
    <>
      <Field label={t('visit.part')}>
        {({ labelId }) => (
          <div className="slots" role="radiogroup" aria-labelledby={labelId}>
            {PARTS.map((it) => (
              // biome-ignore lint/a11y/useSemanticElements: a row of buttons, not a list of dots
              <button
                key={it}
                type="button"
                role="radio"
                aria-checked={it === part}
                className="outcome"
                onClick={() => onPart(it)}
              >
                {t(`visit.part.${it}`)}
              </button>
            ))}
          </div>
        )}
      </Field>
      <Field label={t('visit.day')}>
        {({ labelId }) => (
          <div className="slots" role="radiogroup" aria-labelledby={labelId}>
            {fitting.map((it) => {
              const free = freePlaces({ ...it, slots: it.slots.filter((slot) => isIn(part, slot.time)) })
              return (
                // biome-ignore lint/a11y/useSemanticElements: a row of buttons, not a list of dots
                <button
                  key={it.on}
                  type="button"
                  role="radio"
                  aria-checked={it.on === on}
                  className="outcome slots__day digits"
                  disabled={free === 0}
                  onClick={() => onChoose(it.on, null)}
                >
                  <span>
                    {t(`weekday.${weekdayOf(it.on) as 1}`)} {formatDate(it.on).slice(0, 5)}
                  </span>
                  <small>{free === 0 ? t('visit.full') : t('visit.free', { count: free })}</small>
                </button>
              )
            })}
          </div>
        )}
      </Field>
      {day === undefined ? null : (
        <Field label={t('visit.time')}>
          {({ labelId }) =>
            times.some((slot) => slot.taken < slot.places) ? (
              <div className="slots" role="radiogroup" aria-labelledby={labelId}>
                {times.map((slot) => (
                  // biome-ignore lint/a11y/useSemanticElements: a row of buttons, not a list of dots
                  <button
                    key={slot.time}
                    type="button"
                    role="radio"
                    aria-checked={slot.time === time}
                    className="outcome digits"
                    disabled={slot.taken >= slot.places}
                    onClick={() => onChoose(day.on, slot.time)}
                  >
                    {slot.time}
                  </button>
                ))}
              </div>
            ) : (
              <p className="soft">{t('visit.noTimes')}</p>
            )
          }
        </Field>
      )}
    </>
  )
}

function isIn(part: Part, time: string): boolean {
  switch (part) {
    case 'morning':
      return time < NOON
    case 'afternoon':
      return time >= NOON && time < EVENING_FROM
    case 'evening':
      return time >= EVENING_FROM
    default:
      return true
  }
}
