import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { ConsentEditor } from '#renderer/features/insured-persons/consent-editor.tsx'
import { ContactEditor, EMPTY_CONTACT } from '#renderer/features/insured-persons/contact-editor.tsx'
import { ageSexBirth, phoneDays, waysLine } from '#renderer/features/insured-persons/person-words.ts'
import { formatDate, formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { correctContact, giveConsent, withdrawConsent } from '#shared/features/insured-persons/commands.ts'
import {
  type Consent,
  type ConsentKind,
  type ConsentTexts,
  consentTextOn,
} from '#shared/features/insured-persons/consent.ts'
import type { ContactChange, ContactCorrection } from '#shared/features/insured-persons/contact-change.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { ConsentId, ContactChangeId } from '#shared/kernel/ids.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { newId } from '../desk-parts.ts'
import { DeliveryWord } from '../person/delivery-word.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'
import { CONSENT_TEXTS } from './reference.ts'
import { useDraft } from './use-draft.ts'
import './clinic.css'

interface PersonDataTaskProps {
  readonly person: InsuredPerson
  readonly onClose: () => void
}

/** Contact data and consents of one person, with who changed what and on whose word (REQUIREMENTS P12). */
export function PersonDataTask({ person, onClose }: PersonDataTaskProps) {
  const t = useText('insuredPersons')
  useLanguage()
  const { writes } = useDeskData()
  const draft = useDraft(`contacts/${person.id}`, EMPTY_CONTACT)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const today = todayHere(Date.now())
  const consents = useDeskRead(
    ['consent'],
    (reads) => reads.records('consent', (it) => it.personId === person.id),
    person.id,
  )
  const newest = [...(consents ?? [])].map(({ data }) => data).sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))

  async function correct(correction: ContactCorrection, source: ContactChange['source']): Promise<readonly Refusal[]> {
    const id = newId<ContactChangeId>()
    const done = await writes.dispatch(correctContact, { id, personId: person.id, correction, source, note: '' })
    return done.ok ? [] : done.error
  }

  async function give(text: ConsentTexts[number], way: Consent['way']): Promise<void> {
    const { kind, version: textVersion } = text
    const id = newId<ConsentId>()
    const done = await writes.dispatch(giveConsent, {
      id,
      personId: person.id,
      kind,
      textVersion,
      way,
      givenOn: today,
      note: '',
    })
    setRefusals(done.ok ? [] : done.error)
  }

  async function withdraw(kind: ConsentKind, consent: Consent | null): Promise<void> {
    const done = await writes.dispatch(withdrawConsent, {
      id: consent?.id ?? null,
      newId: newId<ConsentId>(),
      personId: person.id,
      kind,
      on: today,
      cause: 'byPerson',
      note: '',
    })
    setRefusals(done.ok ? [] : done.error)
  }

  return (
    <TaskFrame title={t('data.title')} onClose={onClose}>
      <Panel
        title={fullName(person)}
        className="panel--whole"
        aside={<span className="soft digits">{ageSexBirth(person, Date.now())}</span>}
        isPadded
      >
        {draft.value === undefined ? null : (
          <ContactEditor person={person} draft={draft.value} onDraft={draft.set} onCorrect={correct} />
        )}
      </Panel>
      <Panel title={t('consents.title')} className="panel--whole">
        <ConsentEditor
          person={person}
          consents={newest}
          textOf={(kind) => consentTextOn(CONSENT_TEXTS, kind, today)}
          markOf={(consent) => (
            <DeliveryWord delivery={consents?.find(({ id }) => id === consent.id)?.delivery ?? 'sent'} />
          )}
          onGive={(text, way) => void give(text, way)}
          onWithdraw={(kind, consent) => void withdraw(kind, consent)}
        />
        {refusals.map((refusal) => (
          <p key={refusal.code} className="field__message" role="alert">
            {refusalText(refusal)}
          </p>
        ))}
      </Panel>
      <History personId={person.id} />
    </TaskFrame>
  )
}

function History({ personId }: { readonly personId: string }) {
  const t = useText('insuredPersons')
  const changes = useDeskRead(
    ['contactChange', 'representative'],
    async (reads) => {
      const found = await reads.records('contactChange', (it) => it.personId === personId)
      const staff = await reads.records('representative')
      const names = new Map(staff.map(({ id, data }) => [id, data.name]))
      return [...found]
        .sort((a, b) => (a.data.at < b.data.at ? 1 : -1))
        .map((change) => ({ change, by: names.get(change.data.by) ?? '' }))
    },
    personId,
  )
  return (
    <Panel title={t('data.history')} className="panel--whole" aside={<IconHistory size={16} aria-hidden />}>
      {changes === undefined ? null : changes.length === 0 ? (
        <p className="waits__none">{t('data.history.none')}</p>
      ) : (
        <ul className="changes">
          {changes.map(({ change, by }) => (
            <Change key={change.id} change={change} by={by} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Change({ change: { data, delivery }, by }: { readonly change: Kept<'contactChange'>; readonly by: string }) {
  const t = useText('insuredPersons')
  return (
    <li>
      <span>{changeWords(data, t)}</span>
      <span className="soft">
        {t(`data.source.${data.source}`)}
        {by === '' ? '' : `, ${by}`}
      </span>
      <time className="soft digits" dateTime={data.at}>
        {formatMoment(data.at, Date.now())}
      </time>
      <DeliveryWord delivery={delivery} />
    </li>
  )
}

function changeWords({ correction, before }: ContactChange, t: ReturnType<typeof useText<'insuredPersons'>>): string {
  switch (correction.what) {
    case 'addPhone': {
      const days = phoneDays({ ...correction, valid: true })
      return `${t('data.change.addPhone', { value: formatPhone(correction.number) })} ${days}`.trim()
    }
    case 'markPhone': {
      const { number, valid, since } = correction
      const said = t(valid ? 'data.change.phoneRight' : 'data.change.phoneWrong', { value: formatPhone(number) })
      return since === undefined ? said : `${said} ${t('phone.from', { date: formatDate(since) })}`
    }
    case 'email':
      return correction.email === null
        ? t('data.change.emailRemoved')
        : t('data.change.email', { value: correction.email })
    case 'ways':
      return correction.ways.length === 0
        ? t('data.change.waysAny')
        : t('data.change.ways', { value: waysLine(correction.ways) })
    case 'address':
      return t('data.change.address', { value: before })
  }
}
