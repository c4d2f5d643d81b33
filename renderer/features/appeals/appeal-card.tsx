import { IconArrowForward, IconCheck, IconClock, IconProgress } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { formatDate, formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { DeliveryState } from '#renderer/sync/desk-data.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { type ThemeIndex, themeOf } from '#shared/features/appeals/find-theme.ts'
import { AppealDelivery } from './appeal-delivery.tsx'
import { themeWords } from './theme-finder.tsx'
import './appeals.css'

const STATE_ICONS = {
  registered: IconClock,
  inWork: IconProgress,
  waiting: IconClock,
  answered: IconCheck,
  closed: IconCheck,
  forwarded: IconArrowForward,
} as const

/** State of an appeal as icon and word. */
export function AppealState({ state }: { readonly state: Appeal['state'] }) {
  const t = useText('appeals')
  return (
    <StateChip icon={STATE_ICONS[state]} isPlain>
      {t(`state.${state}`)}
    </StateChip>
  )
}

/** Path of a theme; a code of another version of the classifier is shown as a code, not hidden. */
export function ThemePath({ index, code }: { readonly index: ThemeIndex | null; readonly code: string }) {
  const t = useText('appeals')
  const theme = index === null ? null : themeOf(index, code)
  return <span lang="ru">{theme === null ? t('card.themeUnknown', { code }) : themeWords(theme)}</span>
}

interface AppealCardProps {
  readonly appeal: Appeal
  readonly delivery: DeliveryState
  readonly themes: ThemeIndex | null
  /** Names that other slices know, by id; null when they are not on this desk. */
  readonly nameOfPerson: (id: string) => string | null
  readonly nameOfClinic: (id: string) => string | null
  /** Buttons of the desk that shows the card. */
  readonly actions?: ReactNode
}

/** One appeal in full, for the timeline, the list of an expert and the journal. */
export function AppealCard({ appeal, delivery, themes, nameOfPerson, nameOfClinic, actions }: AppealCardProps) {
  const t = useText('appeals')
  useLanguage()
  const now = Date.now()
  const { applicant } = appeal
  const applicantName =
    (applicant.personId === null ? null : nameOfPerson(applicant.personId)) ?? (applicant.name || t('card.anonymous'))
  const isSelf = appeal.concernsId === null || appeal.concernsId === applicant.personId
  const clinic = (appeal.clinicId === null ? null : nameOfClinic(appeal.clinicId)) ?? appeal.clinicName ?? null
  return (
    <article className="appeal-card" aria-label={`${t('title')} ${appeal.number}`}>
      <header className="appeal-card__head">
        <div>
          <p className="appeal-card__kind">
            {t(`kind.${appeal.kind}`)} <span className="digits">{appeal.number}</span>
          </p>
          <p className="appeal-card__theme">
            <ThemePath index={themes} code={appeal.themeCode} />
          </p>
        </div>
        <div className="appeal-card__chips">
          <AppealState state={appeal.state} />
          {appeal.justified === null ? null : (
            <StateChip icon={IconCheck} isPlain>
              {t(appeal.justified ? 'card.justified.yes' : 'card.justified.no')}
            </StateChip>
          )}
          <AppealDelivery delivery={delivery} receivedAt={appeal.receivedAt} />
        </div>
      </header>
      <dl className="appeal-facts">
        <Fact name={t('card.registeredAt')}>{formatMoment(appeal.registeredAt, now)}</Fact>
        {appeal.receivedAt === null ? null : (
          <Fact name={t('card.receivedAt')}>{formatMoment(appeal.receivedAt, now)}</Fact>
        )}
        {appeal.answerBy === null ? null : <Fact name={t('card.answerBy')}>{formatDate(appeal.answerBy)}</Fact>}
        <Fact name={t('card.applicant')}>
          {applicantName}
          {applicant.phone === null ? null : <span className="soft digits"> {applicant.phone}</span>}
        </Fact>
        {isSelf || appeal.concernsId === null ? null : (
          <Fact name={t('card.concerns')}>{nameOfPerson(appeal.concernsId) ?? '—'}</Fact>
        )}
        {clinic === null ? null : <Fact name={t('card.clinic')}>{clinic}</Fact>}
        <Fact name={t('card.channel')}>
          {t(`channel.${appeal.channel}`)}, {t(`form.${appeal.form}`).toLowerCase()}
          {appeal.source === 'direct' ? '' : `, ${t(`source.${appeal.source}`)}`}
        </Fact>
        <Fact name={t('card.result')}>{t(`result.${appeal.result}`)}</Fact>
        <Fact name={t('card.line')}>
          {t('card.line.value', { intake: appeal.intakeLine, review: appeal.reviewLine })}
        </Fact>
      </dl>
      <h4 className="appeal-card__label">{t('card.text')}</h4>
      <p className="appeal-card__text" dir="auto">
        {appeal.text}
      </p>
      {appeal.resultText === '' ? null : (
        <>
          <h4 className="appeal-card__label">{t('card.resultText')}</h4>
          <p className="appeal-card__text" dir="auto">
            {appeal.resultText}
          </p>
        </>
      )}
      {actions}
    </article>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="appeal-facts__row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
