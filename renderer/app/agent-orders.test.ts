import { expect, it } from 'vitest'
import type { Softphone } from '#renderer/features/telephony/softphone.ts'
import { createLiveTalk } from '#renderer/sync/live-talk.ts'
import { followOrders } from './agent-orders.ts'

it('[S1] a supervisor’s order is done and its author stays in sight, until the desk closes', () => {
  const { talk, line } = createLiveTalk()
  const told: string[] = []
  const phone = {
    ready: () => told.push('ready'),
    notReady: (reason: string) => told.push(reason),
    store: { setState: ({ order }: { order: { by: string } }) => told.push(`by ${order.by}`) },
  } as unknown as Softphone
  const stop = followOrders(talk, phone)
  line.ordered({ state: 'notReady', reason: 'training', note: '', by: 'Иванова' })
  line.ordered({ state: 'ready', reason: null, note: '', by: 'Иванова' })
  stop()
  line.ordered({ state: 'ready', reason: null, note: '', by: 'Иванова' })
  expect(told).toEqual(['training', 'by Иванова', 'ready', 'by Иванова'])
})
