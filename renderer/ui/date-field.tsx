import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, Suspense, useState } from 'react'
import { isWholeDate, readDate } from '#renderer/i18n/date-text.ts'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'

// The calendar brings a library of dates with it; most days nobody opens one.
const DateCalendar = lazy(async () => ({ default: (await import('./date-calendar.tsx')).DateCalendar }))

interface DateFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'min' | 'max' | 'rightSection'> {
  /** A date, or empty when there is none. */
  readonly value: LocalDate | ''
  /** Called with a date, or with an empty text while what is typed is not one. */
  readonly onDate: (date: LocalDate | '') => void
  readonly min?: LocalDate | undefined
  readonly max?: LocalDate | undefined
}

/**
 * A date in the order of the desk's language. The browser's own field writes it in the language of the computer (11/26/2026 on an English
 * one) and forgets what it could not read. Alt+↓ opens a calendar, as in the browser's field.
 */
export function DateField({ value, onDate, min, max, error, onBlur, onKeyDown, size, ...field }: DateFieldProps) {
  const t = useText('shell')
  /** What stands in the field while it differs from the date it means; null when it is the date itself. */
  const [typed, setTyped] = useState<string | null>(null)
  const [told, setTold] = useState<LocalDate | ''>(value)
  const [before, setBefore] = useState<LocalDate | ''>(value)
  const [isLeft, setLeft] = useState(false)
  const [isOpen, setOpen] = useState(false)
  if (value !== before) {
    setBefore(value)
    // Somebody else has set another date, a preset of a filter for one: it stands instead of what was typed.
    if (value !== told) setTyped(null)
  }

  const tell = (date: LocalDate | '') => {
    setTold(date)
    if (date !== value) onDate(date)
  }
  const type = (text: string) => {
    setTyped(text)
    setLeft(false)
    tell(isWholeDate(text) ? (readDate(text, todayHere(Date.now())) ?? '') : '')
  }
  const leave = () => {
    setLeft(true)
    if (typed === null) return
    const date = readDate(typed, todayHere(Date.now()))
    if (date !== null || typed.trim() === '') setTyped(null)
    if (date !== null) tell(date)
  }
  const openByKey = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event)
    if (event.altKey && event.key === 'ArrowDown') {
      event.preventDefault()
      setOpen(true)
    } else if (event.key === 'Enter') leave()
  }

  const problem = () => {
    if (typed !== null && isLeft) return t('date.unreadable')
    if (value !== '' && min !== undefined && min !== '' && value < min)
      return t('date.tooEarly', { date: formatDate(min) })
    if (value !== '' && max !== undefined && max !== '' && value > max)
      return t('date.tooLate', { date: formatDate(max) })
    return null
  }

  return (
    // A text field may not say that it is expanded, so the roles are our own.
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      withRoles={false}
      shadow="md"
    >
      <Popover.Target>
        <TextInput
          {...field}
          {...(size === undefined ? {} : { size })}
          inputMode="numeric"
          autoComplete="off"
          aria-haspopup="dialog"
          aria-keyshortcuts="Alt+ArrowDown"
          placeholder={t('date.placeholder')}
          value={typed ?? (value === '' ? '' : formatDate(value))}
          error={problem() ?? error}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={openByKey}
          onBlur={(event) => {
            leave()
            onBlur?.(event)
          }}
          rightSection={
            <ActionIcon
              variant="subtle"
              color="gray"
              size={size === 'xs' ? 'sm' : 'md'}
              tabIndex={-1}
              aria-label={t('date.open')}
              onClick={() => setOpen(!isOpen)}
            >
              <IconCalendar size={size === 'xs' ? 14 : 16} aria-hidden />
            </ActionIcon>
          }
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('date.open')}>
        <Suspense fallback={null}>
          {isOpen ? (
            <DateCalendar
              value={value}
              min={min}
              max={max}
              onDate={(date) => {
                setTyped(null)
                tell(date)
                setOpen(false)
              }}
            />
          ) : null}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
