import { Spotlight, spotlight } from '@mantine/spotlight'
import { type Icon, IconBuildingHospital, IconFileText, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { PersonRow } from '#renderer/features/insured-persons/person-row.tsx'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import type { PersonHit } from '#renderer/sync/desk-data.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { SEARCH_MAX, useTextLimit } from '#renderer/ui/text-limit.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { ClinicId } from '#shared/kernel/ids.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { useClinicWords } from '../person/use-clinic-words.ts'
import { usePaletteRecords } from './palette-records.ts'

export interface PaletteAction {
  readonly id: string
  readonly label: string
  readonly icon: Icon
  /** Keys that do the same without the palette. */
  readonly keys?: string
  readonly run: () => void
}

interface CommandPaletteProps {
  readonly actions: readonly PaletteAction[]
  readonly onPerson: (person: InsuredPerson) => void
  /** Opens an appeal; left out where the desk has another way to them. */
  readonly onAppeal?: (appeal: Appeal) => void
  readonly onClinic?: (clinicId: ClinicId) => void
}

const PEOPLE_SHOWN = 6
const TEXT_SHOWN = 90

/** Ctrl+K: people, appeals, clinics and actions in one field, from anywhere. */
export function CommandPalette({ actions, onPerson, onAppeal, onClinic }: CommandPaletteProps) {
  const t = useText('shell')
  const { reads } = useDeskData()
  const { navigation } = useDesk()
  const isOpen = useNavigation((state) => state.isPaletteOpen)
  const clinicOf = useClinicWords()
  // Where the focus was: the field below has it before the dialog itself could remember.
  const before = useRef<HTMLElement | null>(null)
  const [typed, setTyped] = useState('')
  const [hits, setHits] = useState<readonly PersonHit[]>([])
  const limit = useTextLimit(SEARCH_MAX, setTyped)
  const asked = typed.trim()

  useEffect(() => {
    if (isOpen) {
      before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
      return spotlight.open()
    }
    spotlight.close()
    const place = before.current?.isConnected === false ? document.getElementById('zone-task') : before.current
    place?.focus()
    before.current = null
  }, [isOpen])

  useEffect(() => {
    let isCurrent = true
    if (asked === '') setHits([])
    else void reads.searchPersons(asked, PEOPLE_SHOWN).then((found) => isCurrent && setHits(found))
    return () => {
      isCurrent = false
    }
  }, [reads, asked])

  const found = usePaletteRecords(asked)
  const appeals = onAppeal === undefined ? [] : found.appeals
  const clinics = onClinic === undefined ? [] : found.clinics

  // The library marks the first line when something is typed, and the mark goes with its line when a later answer takes that away:
  // without this Enter would then do nothing.
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (list.current?.querySelector('[data-selected]') === null)
      list.current.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
  })

  const words = asked.toLocaleLowerCase()
  const fitting = actions.filter(({ label }) => label.toLocaleLowerCase().includes(words))

  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={limit.change}
      onSpotlightClose={() => navigation.showPalette(false)}
      shortcut={null}
      clearQueryOnClose
      scrollable
      maxHeight="60vh"
      lockScroll={false}
      returnFocus={false}
      // The first letter is typed right after Ctrl+K: nothing is waited for, or it would go into the form below.
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        autoFocus
        aria-label={t('palette.open')}
        leftSection={<IconSearch size={18} aria-hidden />}
        dir="auto"
        onPaste={limit.guard.onPaste}
        onDrop={limit.guard.onDrop}
      />
      {limit.refusal === null ? null : (
        <p className="field__message palette__message" role="alert">
          {refusalText(limit.refusal)}
        </p>
      )}
      <Spotlight.ActionsList ref={list}>
        {fitting.length > 0 ? (
          <Spotlight.ActionsGroup label={t('palette.actions')}>
            {fitting.map(({ id, label, icon: Glyph, keys, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                leftSection={<Glyph size={18} stroke={1.7} aria-hidden />}
                rightSection={keys === undefined ? undefined : <KeyHint keys={keys} />}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {hits.length > 0 ? (
          <Spotlight.ActionsGroup label={t('palette.people')}>
            {hits.map(({ person, isGuess }) => (
              <Spotlight.Action key={person.id} onClick={() => onPerson(person)}>
                <PersonRow person={person} clinic={clinicOf(person)} isGuess={isGuess} />
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {appeals.length > 0 ? (
          <Spotlight.ActionsGroup label={t('palette.appeals')}>
            {appeals.map((appeal) => (
              <Spotlight.Action
                key={appeal.id}
                label={`${appeal.number}, ${appeal.applicant.name}`}
                description={appeal.text.slice(0, TEXT_SHOWN)}
                leftSection={<IconFileText size={18} stroke={1.7} aria-hidden />}
                onClick={() => onAppeal?.(appeal)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {clinics.length > 0 ? (
          <Spotlight.ActionsGroup label={t('palette.clinics')}>
            {clinics.map((clinic) => (
              <Spotlight.Action
                key={clinic.id}
                label={clinic.shortName}
                description={clinic.units[0]?.address ?? ''}
                leftSection={<IconBuildingHospital size={18} stroke={1.7} aria-hidden />}
                onClick={() => onClinic?.(clinic.id)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {fitting.length + hits.length + appeals.length + clinics.length === 0 ? (
          <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
