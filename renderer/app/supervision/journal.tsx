import { formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useNow } from '#renderer/ui/use-now.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { type JournalItem, journalAnswer } from '#shared/features/appeals/journal.ts'
import { AppealStateChip } from '../person/appeal-state-chip.tsx'
import { type JournalFilters, journalAddress } from './filters.ts'
import { framed, ListFrame } from './list-frame.tsx'
import { useOnlineList } from './use-online.ts'
import { useThemeName } from './use-theme-name.ts'

const ROW_HEIGHT = 44

interface JournalProps {
  readonly filters: JournalFilters
  readonly chosen: string | null
  readonly onChoose: (item: JournalItem) => void
}

/** The single electronic journal, newest first; live as the call log is (REQUIREMENTS S4). */
export function Journal({ filters, chosen, onChoose }: JournalProps) {
  const t = useText('supervision')
  useLanguage()
  const themeName = useThemeName()
  const today = todayHere(useNow(60_000))
  const query = useOnlineList({
    key: 'journal',
    kinds: ['appeal'],
    schema: journalAnswer,
    address: (after) => journalAddress(filters, today, after),
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const total = query.data?.pages[0]?.total
  return (
    <ListFrame
      title={t('journal.title')}
      countText={total === undefined ? null : t('count.appeals', { count: total })}
      columns={[t('column.when'), t('column.person'), t('column.kind'), t('column.user'), t('column.state')]}
      grid="sv-grid-journal"
      {...framed(query, items.length)}
    >
      <VirtualList
        items={items}
        keyOf={(item) => item.appeal.id}
        rowHeight={ROW_HEIGHT}
        label={t('journal.title')}
        activeKey={chosen}
        onActivate={onChoose}
      >
        {(item) => <JournalRow item={item} theme={themeName(item.appeal.themeCode)} />}
      </VirtualList>
    </ListFrame>
  )
}

function JournalRow({ item, theme }: { readonly item: JournalItem; readonly theme: string }) {
  const t = useText('supervision')
  const desk = useText('desk')
  const { appeal } = item
  return (
    <span className="sv-row sv-grid-journal">
      <span className="sv-cell sv-cell--two">
        <span className="digits">{appeal.number}</span>
        <span className="sv-soft digits">{formatMoment(appeal.registeredAt, Date.now())}</span>
      </span>
      <span className="sv-cell ellipsis">{item.personName ?? (appeal.applicant.name || t('anonymous'))}</span>
      <span className="sv-cell sv-cell--two">
        <span className="ellipsis">{desk(`kind.${appeal.kind}`)}</span>
        <span className="sv-soft ellipsis">{theme}</span>
      </span>
      <span className="sv-cell ellipsis">{item.takenByName}</span>
      <span className="sv-cell">
        <AppealStateChip appeal={appeal} />
      </span>
    </span>
  )
}
