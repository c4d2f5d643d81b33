import { IconFileText } from '@tabler/icons-react'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { AppealStateChip } from '../person/appeal-state-chip.tsx'
import { DeliveryWord } from '../person/delivery-word.tsx'
import { usePersonNames } from './use-person-names.ts'

/** Appeals of this representative that still need work, and all recent ones, burning ones first; undefined until the store was read. */
export function useMyAppeals(): readonly Kept<'appeal'>[] | undefined {
  const { user } = useDesk().workplace
  const mine = useDeskRead(
    ['appeal'],
    (reads) =>
      reads.records(
        'appeal',
        (it) => (it.assignedTo === user.id || it.takenBy === user.id) && (isOpen(it) || isRecent(it)),
      ),
    user.id,
  )
  return mine?.toSorted(
    (a, b) =>
      Number(isOpen(b.data)) - Number(isOpen(a.data)) ||
      (a.data.answerBy ?? '9999').localeCompare(b.data.answerBy ?? '9999') ||
      b.data.registeredAt.localeCompare(a.data.registeredAt),
  )
}

/** A day and a half: yesterday's work is still asked about in the morning. */
const RECENT_MS = 36 * 3_600_000

function isRecent(appeal: Appeal): boolean {
  return Date.now() - Date.parse(appeal.registeredAt) < RECENT_MS
}

export function AppealsList({ onOpen }: { readonly onOpen: (appeal: Appeal) => void }) {
  const t = useText('desk')
  useLanguage()
  const appeals = useMyAppeals()
  const names = usePersonNames((appeals ?? []).map(({ data }) => data.concernsId ?? data.applicant.personId))
  const openId = useNavigation((state) => (state.task.kind === 'appeal' ? state.task.appealId : null))
  if (appeals === undefined) return null
  if (appeals.length === 0)
    return <EmptyState icon={IconFileText} title={t('work.appeals.empty')} body={t('work.appeals.empty.body')} />
  return (
    <ul className="work-rows">
      {appeals.map(({ id, data, delivery }) => {
        const personId = data.concernsId ?? data.applicant.personId
        const name = (personId === null ? undefined : names.get(personId)) ?? data.applicant.name
        return (
          <li key={id} className="work-row">
            <button
              type="button"
              className="work-row__main work-row__main--tall"
              aria-current={openId === id}
              onClick={() => onOpen(data)}
            >
              <span className="work-row__words">
                <span className="work-row__head">
                  <span className="ellipsis">{name || t('work.appeals.anonymous')}</span>
                  <span className="work-row__time digits">{data.number}</span>
                </span>
                <span className="work-row__more ellipsis">
                  {t(`kind.${data.kind}`)} · {data.text}
                </span>
                <span className="marks">
                  <AppealStateChip appeal={data} />
                  <DeliveryWord delivery={delivery} />
                </span>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
