import { DatePicker } from '@mantine/dates'
import '@mantine/dates/styles.css'
import 'dayjs/locale/ru'
import { useEffect, useRef } from 'react'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'

interface DateCalendarProps {
  /** The day that is chosen, if what stands in the field is one. */
  readonly value: LocalDate | null
  readonly onDate: (date: LocalDate) => void
  readonly min?: LocalDate | undefined
  readonly max?: LocalDate | undefined
}

/** A month to choose a day in. Apart from the field, for it is loaded when it is opened. */
export function DateCalendar({ value, onDate, min, max }: DateCalendarProps) {
  const t = useText('shell')
  const month = useRef<HTMLDivElement>(null)
  // It comes after its frame has looked for something to focus: arrows work from the day at once.
  useEffect(() => month.current?.querySelector<HTMLElement>('.mantine-DatePicker-day[tabindex="0"]')?.focus(), [])
  return (
    <DatePicker
      ref={month}
      size="sm"
      locale={useLanguage()}
      firstDayOfWeek={1}
      value={value}
      defaultDate={value ?? todayHere(Date.now())}
      {...(min ? { minDate: min } : {})}
      {...(max ? { maxDate: max } : {})}
      onChange={(date) => {
        if (date !== null) onDate(date)
      }}
      highlightToday
      ariaLabels={{
        previousMonth: t('date.previousMonth'),
        nextMonth: t('date.nextMonth'),
        previousYear: t('date.previousYear'),
        nextYear: t('date.nextYear'),
        previousDecade: t('date.previousDecade'),
        nextDecade: t('date.nextDecade'),
        monthLevelControl: t('date.chooseMonth'),
        yearLevelControl: t('date.chooseYear'),
      }}
    />
  )
}
