import { Button } from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { useText } from '#renderer/i18n/i18n.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'

interface DialRunStartProps {
  /** Who is held, in the order in which they were taken. */
  readonly personIds: readonly PersonId[]
}

/** Begins to call those who are held, one after another; for desks with a telephone. */
export function DialRunStart({ personIds }: DialRunStartProps) {
  const t = useText('desk')
  const { dialRun, navigation, soft } = useDesk()
  const isOn = useStore(dialRun.state, (run) => run.isOn)
  const [first] = personIds
  if (soft === null || isOn || first === undefined) return null
  return (
    <Button
      size="compact-sm"
      leftSection={<IconPhoneOutgoing size={14} aria-hidden />}
      onClick={() => {
        dialRun.begin('preview')
        navigation.openPerson(first, 'workList')
        navigation.go({ kind: 'informing', personId: first })
      }}
    >
      {t('dialRun.begin')}
    </Button>
  )
}
