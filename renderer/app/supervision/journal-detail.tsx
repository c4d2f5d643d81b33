import { Button } from '@mantine/core'
import { IconPhone, IconUser } from '@tabler/icons-react'
import { useEffect } from 'react'
import { formatDate, formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Section } from '#renderer/ui/panel.tsx'
import type { JournalItem } from '#shared/features/appeals/journal.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'
import { AppealStateChip } from '../person/appeal-state-chip.tsx'
import { Facts } from './facts.tsx'
import { useThemeName } from './use-theme-name.ts'

interface JournalDetailProps {
  readonly item: JournalItem
  readonly onPerson: (personId: PersonId, callId: CallId | null) => void
  readonly onCall: (callId: CallId) => void
}

/** One appeal of the journal as it stands now. Opening it counts as a look at the person. */
export function JournalDetail({ item, onPerson, onCall }: JournalDetailProps) {
  const t = useText('supervision')
  const desk = useText('desk')
  useLanguage()
  const themeName = useThemeName()
  const { writes } = useDeskData()
  const { appeal } = item
  const personId = appeal.concernsId ?? appeal.applicant.personId
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), '')
  const clinic = clinics?.find((kept) => kept.data.id === appeal.clinicId)?.data.shortName ?? null
  useEffect(() => {
    if (personId !== null) void writes.noteLook({ personId, why: 'journal', callId: null })
  }, [writes, personId])
  return (
    <>
      <header className="sv-detail__head">
        <h2 className="sv-detail__title digits">{appeal.number}</h2>
        <AppealStateChip appeal={appeal} />
        <span className="sv-detail__actions">
          {personId === null ? null : (
            <Button
              size="xs"
              variant="light"
              leftSection={<IconUser size={15} />}
              onClick={() => onPerson(personId, appeal.callId)}
            >
              {t('detail.person')}
            </Button>
          )}
          {appeal.callId === null ? null : (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPhone size={15} />}
              onClick={() => appeal.callId !== null && onCall(appeal.callId)}
            >
              {t('detail.appeal.call')}
            </Button>
          )}
        </span>
      </header>
      <Section title={desk(`kind.${appeal.kind}`)}>
        <Facts
          facts={[
            [t('detail.appeal.theme'), themeName(appeal.themeCode)],
            [
              t('detail.appeal.applicant'),
              appeal.applicant.anonymous ? t('anonymous') : appeal.applicant.name || item.personName,
            ],
            [t('detail.appeal.concerns'), item.personName],
            [t('detail.appeal.clinic'), clinic],
            [t('detail.appeal.registered'), formatMoment(appeal.registeredAt, Date.now())],
            [
              t('detail.appeal.received'),
              appeal.receivedAt === null ? null : formatMoment(appeal.receivedAt, Date.now()),
            ],
            [t('detail.appeal.takenBy'), item.takenByName],
            [t('detail.appeal.assignedTo'), item.assignedToName ?? t('detail.appeal.nobody')],
            [t('detail.appeal.answerBy'), appeal.answerBy === null ? null : formatDate(appeal.answerBy)],
          ]}
        />
      </Section>
      <Section title={t('detail.appeal.text')}>
        <p className="sv-text">{appeal.text}</p>
      </Section>
      {appeal.resultText === '' ? null : (
        <Section title={t('detail.appeal.result')}>
          <p className="sv-text">{appeal.resultText}</p>
        </Section>
      )}
    </>
  )
}
