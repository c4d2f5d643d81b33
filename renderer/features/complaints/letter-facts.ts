import { isLocalDate, type LocalDate } from '#shared/kernel/calendar.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** What a letter brings besides the appeal, as it is typed. */
export interface LetterFacts {
  readonly receivedOn: string
  readonly incomingNumber: string
  /** Empty when the letter bears no date. */
  readonly incomingOn: string
}

export function emptyLetter(today: LocalDate): LetterFacts {
  return { receivedOn: today, incomingNumber: '', incomingOn: '' }
}

/**
 * What must be right before the letter is registered. The legal terms run from the day of receipt (REQUIREMENTS E1): one that cannot be read
 * is asked for, never taken as today.
 */
export function letterProblems({ receivedOn, incomingOn }: LetterFacts, today: LocalDate): readonly Refusal[] {
  const problems: Refusal[] = []
  if (receivedOn === '') problems.push(refuse('input.required', 'receivedOn'))
  else if (!isLocalDate(receivedOn)) problems.push(refuse('date.invalid', 'receivedOn'))
  else if (receivedOn > today) problems.push(refuse('complaints.receivedAfterRegistration', 'receivedOn'))
  if (incomingOn !== '' && !isLocalDate(incomingOn)) problems.push(refuse('date.invalid', 'incomingOn'))
  return problems
}
