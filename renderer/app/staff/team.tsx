import { Button, Select } from '@mantine/core'
import {
  IconBan,
  IconCalendarDue,
  IconCircleCheck,
  IconCloudOff,
  IconFilterOff,
  IconUserOff,
} from '@tabler/icons-react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { LimitedInput } from '#renderer/ui/limited-input.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { admissionDaysLeft } from '#shared/features/staff/admission.ts'
import { lastSeenOf, type TeamMember } from '#shared/features/staff/team.ts'
import { role } from '#shared/kernel/actor.ts'
import { ANYBODY, membersBy, type TeamFilters, useTeam } from './use-team.ts'
import '#renderer/features/staff/staff.css'

const ROW_HEIGHT = 36

interface TeamProps {
  readonly filters: TeamFilters
  readonly chosen: string | null
  readonly onChoose: (userId: string) => void
}

/** People of the team: level, admission, state of their desks, last exchange (REQUIREMENTS S9). */
export function Team({ filters, chosen, onChoose }: TeamProps) {
  const t = useText('staff')
  useLanguage()
  const query = useTeam()
  const members = membersBy(query.data?.members ?? [], filters)
  return (
    <section className="sv-list" aria-label={t('title')}>
      <header className="sv-list__head">
        <h1 className="sv-list__title">{t('title')}</h1>
        <span className="sv-list__count digits" role="status">
          {query.data === undefined ? null : t('count', { count: members.length })}
        </span>
      </header>
      <div className="sv-columns sv-grid-team" aria-hidden>
        {(['who', 'level', 'admission', 'devices', 'seen'] as const).map((column) => (
          <span key={column}>{t(`column.${column}`)}</span>
        ))}
      </div>
      <div className="sv-list__body">
        {query.data === undefined && query.isError ? (
          <EmptyState icon={IconCloudOff} title={t('failed.title')} body={t('failed.body')} />
        ) : query.data !== undefined && members.length === 0 ? (
          <EmptyState icon={IconFilterOff} title={t('none.title')} body={t('none.body')} />
        ) : (
          <VirtualList
            items={members}
            keyOf={(member) => member.userId}
            rowHeight={ROW_HEIGHT}
            label={t('title')}
            activeKey={chosen}
            onActivate={(member) => onChoose(member.userId)}
          >
            {(member) => <TeamRow member={member} />}
          </VirtualList>
        )}
      </div>
    </section>
  )
}

function TeamRow({ member }: { readonly member: TeamMember }) {
  const t = useText('staff')
  const seen = lastSeenOf(member)
  const count = member.devices.filter(({ revokedAt }) => revokedAt === null).length
  return (
    <span className="sv-row sv-grid-team">
      <span className="sv-cell ellipsis">{member.name}</span>
      <span className="sv-cell">{t(`level.${member.role}`)}</span>
      <span className="sv-cell">
        <AdmissionChip member={member} isShort />
      </span>
      <span className="sv-cell digits">{count === 0 ? t('devices.none') : count}</span>
      <span className={`sv-cell digits ${seen === null ? 'sv-soft' : ''}`}>
        {seen === null ? t('seen.never') : formatMoment(seen, Date.now())}
      </span>
    </span>
  )
}

type Admission = Pick<TeamMember, 'isActive' | 'isAdmitted' | 'admittedUntil'>

interface AdmissionChipProps {
  readonly member: Admission
  /** In a row, under a head that says what it is about. */
  readonly isShort?: boolean
}

/** Whether a colleague may sign in and take calls; an end within thirty days is told in days. */
export function AdmissionChip({ member, isShort = false }: AdmissionChipProps) {
  const t = useText('staff')
  const left = admissionDaysLeft({ isAdmitted: member.isAdmitted, until: member.admittedUntil }, todayHere(Date.now()))
  if (!member.isActive)
    return (
      <StateChip icon={IconUserOff} tone="attention">
        {t('notActive')}
      </StateChip>
    )
  if (!member.isAdmitted)
    return (
      <StateChip icon={IconBan} tone="attention">
        {t('notAdmitted')}
      </StateChip>
    )
  return left === null ? (
    <StateChip icon={IconCircleCheck} isPlain>
      {t('admitted')}
    </StateChip>
  ) : (
    <StateChip icon={IconCalendarDue} tone="attention" title={endWords(left, t)}>
      {isShort && left > 0 ? t('admission.left', { count: left }) : endWords(left, t)}
    </StateChip>
  )
}

function endWords(daysLeft: number, t: ReturnType<typeof useText<'staff'>>): string {
  return daysLeft === 0 ? t('admission.lastDay') : t('admission.ends', { count: daysLeft })
}

interface TeamPanelProps {
  readonly filters: TeamFilters
  readonly onChange: (filters: TeamFilters) => void
}

/** Conditions of the list; each works at once. */
export function TeamPanel({ filters, onChange }: TeamPanelProps) {
  const t = useText('staff')
  return (
    <form className="sv-filters scrolls" autoComplete="off" onSubmit={(event) => event.preventDefault()}>
      <LimitedInput
        size="xs"
        label={t('filter.text')}
        max={100}
        value={filters.text}
        onText={(text) => onChange({ ...filters, text })}
      />
      <Select
        size="xs"
        label={t('filter.level')}
        placeholder={t('filter.any')}
        clearable
        value={filters.role}
        data={role.options.map((value) => ({ value, label: t(`level.${value}`) }))}
        onChange={(chosen) => onChange({ ...filters, role: role.nullable().parse(chosen) })}
      />
      <Button size="xs" variant="subtle" onClick={() => onChange(ANYBODY)}>
        {t('filter.clear')}
      </Button>
    </form>
  )
}
