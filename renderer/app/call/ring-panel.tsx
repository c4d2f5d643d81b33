import { IconPhoneIncoming, IconPhoneOutgoing, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Marks } from '#renderer/features/insured-persons/marks.tsx'
import { ageSexBirth } from '#renderer/features/insured-persons/person-words.ts'
import { PreventionBlock } from '#renderer/features/insured-persons/prevention-block.tsx'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { textsOf, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { AppealStateChip } from '../person/appeal-state-chip.tsx'
import { pastOf, type TimelineEntry } from '../person/timeline-entries.ts'
import { useClinicWords } from '../person/use-clinic-words.ts'
import { usePreventionWhy } from '../person/use-prevention-why.ts'
import { type CallSheet, phaseOf } from './call-sheet.ts'
import { CallerChooser } from './caller-chooser.tsx'
import { useCaller } from './use-caller.ts'
import './call.css'

interface RingPanelProps {
  readonly sheet: CallSheet
  /** Answer and decline, from the telephone. */
  readonly actions: ReactNode
  readonly onChoose: (person: InsuredPerson) => void
}

/** Everything known about the caller on one screen before the call is answered, from the local store alone (C2, C3). */
export function RingPanel({ sheet, actions, onChoose }: RingPanelProps) {
  const t = useText('desk')
  useLanguage()
  const { persons = [], contact = null } = useCaller(sheet) ?? {}
  const clinicOf = useClinicWords()
  const isIncoming = sheet.direction === 'in'
  const Glyph = isIncoming ? IconPhoneIncoming : IconPhoneOutgoing
  const number = formatPhone(sheet.remoteNumber) || t('work.calls.hidden')
  const person = sheet.caller.kind === 'person' ? persons[0] : undefined
  return (
    <div className="ring-panel scrolls">
      <section className="ring-card" aria-label={t(isIncoming ? 'ring.incoming' : 'ring.outgoing')}>
        <div className="ring-card__head">
          <span className="ring-card__pulse">
            <Glyph size={22} stroke={1.8} aria-hidden />
          </span>
          <div className="ring-card__who">
            <h1 className="ring-card__name">{nameOf(sheet, person, contact?.name, t)}</h1>
            {person === undefined ? null : (
              <p className="ring-card__line digits">
                {ageSexBirth(person, Date.now())} · {clinicOf(person)}
              </p>
            )}
            {contact === null || contact.note === '' ? null : <p className="ring-card__line">{contact.note}</p>}
            <p className="ring-card__line digits">
              {number} · {t(`ring.source.${sheet.source}`)}
            </p>
            {person === undefined ? null : (
              <div className="ring-card__marks">
                <Marks marks={person.marks} />
              </div>
            )}
          </div>
        </div>
        {person === undefined ? null : <KnownPerson key={person.id} person={person} />}
        {sheet.caller.kind === 'several' ? <CallerChooser persons={persons} onChoose={onChoose} /> : null}
        {sheet.caller.kind === 'unknown' ? (
          <p className="ring-card__note">
            <IconSearch size={14} aria-hidden /> {t('ring.unknown.hint')} <KeyHint keys="/" />
          </p>
        ) : null}
        {phaseOf(sheet) === 'ringing' ? <div className="ring-card__actions">{actions}</div> : null}
      </section>
    </div>
  )
}

function nameOf(
  sheet: CallSheet,
  person: InsuredPerson | undefined,
  contactName: string | undefined,
  t: ReturnType<typeof useText<'desk'>>,
): string {
  if (person !== undefined) return fullName(person)
  if (contactName !== undefined) return contactName
  if (sheet.caller.kind === 'several') return t('ring.several', { count: sheet.caller.personIds.length })
  return sheet.caller.kind === 'unknown' ? t('ring.unknown') : t('ring.looking')
}

const CONTACTS_SHOWN = 3

function KnownPerson({ person }: { readonly person: InsuredPerson }) {
  const t = useText('desk')
  const why = usePreventionWhy(person)
  const history = useDeskRead(
    ['appeal', 'call', 'scriptRun', 'informing'],
    (reads) => reads.history(person.id),
    person.id,
  )
  const past = history === undefined ? null : pastOf(history)
  const contacts = (past?.timeline ?? []).filter((entry) => entry.kind !== 'run').slice(0, CONTACTS_SHOWN)
  return (
    <>
      <PreventionBlock person={person} why={why} />
      <div className="ring-facts">
        <section>
          <h3>{t('past.open')}</h3>
          {past === null || past.openAppeals.length === 0 ? (
            <span className="soft">{t('ring.noOpen')}</span>
          ) : (
            <ul>
              {past.openAppeals.slice(0, 2).map(({ data }) => (
                <li key={data.id}>
                  <span className="digits">
                    {t('past.appeal', { kind: t(`kind.${data.kind}`), number: data.number })}
                  </span>
                  <small className="timeline__text">{data.text}</small>
                  <AppealStateChip appeal={data} />
                </li>
              ))}
            </ul>
          )}
        </section>
        <section>
          <h3>{t('ring.contacts')}</h3>
          {contacts.length === 0 ? (
            <span className="soft">{t('past.empty')}</span>
          ) : (
            <ul>
              {contacts.map((entry) => (
                <li key={`${entry.kind}${entry.at}`}>
                  <span className="digits">
                    {formatMoment(entry.at, Date.now())} · {wordsOf(entry, t)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </>
  )
}

function wordsOf(entry: TimelineEntry, t: ReturnType<typeof useText<'desk'>>): string {
  switch (entry.kind) {
    case 'appeal':
      return t(`kind.${entry.appeal.kind}`)
    case 'call':
      return entry.call.outcome === null
        ? t(entry.call.direction === 'in' ? 'past.call.in' : 'past.call.out')
        : t(`outcome.${entry.call.outcome}`)
    case 'informing':
      return `${t('past.informing')}: ${t(`informing.${entry.informing.result}`)}`
    case 'visit':
      return textsOf('clinics')('past.visit')
    case 'assistance':
      return textsOf('clinics')('past.assistance')
    case 'run':
      return t('past.run')
  }
}
