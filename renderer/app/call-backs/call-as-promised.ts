import type { DeskData } from '#renderer/sync/desk-data.ts'
import { type CallBack, openCallBacks, settleCallBack } from '#shared/features/telephony/call-back.ts'

/** Calls who was promised a call, having taken upon oneself what anyone may do: two must not call one person. */
export async function callPromised(
  { writes }: Pick<DeskData, 'writes'>,
  promise: CallBack,
  onCall: (number: string) => void,
): Promise<void> {
  if (promise.forUserId === null) await writes.dispatch(settleCallBack, { id: promise.id, how: 'take' })
  onCall(promise.number)
}

/** Makes the promised call that is due first; nothing happens while none is open. */
export async function callAsPromised(data: DeskData, me: string, onCall: (number: string) => void): Promise<void> {
  const all = (await data.reads.records('callBack')).map((kept) => kept.data)
  const [first] = openCallBacks(all, me)
  if (first !== undefined) await callPromised(data, first, onCall)
}
