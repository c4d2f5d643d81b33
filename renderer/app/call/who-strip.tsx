import { Button, TextInput } from '@mantine/core'
import { IconAddressBook, IconHelpCircle, IconUserCheck, IconUserQuestion } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { ageSexBirth } from '#renderer/features/insured-persons/person-words.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { useTextLimit } from '#renderer/ui/text-limit.ts'
import { createContact } from '#shared/features/insured-persons/commands.ts'
import { CONTACT_NAME_MAX, CONTACT_NOTE_MAX } from '#shared/features/insured-persons/contact.ts'
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
  const draft = sheet.contact ?? null
  const { persons = [], contact = null } = useCaller(sheet) ?? {}
  const { caller } = sheet
  const beginContact = (): void =>
    onStep({ type: 'contactDrafted', draft: { id: newId(), name: sheet.remoteName, note: '' } })
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
            <bdi className="who-strip__name">{contact.name}</bdi>
            <StateChip icon={IconAddressBook} isPlain>
              {t('who.contact')}
            </StateChip>
            <bdi className="soft ellipsis">{contact.note}</bdi>
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
          {person === undefined && contact === null && draft === null ? (
            <Button variant="default" size="compact-sm" onClick={beginContact}>
              {t('who.newContact')}
            </Button>
          ) : null}
        </span>
      </div>
      {draft !== null && person === undefined && contact === null ? (
        <NewContact sheet={sheet} draft={draft} onStep={onStep} />
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
  readonly onStep: WhoStripProps['onStep']
}

/** An unknown caller is kept by name, so that the next call from this number is not unknown any more (C2). */
function NewContact({ sheet, draft, onStep }: NewContactProps) {
  const t = useText('desk')
  const shell = useText('shell')
  const { writes } = useDeskData()
  const keeping = useSheetKeeping(sheet.callId)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const change = (part: Partial<ContactDraft>): void => onStep({ type: 'contactDrafted', draft: { ...draft, ...part } })
  const name = useTextLimit(CONTACT_NAME_MAX, (text) => change({ name: text }))
  const note = useTextLimit(CONTACT_NOTE_MAX, (text) => change({ note: text }))
  function messageOf(field: string, limit: Refusal | null): string | null {
    const refusal = limit ?? refusals.find((it) => it.field === field)
    return refusal ? refusalText(refusal) : null
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

  return (
    <form
      className="new-contact"
      noValidate
      autoComplete="off"
      aria-label={t('who.newContact')}
      onSubmit={(event) => void save(event)}
    >
      <TextInput
        label={t('contact.name')}
        value={draft.name}
        autoFocus
        dir="auto"
        {...name.guard}
        error={messageOf('name', name.refusal)}
      />
      <TextInput
        label={t('contact.note')}
        placeholder={t('contact.note.hint')}
        value={draft.note}
        dir="auto"
        {...note.guard}
        error={messageOf('note', note.refusal)}
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
