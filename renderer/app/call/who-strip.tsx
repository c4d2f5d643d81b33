import { Button, TextInput } from '@mantine/core'
import { IconAddressBook, IconHelpCircle, IconUserCheck, IconUserQuestion } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { ageSexBirth } from '#renderer/features/insured-persons/person-words.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { createContact } from '#shared/features/insured-persons/commands.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { toPhoneNumber } from '#shared/kernel/phone.ts'
import { newId } from '../desk-parts.ts'
import { useSheetKeeping } from './call-flow-context.ts'
import type { CallSheet, ContactDraft, SheetEvent } from './call-sheet.ts'
import { CallerChooser } from './caller-chooser.tsx'
import { useCaller } from './use-caller.ts'

interface WhoStripProps {
  readonly sheet: CallSheet
  readonly onStep: (event: SheetEvent) => void
  readonly onFind: () => void
}

/** One line over the script: who is on the phone and how sure that is. A number never proves who speaks. */
export function WhoStrip({ sheet, onStep, onFind }: WhoStripProps) {
  const t = useText('desk')
  const { persons = [], contact = null } = useCaller(sheet.caller) ?? {}
  const { caller, contact: drafted = null } = sheet
  if (caller.kind === 'several') {
    return (
      <div className="who-strip who-strip--choice">
        <StateChip icon={IconUserQuestion} tone="attention">
          {t('ring.several', { count: caller.personIds.length })}
        </StateChip>
        <CallerChooser persons={persons} onChoose={(person) => onStep({ type: 'personChosen', personId: person.id })} />
      </div>
    )
  }
  const person = caller.kind === 'person' ? persons[0] : undefined
  return (
    <>
      <div className="who-strip">
        {person === undefined ? null : (
          <>
            <span className="who-strip__name">{fullName(person)}</span>
            <span className="soft digits who-strip__birth">{ageSexBirth(person, Date.now())}</span>
            <StateChip
              icon={isSure(sheet) ? IconUserCheck : IconUserQuestion}
              tone={isSure(sheet) ? 'accent' : 'attention'}
              isPlain
            >
              {t(isSure(sheet) ? 'who.sure' : 'who.unsure')}
            </StateChip>
          </>
        )}
        {contact === null ? null : (
          <>
            <span className="who-strip__name">{contact.name}</span>
            <StateChip icon={IconAddressBook} isPlain>
              {t('who.contact')}
            </StateChip>
            <span className="soft ellipsis">{contact.note}</span>
          </>
        )}
        {person === undefined && contact === null ? (
          <StateChip icon={IconHelpCircle} tone="attention" isPlain>
            {t('who.unknown')}
          </StateChip>
        ) : null}
        <span className="who-strip__actions">
          {person === undefined || isSure(sheet) ? null : (
            <Button
              variant="light"
              size="compact-sm"
              onClick={() => onStep({ type: 'personChosen', personId: person.id })}
            >
              {t('who.confirm')}
            </Button>
          )}
          <Button variant="default" size="compact-sm" onClick={onFind}>
            {t(person === undefined ? 'who.find' : 'who.other')}
          </Button>
          {person === undefined && contact === null && drafted === null ? (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() =>
                onStep({ type: 'contactDrafted', draft: { id: newId(), name: sheet.remoteName, note: '' } })
              }
            >
              {t('who.newContact')}
            </Button>
          ) : null}
        </span>
      </div>
      {drafted !== null && person === undefined && contact === null ? (
        <NewContact sheet={sheet} draft={drafted} onStep={onStep} />
      ) : null}
    </>
  )
}

function isSure(sheet: CallSheet): boolean {
  return sheet.caller.kind === 'person' && sheet.caller.isSure
}

interface NewContactProps {
  readonly sheet: CallSheet
  readonly draft: ContactDraft
  readonly onStep: (event: SheetEvent) => void
}

/** An unknown caller is kept by name, so that the next call from this number is not unknown any more (C2). */
function NewContact({ sheet, draft, onStep }: NewContactProps) {
  const t = useText('desk')
  const shell = useText('shell')
  const { writes } = useDeskData()
  const keeping = useSheetKeeping(sheet.callId)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const messageOf = (field: string): string | null => {
    const refusal = refusals.find((it) => it.field === field)
    return refusal === undefined ? null : refusalText(refusal)
  }

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const phone = toPhoneNumber(sheet.remoteNumber)
    const saved = await writes.dispatch(createContact, { ...draft, phone, clinicId: null })
    // A desk killed between the two writes finds the contact already there.
    const isThere = saved.ok || saved.error.some((refusal) => refusal.code === 'record.exists')
    if (isThere) onStep({ type: 'contactChosen', contactId: draft.id })
    else setRefusals(saved.error)
  }
  const change = (changed: Partial<ContactDraft>): void =>
    onStep({ type: 'contactDrafted', draft: { ...draft, ...changed } })

  return (
    <form className="new-contact" autoComplete="off" onSubmit={(event) => void save(event)}>
      <TextInput
        label={t('contact.name')}
        value={draft.name}
        autoFocus
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={messageOf('name')}
      />
      <TextInput
        label={t('contact.note')}
        placeholder={t('contact.note.hint')}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        error={messageOf('note')}
      />
      <span className="new-contact__buttons">
        <Button type="submit">{t('contact.save')}</Button>
        <Button variant="default" onClick={() => onStep({ type: 'contactDrafted', draft: null })}>
          {shell('common.cancel')}
        </Button>
        <KeptWord keeping={keeping} />
      </span>
    </form>
  )
}
