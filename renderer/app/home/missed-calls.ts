import { todayHere } from '#renderer/i18n/today.ts'
import type { DeskReads } from '#renderer/sync/desk-data.ts'
import type { Call } from '#shared/features/telephony/call.ts'

/** Missed calls of a number that nobody has talked with since, one for each number, newest first. */
export function toCallBack(calls: readonly Call[]): readonly Call[] {
  const newestFirst = [...calls].sort((a, b) => b.offeredAt.localeCompare(a.offeredAt))
  const settled = new Set<string>()
  const waiting: Call[] = []
  for (const call of newestFirst) {
    const { remoteNumber } = call
    if (remoteNumber === '' || settled.has(remoteNumber)) continue
    settled.add(remoteNumber)
    if (call.direction === 'in' && (call.result === 'missed' || call.result === 'declined')) waiting.push(call)
  }
  return waiting
}

/** Calls whoever missed us last today and was not talked with since; does nothing when nobody waits. */
export async function callLastMissed(
  reads: Pick<DeskReads, 'records'>,
  me: string,
  onCall: (number: string) => void,
): Promise<void> {
  const today = todayHere(Date.now())
  const calls = await reads.records(
    'call',
    (call) => call.userId === me && todayHere(Date.parse(call.offeredAt)) === today,
  )
  const [first] = toCallBack(calls.map(({ data }) => data))
  if (first !== undefined) onCall(first.remoteNumber)
}
