import { useEffect } from 'react'
import { PersonRow } from '#renderer/features/insured-persons/person-row.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { isTypingIn } from '../keymap.ts'
import { useClinicWords } from '../person/use-clinic-words.ts'

interface CallerChooserProps {
  readonly persons: readonly InsuredPerson[]
  readonly onChoose: (person: InsuredPerson) => void
}

/** Several people behind one number: told apart by age and the tail of the policy, chosen by a digit. */
export function CallerChooser({ persons, onChoose }: CallerChooserProps) {
  const t = useText('desk')
  const clinicOf = useClinicWords()

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
      if (digit === undefined || event.altKey || event.ctrlKey || event.metaKey || isTypingIn(event.target)) return
      const person = persons[Number(digit) - 1]
      if (person === undefined) return
      event.preventDefault()
      // The digit is this list's alone: the script under it must not take it for an answer.
      event.stopImmediatePropagation()
      onChoose(person)
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [persons, onChoose])

  return (
    <ol className="callers" aria-label={t('ring.choose')}>
      {persons.map((person, index) => (
        <li key={person.id}>
          <button type="button" className="callers__one" onClick={() => onChoose(person)}>
            {index < 9 ? <KeyHint keys={String(index + 1)} /> : null}
            <PersonRow person={person} clinic={clinicOf(person)} />
          </button>
        </li>
      ))}
    </ol>
  )
}
