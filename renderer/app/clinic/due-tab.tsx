import { Button, Select } from '@mantine/core'
import { IconListSearch, IconUserPlus, IconUsersPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { formatCount, formatTime } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { DuePersonList, DuePersonRow } from '#renderer/sync/desk-data.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import type { Clinic } from '#shared/features/clinics/clinic.ts'
import { capacityOn, portionLeft } from '#shared/features/preventive-care/day-capacity.ts'
import type { DueFilters } from '#shared/features/preventive-care/due-list.ts'
import { STANDINGS, type Standing } from '#shared/features/preventive-care/standing.ts'
import { useDesk, useNavigation, useSyncStatus } from '../desk-context.tsx'
import { DialRunStart } from '../outbound/dial-run-start.tsx'
import { type DueFacts, readDueFacts } from './due-facts.ts'
import { DueRowView } from './due-row.tsx'
import { CALENDAR, informingPlanOn } from './reference.ts'
import { ownClaimProblem, useClaims } from './use-claims.ts'
import './clinic.css'

/** Rows on the screen at most; the counts are of everybody. */
const ROWS_MAX = 300
const BLOCK = 20
const FILTERS: DueFilters = { standing: 'toInform', precinct: null, ageGroup: null, sex: null }

interface DueRead {
  readonly list: DuePersonList
  readonly mine: DuePersonList
  readonly facts: DueFacts
  readonly capacity: { readonly daytime: number; readonly evening: number; readonly isDayOff: boolean }
}

/** The list of who is due, with why, in the order of the plan and within what the clinic can take today (REQUIREMENTS P1, P4). */
export function DueTab() {
  const t = useText('preventiveCare')
  useLanguage()
  const { navigation } = useDesk()
  const [filters, setFilters] = useState(FILTERS)
  const read = useDue(filters)
  const openId = useNavigation((state) => (state.task.kind === 'informing' ? state.task.personId : null))

  function open({ person }: DuePersonRow): void {
    navigation.openPerson(person.id, 'workList')
    navigation.go({ kind: 'informing', personId: person.id })
  }

  if (read === undefined) return <p className="waits__none">{t('list.counting')}</p>
  const { list, mine, facts } = read
  return (
    <div className="due">
      <Portion read={read} />
      <Filters filters={filters} list={list} onChange={setFilters} />
      <TakeButtons list={list} onTaken={open} />
      {mine.rows.length === 0 ? null : (
        <section className="due__mine" aria-label={t('claim.mine')}>
          <h3 className="due__title">
            {t('claim.mine')} <span className="digits soft">{mine.total}</span>
            <DialRunStart personIds={facts.mine.map(({ personId }) => personId)} />
          </h3>
          {mine.rows.map((row) => {
            const claim = facts.mine.find(({ personId }) => personId === row.person.id)
            return (
              <button
                key={row.person.id}
                type="button"
                className="due__held"
                aria-current={row.person.id === openId}
                onClick={() => open(row)}
              >
                <DueRowView
                  row={row}
                  aside={claim === undefined ? '' : t('claim.until', { time: formatTime(claim.until) })}
                />
              </button>
            )
          })}
        </section>
      )}
      <p className="due__shown digits" role="status">
        {t('list.shown', { shown: formatCount(list.rows.length), total: formatCount(list.total) })}
        {list.rows.length < list.total && filters.standing === 'toInform' ? `, ${t('list.portion')}` : ''}
      </p>
      {list.rows.length === 0 ? (
        <EmptyState icon={IconListSearch} title={t('list.empty')} body={t('list.empty.body')} />
      ) : (
        <div className="due__list">
          <VirtualList
            items={list.rows}
            keyOf={(row) => row.person.id}
            rowHeight={62}
            label={t('list.label')}
            activeKey={openId}
            onActivate={open}
          >
            {(row) => <DueRowView row={row} />}
          </VirtualList>
        </div>
      )}
    </div>
  )
}

function useDue(filters: DueFilters): DueRead | undefined {
  const { user } = useDesk().workplace
  const minute = Math.floor(useNow(10_000) / 60_000)
  const today = todayHere(minute * 60_000)
  const last = useRef<DueRead>(undefined)
  const read = useDeskRead<DueRead>(
    ['insuredPerson', 'informing', 'booking', 'workClaim', 'clinic'],
    async (reads) => {
      const [facts, clinics] = await Promise.all([readDueFacts(reads, user.id, Date.now()), reads.records('clinic')])
      const served = clinics.map(({ data }) => data).filter(({ id }) => user.clinicIds.includes(id))
      const capacity = together(served, today)
      const limit = filters.standing === 'toInform' ? portionLeft(capacity, facts.toldToday) : ROWS_MAX
      const query = { today, limit: Math.min(limit, ROWS_MAX), facts: [...facts.ofPersons] }
      const [list, mine] = await Promise.all([
        reads.dueList({ ...query, filters }),
        reads.dueList({ ...query, limit: ROWS_MAX, filters: { ...ANYBODY, standing: 'mine' } }),
      ])
      return { list, mine, facts, capacity }
    },
    // Claims end with time: the list is asked again each minute. The last answer stays meanwhile, or the list would blink.
    `${user.id} ${JSON.stringify(filters)} ${minute}`,
  )
  if (read !== undefined) last.current = read
  return read ?? last.current
}

const ANYBODY: DueFilters = { standing: null, precinct: null, ageGroup: null, sex: null }

function together(clinics: readonly Clinic[], today: string) {
  const sum = { weekday: 0, evening: 0, weekend: 0 }
  for (const { capacity } of clinics) {
    sum.weekday += capacity.weekday
    sum.evening += capacity.evening
    sum.weekend += capacity.weekend
  }
  return capacityOn(today, sum, CALENDAR)
}

function Portion({ read: { capacity, facts } }: { readonly read: DueRead }) {
  const t = useText('preventiveCare')
  const all = capacity.daytime + capacity.evening
  return (
    <p className="due__portion">
      <span>{t('list.today')}</span>
      <strong className="digits">
        {t('list.left', { left: formatCount(portionLeft(capacity, facts.toldToday)), all: formatCount(all) })}
      </strong>
      <span className="soft digits">
        {capacity.isDayOff ? t('list.dayOff', { daytime: capacity.daytime }) : t('list.parts', capacity)}
      </span>
    </p>
  )
}

interface FiltersProps {
  readonly filters: DueFilters
  readonly list: DuePersonList
  readonly onChange: (filters: DueFilters) => void
}

/** Each option says how many it would show. */
function Filters({ filters, list, onChange }: FiltersProps) {
  const t = useText('preventiveCare')
  const plan = informingPlanOn(todayHere(Date.now()))
  const counted = (word: string, count: number | undefined): string => `${word} (${formatCount(count ?? 0)})`
  const precincts = Object.keys(list.counts.precinct).map(Number)
  if (filters.precinct !== null && !precincts.includes(filters.precinct)) precincts.push(filters.precinct)
  const shown = STANDINGS.filter((it) => (list.counts.standing[it] ?? 0) > 0 || it === filters.standing)
  return (
    <div className="due__filters">
      <Select
        size="xs"
        aria-label={t('filter.standing')}
        placeholder={t('filter.standing')}
        data={shown.map((it) => ({ value: it, label: counted(t(`standing.${it}`), list.counts.standing[it]) }))}
        value={filters.standing}
        onChange={(value) => onChange({ ...filters, standing: value as Standing | null })}
        clearable
      />
      <Select
        size="xs"
        aria-label={t('filter.precinct')}
        placeholder={t('filter.precinct')}
        searchable
        data={precincts
          .sort((a, b) => a - b)
          .map((it) => ({
            value: String(it),
            label: counted(t('filter.precinct.of', { precinct: it }), list.counts.precinct[it]),
          }))}
        value={filters.precinct === null ? null : String(filters.precinct)}
        onChange={(value) => onChange({ ...filters, precinct: value === null ? null : Number(value) })}
        clearable
      />
      <Select
        size="xs"
        aria-label={t('filter.ageGroup')}
        placeholder={t('filter.ageGroup')}
        data={plan.ageGroups.map(({ code }) => ({ value: code, label: counted(code, list.counts.ageGroup[code]) }))}
        value={filters.ageGroup}
        onChange={(ageGroup) => onChange({ ...filters, ageGroup })}
        clearable
      />
      <Select
        size="xs"
        aria-label={t('filter.sex')}
        placeholder={t('filter.sex')}
        data={(['male', 'female'] as const).map((it) => ({
          value: it,
          label: counted(t(`sex.${it}`), list.counts.sex[it]),
        }))}
        value={filters.sex}
        onChange={(value) => onChange({ ...filters, sex: value as DueFilters['sex'] })}
        clearable
      />
    </div>
  )
}

/** Takes from the top of the list as it is filtered: the server says who of them is still free. */
function TakeButtons({
  list,
  onTaken,
}: {
  readonly list: DuePersonList
  readonly onTaken: (row: DuePersonRow) => void
}) {
  const t = useText('preventiveCare')
  const claims = useClaims()
  const isOnline = useSyncStatus((status) => status.api === 'reachable')
  const [busy, setBusy] = useState<'next' | 'block' | null>(null)
  const [said, setSaid] = useState('')
  const free = list.rows.filter(({ standing }) => standing === 'toInform')

  async function take(which: 'next' | 'block'): Promise<void> {
    setBusy(which)
    const isBlock = which === 'block'
    const personIds = free.map(({ person }) => person.id)
    const answer = await claims.take({ personIds, want: isBlock ? BLOCK : 1, isBlock, isForCalls: isBlock })
    setBusy(null)
    if (answer === null) return setSaid(t('claim.failed'))
    const taken = free.find(({ person }) => person.id === answer.claims[0]?.personId)
    setSaid(
      taken === undefined
        ? (ownClaimProblem(answer) ?? t('claim.none'))
        : isBlock
          ? t('claim.taken', { count: answer.claims.length })
          : '',
    )
    if (taken !== undefined && !isBlock) onTaken(taken)
  }

  return (
    <div className="due__take">
      {isOnline ? (
        <>
          <Button
            size="compact-sm"
            leftSection={<IconUserPlus size={14} />}
            loading={busy === 'next'}
            disabled={free.length === 0}
            onClick={() => void take('next')}
          >
            {t('claim.next')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconUsersPlus size={14} />}
            loading={busy === 'block'}
            disabled={free.length === 0}
            onClick={() => void take('block')}
          >
            {t('claim.block')}
          </Button>
        </>
      ) : (
        <span className="soft">{t('claim.offline')}</span>
      )}
      <span className="due__said" role="status">
        {said}
      </span>
    </div>
  )
}
