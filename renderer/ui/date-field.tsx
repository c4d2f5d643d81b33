import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, Suspense, useState } from 'react'
import { isWholeDate, readDate } from '#renderer/i18n/date-text.ts'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { isLocalDate, type LocalDate } from '#shared/kernel/calendar.ts'

// The calendar brings a library of dates with it; most days nobody opens one.
const DateCalendar = lazy(async () => ({ default: (await import('./date-calendar.tsx')).DateCalendar }))

interface DateFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'min' | 'max' | 'rightSection'> {
  /** A date, empty when there is none, or what was typed and is not one. */
  readonly value: LocalDate | string
  /**
   * Called with a date, or with what stands in the field while it is not one: the check of the form then refuses it, and it is kept with the
   * draft. An empty text in its place would be saved as no date.
   */
  readonly onDate: (date: LocalDate | string) => void
  readonly min?: LocalDate | undefined
  readonly max?: LocalDate | undefined
}

/**
 * A date in the order of the desk's language. The browser's own field writes it in the language of the computer (11/26/2026 on an English
 * one) and forgets what it could not read. Alt+↓ opens a calendar, as in the browser's field.
 */
export function DateField({ value, onDate, min, max, error, onBlur, onKeyDown, size, ...field }: DateFieldProps) {
  const t = useText('shell')
  /** What is typed now, left alone until the field is left; null while the field shows its value. */
  const [typed, setTyped] = useState<string | null>(null)
  const [told, setTold] = useState(value)
  const [before, setBefore] = useState(value)
  const [isOpen, setOpen] = useState(false)
  if (value !== before) {
    setBefore(value)
    // Somebody else has set another date, a preset of a filter for one: it stands instead of what was typed.
    if (value !== told) setTyped(null)
  }

  const tell = (date: string): void => {
    setTold(date)
    if (date !== value) onDate(date)
  }
  const type = (text: string): void => {
    setTyped(text)
    tell((isWholeDate(text) ? readDate(text, todayHere(Date.now())) : null) ?? text.trim())
  }
  const leave = (): void => {
    if (typed === null) return
    const date = readDate(typed, todayHere(Date.now()))
    if (date !== null) tell(date)
    setTyped(null)
  }
  const openByKey = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event)
    if (event.altKey && event.key === 'ArrowDown') {
      event.preventDefault()
      setOpen(true)
    } else if (event.key === 'Enter') leave()
  }

  const problem = (): string | null => {
    if (typed !== null || value === '') return null
    if (!isLocalDate(value)) return t('date.unreadable')
    if (min !== undefined && isLocalDate(min) && value < min) return t('date.tooEarly', { date: formatDate(min) })
    if (max !== undefined && isLocalDate(max) && value > max) return t('date.tooLate', { date: formatDate(max) })
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
          value={typed ?? (isLocalDate(value) ? formatDate(value) : value)}
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
              value={isLocalDate(value) ? value : null}
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
