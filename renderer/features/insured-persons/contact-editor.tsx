import { Button, MultiSelect, Select, TextInput } from '@mantine/core'
import { IconPhoneCheck, IconPhoneOff } from '@tabler/icons-react'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import type { ContactChange, ContactCorrection } from '#shared/features/insured-persons/contact-change.ts'
import {
  type InsuredPerson,
  isPhoneInForce,
  type PersonPhone,
  REACH_WAYS,
  type ReachWay,
} from '#shared/features/insured-persons/person.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { formatPhone, toPhoneNumber } from '#shared/kernel/phone.ts'
import { phoneDays } from './person-words.ts'

const SOURCES = ['person', 'relative', 'neighbour', 'clinic', 'call', 'document'] as const
const KINDS = ['mobile', 'home', 'work'] as const

/** What is typed and not saved yet; the caller keeps it. */
export interface ContactDraft {
  readonly source: ContactChange['source']
  readonly number: string
  readonly kind: (typeof KINDS)[number]
  /** First day on which what is said holds; null for today. Drafts of before have neither day. */
  readonly since?: LocalDate | null
  /** Last day of the new number; null when none is known. */
  readonly until?: LocalDate | null
  /** Null while the person's own value stands. */
  readonly email: string | null
  readonly address: InsuredPerson['address'] | null
}

export const EMPTY_CONTACT: ContactDraft = { source: 'person', number: '', kind: 'mobile', email: null, address: null }

interface ContactEditorProps {
  readonly person: InsuredPerson
  readonly draft: ContactDraft
  readonly onDraft: (draft: ContactDraft) => void
  /** Resolves with what was wrong, empty when it is saved. */
  readonly onCorrect: (correction: ContactCorrection, source: ContactChange['source']) => Promise<readonly Refusal[]>
}

/** Telephones, mail and address, each corrected by itself with the one who said so (REQUIREMENTS P12). */
export function ContactEditor({ person, draft, onDraft, onCorrect }: ContactEditorProps) {
  const t = useText('insuredPersons')
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const set = (more: Partial<ContactDraft>): void => onDraft({ ...draft, ...more })
  const address = draft.address ?? person.address
  const today = todayHere(Date.now())
  const since = draft.since ?? today
  const messageOf = (...fields: string[]): string | null => {
    const found = refusals.find(({ field }) => field !== undefined && fields.includes(field))
    return found === undefined ? null : refusalText(found)
  }

  async function correct(correction: ContactCorrection, left: Partial<ContactDraft>): Promise<void> {
    const refused = await onCorrect(correction, draft.source)
    setRefusals(refused)
    if (refused.length === 0) set(left)
  }

  return (
    <div className="contacts">
      <div className="contacts__row">
        <Select
          label={t('data.source')}
          data={SOURCES.map((source) => ({ value: source, label: t(`data.source.${source}`) }))}
          value={draft.source}
          onChange={(source) => source !== null && set({ source: source as ContactDraft['source'] })}
          allowDeselect={false}
        />
        <DateField label={t('data.since')} value={since} onDate={(date) => set({ since: date || null })} />
      </div>
      <ul className="contacts__phones">
        {person.phones.map((phone) => {
          const isOver = !phone.valid || (phone.validTo ?? today) < today
          return (
            <li key={phone.number}>
              <Phone phone={phone} />
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={isOver ? <IconPhoneCheck size={14} /> : <IconPhoneOff size={14} />}
                onClick={() =>
                  void correct({ what: 'markPhone', number: phone.number, valid: isOver, since }, { since: null })
                }
              >
                {t(isOver ? 'data.phone.right' : 'data.phone.wrong')}
              </Button>
            </li>
          )
        })}
      </ul>
      <form
        autoComplete="off"
        className="contacts__row"
        onSubmit={(event) => {
          event.preventDefault()
          const number = toPhoneNumber(draft.number) ?? draft.number
          const until = draft.until == null ? {} : { validTo: draft.until }
          void correct(
            { what: 'addPhone', number, kind: draft.kind, validFrom: since, ...until },
            { number: '', since: null, until: null },
          )
        }}
      >
        <TextInput
          type="tel"
          label={t('data.phone.new')}
          value={draft.number}
          onChange={(event) => set({ number: event.currentTarget.value })}
          error={messageOf('correction.number')}
        />
        <Select
          label={t('data.phone.kind')}
          data={KINDS.map((kind) => ({ value: kind, label: t(`phone.${kind}`) }))}
          value={draft.kind}
          onChange={(kind) => kind !== null && set({ kind: kind as ContactDraft['kind'] })}
          allowDeselect={false}
        />
        <DateField
          label={t('data.phone.until')}
          value={draft.until ?? ''}
          onDate={(date) => set({ until: date || null })}
          error={messageOf('correction.validTo')}
        />
        <Button type="submit" variant="light">
          {t('data.phone.add')}
        </Button>
      </form>
      <MultiSelect
        label={t('data.ways')}
        placeholder={person.preferredWays?.length ? '' : t('data.ways.any')}
        data={REACH_WAYS.map((way) => ({ value: way, label: t(`way.${way}`) }))}
        value={[...(person.preferredWays ?? [])]}
        onChange={(ways) => void correct({ what: 'ways', ways: ways as ReachWay[] }, {})}
        error={messageOf('correction.ways')}
      />
      <form
        autoComplete="off"
        className="contacts__row"
        onSubmit={(event) => {
          event.preventDefault()
          const typed = (draft.email ?? person.email ?? '').trim()
          void correct({ what: 'email', email: typed === '' ? null : typed }, { email: null })
        }}
      >
        <TextInput
          label={t('data.email')}
          value={draft.email ?? person.email ?? ''}
          onChange={(event) => set({ email: event.currentTarget.value })}
          error={messageOf('correction.email', 'correction')}
        />
        <Button type="submit" variant="light" disabled={draft.email === null}>
          {t('data.save')}
        </Button>
      </form>
      <form
        autoComplete="off"
        className="contacts__row contacts__row--address"
        onSubmit={(event) => {
          event.preventDefault()
          void correct({ what: 'address', address: trimmed(address) }, { address: null })
        }}
      >
        {(['street', 'house', 'building', 'flat'] as const).map((part) => (
          <TextInput
            key={part}
            label={t(`data.${part}`)}
            value={address[part] ?? ''}
            onChange={(event) => set({ address: { ...address, [part]: event.currentTarget.value } })}
            error={messageOf(`correction.address.${part}`)}
          />
        ))}
        <Button type="submit" variant="light" disabled={draft.address === null}>
          {t('data.save')}
        </Button>
      </form>
    </div>
  )
}

/** A number with whose it is, its days and on whose word. */
function Phone({ phone }: { readonly phone: PersonPhone }) {
  const t = useText('insuredPersons')
  const words = [
    t(`phone.${phone.kind}`),
    phoneDays(phone) || (phone.valid ? '' : t('phone.invalid')),
    phone.source === undefined ? '' : t('phone.source', { who: t(`data.source.${phone.source}`) }),
  ]
  return (
    <>
      <span className={`digits nowrap ${isPhoneInForce(phone, todayHere(Date.now())) ? '' : 'phones__wrong'}`}>
        {formatPhone(phone.number)}
      </span>
      <span className="soft">{words.filter((word) => word !== '').join(', ')}</span>
    </>
  )
}

function trimmed(address: InsuredPerson['address']): InsuredPerson['address'] {
  const orNull = (typed: string | null): string | null => typed?.trim() || null
  return {
    street: address.street.trim(),
    house: address.house.trim(),
    building: orNull(address.building),
    flat: orNull(address.flat),
  }
}
