import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconCircleCheck, IconClockPause } from '@tabler/icons-react'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { type AgentOrder, agentOrderAnswer, ORDER_REASONS } from '#shared/features/supervision/agent-order.ts'
import type { FloorPerson, FloorState } from '#shared/features/supervision/floor.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { useApi } from './use-online.ts'

/** Without a desk with a telephone there is nobody to do it; in these states there is none. */
const OUT_OF_REACH: ReadonlySet<FloorState> = new Set(['away', 'atDesk'])

/** Changes somebody's state with its reason (ANCHORS-PRODUCT §1, 89). She sees whose word it was; what became of it shows on the floor within a second. */
export function StateOrder({ person }: { readonly person: FloorPerson }) {
  const t = useText('floor')
  const telephony = useText('telephony')
  const api = useApi()
  const [isAsking, setIsAsking] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  if (OUT_OF_REACH.has(person.state)) return null
  async function order(change: Pick<AgentOrder, 'state' | 'reason'>): Promise<void> {
    setIsAsking(true)
    const answer = await api.post(`/api/floor/people/${person.userId}/state`, { ...change, note: '' }, agentOrderAnswer)
    setIsAsking(false)
    if (answer.ok) return setRefusal(null)
    setRefusal(answer.failure.kind === 'refused' ? answer.failure.refusal : refuse('supervision.orderUnreachable'))
  }
  return (
    <>
      <Menu withinPortal position="bottom-start">
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            loading={isAsking}
            leftSection={<IconClockPause size={15} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            {t('order.open')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCircleCheck size={16} aria-hidden />}
            onClick={() => void order({ state: 'ready', reason: null })}
          >
            {t('order.ready')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('order.notReady')}</Menu.Label>
          {ORDER_REASONS.map((reason) => (
            <Menu.Item key={reason} onClick={() => void order({ state: 'notReady', reason })}>
              {telephony(`agent.reason.${reason}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t('order.seen')}</Menu.Label>
        </Menu.Dropdown>
      </Menu>
      {refusal === null ? null : (
        <p className="sv-text" role="alert">
          {refusalText(refusal)}
        </p>
      )}
    </>
  )
}
