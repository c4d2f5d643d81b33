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
