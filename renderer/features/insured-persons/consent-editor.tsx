import { Button, Select } from '@mantine/core'
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { Consent, ConsentKind, ConsentTexts } from '#shared/features/insured-persons/consent.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

const KINDS = ['informing', 'sms', 'support', 'personalData'] as const
const WAYS = ['atPost', 'byVoice', 'withPolicy', 'atDoctor', 'atInsurer', 'byMail', 'onSite'] as const
const ICONS = { given: IconCheck, none: IconMinus, withdrawn: IconX } as const
const TONES = { given: 'accent', none: 'neutral', withdrawn: 'attention' } as const

interface ConsentEditorProps {
  readonly person: InsuredPerson
  /** All that were ever given, newest first. */
  readonly consents: readonly Consent[]
  /** The text of a kind in force today; null when there is none, then nothing can be taken. */
  readonly textOf: (kind: ConsentKind) => ConsentTexts[number] | null
  /** Where the record of a consent is: on this computer, sent, refused. */
  readonly markOf: (consent: Consent) => ReactNode
  readonly onGive: (text: ConsentTexts[number], way: Consent['way']) => void
  readonly onWithdraw: (kind: ConsentKind, consent: Consent | null) => void
}

/** What the person agreed to, by kind: taking by the approved text, withdrawing at once (REQUIREMENTS P12, DOMAIN §8). */
export function ConsentEditor({ person, consents, textOf, markOf, onGive, onWithdraw }: ConsentEditorProps) {
  return (
    <ul className="consents">
      {KINDS.map((kind) => (
        <One
          key={kind}
          kind={kind}
          state={person.consents[kind] ?? 'none'}
          present={consents.find((it) => it.kind === kind) ?? null}
          text={textOf(kind)}
          markOf={markOf}
          onGive={onGive}
          onWithdraw={onWithdraw}
        />
      ))}
    </ul>
  )
}

interface OneProps extends Pick<ConsentEditorProps, 'markOf' | 'onGive' | 'onWithdraw'> {
  readonly kind: ConsentKind
  readonly state: 'given' | 'none' | 'withdrawn'
  readonly present: Consent | null
  readonly text: ConsentTexts[number] | null
}

function One({ kind, state, present, text, markOf, onGive, onWithdraw }: OneProps) {
  const t = useText('insuredPersons')
  const [step, setStep] = useState<'rest' | 'taking' | 'withdrawing'>('rest')
  const [way, setWay] = useState<Consent['way']>('atPost')
  const name = t(`consent.kind.${kind}`)
  return (
    <li className="consents__one">
      <div className="consents__head">
        <strong>{name}</strong>
        <StateChip icon={ICONS[state]} tone={TONES[state]}>
          {t(`consent.state.${state}`)}
        </StateChip>
        <span className="soft digits">{state === 'none' ? '' : sinceWords(state, present, t)}</span>
        {present === null ? null : markOf(present)}
        {step !== 'rest' ? null : state === 'given' ? (
          <Button size="compact-sm" variant="default" onClick={() => setStep('withdrawing')}>
            {t('consent.withdraw')}
          </Button>
        ) : (
          <Button size="compact-sm" variant="light" disabled={text === null} onClick={() => setStep('taking')}>
            {t('consent.take')}
          </Button>
        )}
      </div>
      {step === 'taking' && text !== null ? (
        <div className="consents__step">
          <p className="soft">{t('consent.read')}</p>
          <blockquote>{text.text}</blockquote>
          <div className="contacts__row">
            <Select
              label={t('consent.way')}
              data={WAYS.map((it) => ({ value: it, label: t(`consent.way.${it}`) }))}
              value={way}
              onChange={(chosen) => chosen !== null && setWay(chosen as Consent['way'])}
              allowDeselect={false}
            />
            <Button
              onClick={() => {
                setStep('rest')
                onGive(text, way)
              }}
            >
              {t('consent.confirm')}
            </Button>
            <Button variant="default" onClick={() => setStep('rest')}>
              {t('consent.cancel')}
            </Button>
          </div>
        </div>
      ) : null}
      {step === 'withdrawing' ? (
        <div className="consents__step consents__step--row">
          <span>{t('consent.withdraw.sure')}</span>
          <Button
            color="red"
            size="compact-sm"
            onClick={() => {
              setStep('rest')
              onWithdraw(kind, present?.withdrawal === null ? present : null)
            }}
          >
            {t('consent.withdraw.yes')}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => setStep('rest')}>
            {t('consent.keep')}
          </Button>
        </div>
      ) : null}
    </li>
  )
}

function sinceWords(
  state: 'given' | 'withdrawn',
  present: Consent | null,
  t: ReturnType<typeof useText<'insuredPersons'>>,
): string {
  if (present === null) return state === 'given' ? t('consent.before') : ''
  if (present.withdrawal !== null) return t('consent.ended', { date: formatDate(present.withdrawal.on) })
  return t('consent.since', {
    date: formatDate(present.givenOn),
    version: present.textVersion,
    way: t(`consent.way.${present.way}`),
  })
}
