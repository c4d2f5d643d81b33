import type { RecordCallArgs } from '#shared/features/telephony/commands.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { toPhoneNumber } from '#shared/kernel/phone.ts'
import type { EndReason } from './call-end.ts'
import type { Call } from './call-state.ts'

/** What the telephone knows of a finished call; the desk adds the person and the contact and records it. */
export type CallFacts = Omit<RecordCallArgs, 'personId' | 'contactId'>

export type QualitySummary = NonNullable<CallFacts['quality']>

const NAME_MAX = 120
const NUMBER_MAX = 40

/**
 * The record of a call that has ended. `undefined` while it has not.
 * Only our own holds are kept: the far side's are its own business.
 */
export function factsOf(call: Call, quality: QualitySummary | undefined): CallFacts | undefined {
  const { end, endedAt, transfer } = call
  if (!end || endedAt === undefined) return undefined
  return {
    id: call.id as CallId,
    sipCallId: call.sipCallId.slice(0, 200),
    direction: call.direction,
    remoteNumber: (toPhoneNumber(call.remote.number) ?? call.remote.number).slice(0, NUMBER_MAX),
    remoteName: call.remote.name.slice(0, NAME_MAX),
    source: call.remote.source,
    offeredAt: toInstant(call.offeredAt),
    answeredAt: call.answeredAt === undefined ? null : toInstant(call.answeredAt),
    endedAt: toInstant(endedAt),
    endedBy: end.by === 'timeout' ? null : end.by,
    result: end.result,
    sipStatus: end.sipCode ?? null,
    holds: call.holds
      .filter((hold) => hold.by === 'us')
      .map((hold) => ({ from: toInstant(hold.from), to: toInstant(hold.to ?? endedAt) })),
    quality: quality ?? null,
    ...(transfer?.isDone ? { transfer: { kind: transfer.kind, to: transfer.to.slice(0, NUMBER_MAX) } } : {}),
  }
}

/** Key of the sentence that tells the operator how the call ended. */
export function endMessageKey(reason: EndReason): `end.${EndReason}` {
  return `end.${reason}`
}
