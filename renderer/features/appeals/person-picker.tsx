import { useEffect, useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { PersonHit } from '#renderer/sync/desk-data.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { typedDoubt } from '#shared/kernel/typed-doubt.ts'
import type { ChosenPerson } from './appeal-intake.ts'
import { FinderBox } from './finder-box.tsx'

const HITS_MAX = 8

interface PersonPickerProps {
  readonly label: string
  readonly chosen: ChosenPerson | null
  readonly onChoose: (person: ChosenPerson) => void
  readonly error: string | null
}

/** Somebody out of the registry, found as everywhere on the desk. */
export function PersonPicker({ label, chosen, onChoose, error }: PersonPickerProps) {
  const t = useText('appeals')
  useLanguage()
  const { reads } = useDeskData()
  const [typed, setTyped] = useState('')
  const [hits, setHits] = useState<readonly PersonHit[]>([])
  const asked = typed.trim()

  useEffect(() => {
    if (asked === '') return setHits([])
    let isCurrent = true
    void reads.searchPersons(asked, HITS_MAX).then((found) => {
      if (isCurrent) setHits(found)
    })
    return () => {
      isCurrent = false
    }
  }, [reads, asked])

  const doubt = typedDoubt(asked, todayHere(Date.now()))
  return (
    <FinderBox
      label={label}
      placeholder={t('person.placeholder')}
      typed={typed}
      onType={setTyped}
      items={hits}
      keyOf={(hit) => hit.person.id}
      onChoose={(hit) => {
        setTyped('')
        onChoose({ id: hit.person.id, name: nameOf(hit) })
      }}
      error={error}
      chosen={chosen?.name ?? ''}
      notice={
        asked !== '' && hits.length === 0 ? (
          <p className="finder__notice">{doubt === null ? t('person.nothing') : refusalText(doubt)}</p>
        ) : null
      }
    >
      {(hit) => (
        <>
          <span className="theme-row">{nameOf(hit)}</span>
          <span className="theme-row__code digits">{formatDate(hit.person.birthDate)}</span>
        </>
      )}
    </FinderBox>
  )
}

function nameOf({ person }: PersonHit): string {
  return [person.surname, person.givenName, person.patronymic].filter(Boolean).join(' ')
}
