import { ActionIcon, Tooltip } from '@mantine/core'
import { IconFilePlus, IconUserSearch, IconX } from '@tabler/icons-react'
import { type Ref, useDeferredValue } from 'react'
import { PersonCard } from '#renderer/features/insured-persons/person-card.tsx'
import { PersonSearch } from '#renderer/features/insured-persons/person-search.tsx'
import { PreventionBlock } from '#renderer/features/insured-persons/prevention-block.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Section } from '#renderer/ui/panel.tsx'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { PersonActions } from '../clinic/person-actions.tsx'
import { useNavigation, useSyncStatus } from '../desk-context.tsx'
import type { OpenPerson } from '../desk-store.ts'
import { DESK_KEYS } from '../keymap.ts'
import { AppealStateChip } from './appeal-state-chip.tsx'
import { PersonState } from './person-state.tsx'
import { Timeline } from './timeline.tsx'
import { pastOf } from './timeline-entries.ts'
import { useClinicWords } from './use-clinic-words.ts'
import { useLook } from './use-look.ts'
import { usePreventionWhy } from './use-prevention-why.ts'

export interface PersonZoneProps {
  readonly searchRef: Ref<HTMLInputElement>
  readonly onChoose: (person: InsuredPerson) => void
  readonly onOpenAppeal: (appeal: Appeal) => void
  readonly onNewAppeal: (() => void) | null
  readonly onCall: ((number: string) => void) | null
  readonly onClose: () => void
}

/** The right zone: search above, the open person below. */
export function PersonZone({ searchRef, onChoose, onClose, ...actions }: PersonZoneProps) {
  const t = useText('desk')
  // The name of the one who calls is painted first, the whole card after it: they ring while the card is drawn.
  const open = useDeferredValue(useNavigation((state) => state.person))
  const clinicOf = useClinicWords()
  const loading = useSyncStatus((status) => status.loading)
  return (
    <PersonSearch
      inputRef={searchRef}
      onChoose={onChoose}
      clinicOf={clinicOf}
      shownKey={DESK_KEYS.search.shown}
      loading={loading}
    >
      {open === null ? (
        <EmptyState icon={IconUserSearch} title={t('person.none')} body={t('person.none.body')} />
      ) : (
        <OpenCard key={open.personId} open={open} onClose={onClose} {...actions} />
      )}
    </PersonSearch>
  )
}

type OpenCardProps = Omit<PersonZoneProps, 'searchRef' | 'onChoose'> & { readonly open: OpenPerson }

function OpenCard({ open, onOpenAppeal, onNewAppeal, onCall, onClose }: OpenCardProps) {
  const t = useText('desk')
  const { writes } = useDeskData()
  const clinicOf = useClinicWords()
  const person = useDeskRead(['insuredPerson'], (reads) => reads.person(open.personId), open.personId)
  const history = useDeskRead(
    ['appeal', 'call', 'scriptRun', 'informing', 'booking', 'assistance'],
    (reads) => reads.history(open.personId),
    open.personId,
  )
  useLook(writes, open)
  if (person === undefined) return null
  if (person === null) return <EmptyState icon={IconUserSearch} title={t('person.gone')} />
  const past = history === undefined ? null : pastOf(history)
  return (
    <PersonCard
      person={person}
      clinic={clinicOf(person)}
      onCall={onCall}
      actions={
        <>
          {onNewAppeal === null ? null : (
            <Tooltip label={`${t('person.newAppeal')} (${DESK_KEYS.newAppeal.shown})`}>
              <ActionIcon
                variant="default"
                aria-label={t('person.newAppeal')}
                aria-keyshortcuts={DESK_KEYS.newAppeal.aria}
                onClick={onNewAppeal}
              >
                <IconFilePlus size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          <ActionIcon aria-label={t('person.close')} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </>
      }
      prevention={
        <>
          <PersonState personId={person.id} />
          {onNewAppeal === null ? null : <PersonActions personId={person.id} />}
          <Prevention person={person} />
        </>
      }
    >
      {past !== null && past.openAppeals.length > 0 ? (
        <Section title={t('past.open')}>
          <ul className="open-appeals">
            {past.openAppeals.map(({ data }) => (
              <li key={data.id}>
                <button type="button" className="open-appeals__item" onClick={() => onOpenAppeal(data)}>
                  <span className="digits">
                    {t('past.appeal', { kind: t(`kind.${data.kind}`), number: data.number })}
                  </span>
                  <span className="timeline__text">{data.text}</span>
                  <AppealStateChip appeal={data} />
                </button>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t('past.title')}>
        {past === null ? null : <Timeline entries={past.timeline} onOpenAppeal={onOpenAppeal} />}
      </Section>
    </PersonCard>
  )
}

function Prevention({ person }: { readonly person: InsuredPerson }) {
  return <PreventionBlock person={person} why={usePreventionWhy(person)} />
}
