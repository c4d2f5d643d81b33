import { IconChecklist, IconHourglass, IconUser, IconUserCheck } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { compareUrgency, type NextStep, nextStep } from '#shared/features/complaints/case-terms.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { LEGAL } from './legal-data.ts'
import { DateChip } from './why-date.tsx'
import './complaints.css'

export interface ListedCase {
  readonly item: Kept<'complaintCase'>
  readonly appeal: Kept<'appeal'> | null
  readonly next: NextStep
}

/** Cases of an expert, what burns first; `queue` asks for those of nobody, null for the cases of everyone on this desk. Undefined until the store has answered. */
export function useCases(expertId: string | null): readonly ListedCase[] | undefined {
  const today = todayHere(Date.now())
  return useDeskRead(
    ['complaintCase', 'appeal', 'outbox'],
    async (reads) => {
      const owner = expertId === 'queue' ? null : expertId
      const cases = await reads.records('complaintCase', (it) => expertId === null || it.assignedTo === owner)
      const listed = await Promise.all(
        cases.map(async (item) => ({
          item,
          appeal: await reads.record('appeal', item.id),
          next: nextStep(item.data, LEGAL, today),
        })),
      )
      return listed.sort((a, b) => compareUrgency(a.next, b.next))
    },
    `${expertId ?? 'all'} ${today}`,
  )
}

/** Cases that still need somebody's move. */
export function openOnes(cases: readonly ListedCase[]): readonly ListedCase[] {
  return cases.filter(({ next }) => next.what !== 'done')
}

interface CaseListProps {
  readonly cases: readonly ListedCase[]
  readonly nameOf: (item: ListedCase) => string
  readonly openId: string | null
  /** Whose a case is, where cases of several people are listed. */
  readonly nameOfOwner?: (id: string) => string
  /** Where the record of a case is: on this computer, sent, refused. */
  readonly markOf: (item: ListedCase) => ReactNode
  readonly onOpen: (id: AppealId) => void
}

/** The expert's list: burning first, each with what is next and who is awaited. */
export function CaseList({ cases, nameOf, openId, nameOfOwner, markOf, onOpen }: CaseListProps) {
  const t = useText('complaints')
  useLanguage()
  const [isWhole, setIsWhole] = useState(false)
  const open = openOnes(cases)
  const shown = isWhole ? cases : open
  return (
    <>
      {shown.length === 0 ? (
        <EmptyState icon={IconChecklist} title={t('list.empty')} body={t('list.empty.body')} />
      ) : (
        <ul className="work-rows">
          {shown.map((listed) => {
            const { item, appeal, next } = listed
            return (
              <li key={item.id} className="work-row">
                <button
                  type="button"
                  className="work-row__main work-row__main--tall"
                  aria-current={openId === item.id}
                  onClick={() => onOpen(item.data.id)}
                >
                  <span className="work-row__words">
                    <span className="work-row__head">
                      <span className="ellipsis">{nameOf(listed) || t('list.anonymous')}</span>
                      <span className="work-row__time digits">{appeal?.data.number.slice(-6) ?? ''}</span>
                    </span>
                    <span className="work-row__more ellipsis">{t(`next.${next.what}`)}</span>
                    <span className="marks">
                      {next.due === null ? null : <DateChip due={next.due} metOn={null} />}
                      {next.who === 'you' && nameOfOwner !== undefined ? null : <WhoChip who={next.who} />}
                      {nameOfOwner === undefined || next.who === 'anyExpert' ? null : (
                        <StateChip icon={IconUser} isPlain>
                          {item.data.assignedTo === null ? t('owner.none') : nameOfOwner(item.data.assignedTo)}
                        </StateChip>
                      )}
                      {markOf(listed)}
                    </span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {cases.length > open.length ? (
        <button type="button" className="link case-list__more" onClick={() => setIsWhole(!isWhole)}>
          {t(isWhole ? 'list.open' : 'list.closed')} ({cases.length - open.length})
        </button>
      ) : null}
    </>
  )
}

export function WhoChip({ who }: { readonly who: NextStep['who'] }) {
  const t = useText('complaints')
  return (
    <StateChip icon={who === 'you' ? IconUserCheck : IconHourglass} tone={who === 'you' ? 'accent' : 'neutral'} isPlain>
      {t(`who.${who}`)}
    </StateChip>
  )
}
