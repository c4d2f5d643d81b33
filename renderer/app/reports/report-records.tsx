import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { type FramedQuery, framed, ListFrame } from '../supervision/list-frame.tsx'

interface ReportRecordsProps<Item>
  extends Pick<ComponentProps<typeof ListFrame>, 'title' | 'countText' | 'columns' | 'grid'> {
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => string
  /** Height of a row in pixels. */
  readonly rowHeight: number
  readonly query: FramedQuery
  readonly onBack: () => void
  readonly onOpen: (item: Item) => void
  readonly children: (item: Item) => ReactNode
}

/** The records that a number of a report counts, in place of the report, with the way back to it. */
export function ReportRecords<Item>({
  items,
  keyOf,
  rowHeight,
  query,
  onBack,
  onOpen,
  children,
  ...frame
}: ReportRecordsProps<Item>) {
  const t = useText('reports')
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <>
      <div className="report__back">
        <Button size="xs" variant="subtle" leftSection={<IconArrowLeft size={15} />} onClick={onBack}>
          {t('persons.back')}
        </Button>
      </div>
      <ListFrame {...frame} {...framed(query, items.length)}>
        <VirtualList
          items={items}
          keyOf={keyOf}
          rowHeight={rowHeight}
          label={frame.title}
          activeKey={chosen}
          onActivate={(item) => {
            setChosen(keyOf(item))
            onOpen(item)
          }}
        >
          {children}
        </VirtualList>
      </ListFrame>
    </>
  )
}
