import type { Softphone } from '#renderer/features/telephony/softphone.ts'
import type { LiveTalk } from '#renderer/sync/live-talk.ts'

/** Does what a supervisor orders, and keeps in sight whose word it was until the representative has seen it. Returns how to stop. */
export function followOrders(live: Pick<LiveTalk, 'onOrder'>, phone: Softphone): () => void {
  return live.onOrder((order) => {
    if (order.reason === null) phone.ready()
    else phone.notReady(order.reason)
    phone.store.setState({ order })
  })
}
