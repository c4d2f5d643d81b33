import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { callId, clinicId, personId, userId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { typedText } from '../../kernel/text.ts'
import type { Call } from './call.ts'

/** Longest note of a promise, in UTF-16 code units. */
export const CALL_BACK_NOTE_MAX = 500

/**
 * обещанный звонок: somebody was told that they would be called at a time (REQUIREMENTS C7). It has the id of the call in which it was
 * promised: a call promises once. Until it is kept or given up it reminds, also without the network.
 */
export const callBack = z.object({
  id: callId,
  /** E.164 where it is a Russian number, otherwise as it was received. */
  number: z.string().min(2).max(40),
  personId: personId.nullable(),
  /** Whose desks see it when anyone may call; null when it is for one representative only. */
  clinicId: clinicId.nullable(),
  dueAt: z.string(),
  /** Who is to call; null for anyone. */
  forUserId: userId.nullable(),
  byUserId: userId,
  note: typedText(CALL_BACK_NOTE_MAX),
  /** `kept` was called and talked with · `dropped` is not to be called any more. */
  state: z.enum(['open', 'kept', 'dropped']),
  settledAt: z.string().nullable(),
})
export type CallBack = Readonly<z.infer<typeof callBack>>

const promiseArgs = callBack
  .pick({ id: true, number: true, personId: true, clinicId: true, dueAt: true, note: true })
  .extend({ isForAnyone: z.boolean() })
  .refine(({ isForAnyone, clinicId: of }) => !isForAnyone || of !== null, { path: ['clinicId'] })
export type PromiseCallBackArgs = z.infer<typeof promiseArgs>

export const promiseCallBack = defineCommand<PromiseCallBackArgs>({
  name: 'telephony.promiseCallBack',
  version: 1,
  args: promiseArgs,
  allow: () => null,
  touches: ({ id }) => [{ kind: 'callBack', id }],
  apply: ({ actor, read }, { isForAnyone, ...args }) => {
    if (read('callBack', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const promised: CallBack = {
      ...args,
      forUserId: isForAnyone ? null : actor.userId,
      byUserId: actor.userId,
      state: 'open',
      settledAt: null,
    }
    return ok([{ kind: 'callBack', id: args.id, data: promised }])
  },
})

const settleArgs = z.object({ id: callId, how: z.enum(['take', 'kept', 'dropped']) })
export type SettleCallBackArgs = z.infer<typeof settleArgs>

/** Takes a promise for anyone upon oneself, or says that it was kept or given up. What somebody else has taken or settled is refused. */
export const settleCallBack = defineCommand<SettleCallBackArgs>({
  name: 'telephony.settleCallBack',
  version: 1,
  args: settleArgs,
  allow: () => null,
  touches: ({ id }) => [{ kind: 'callBack', id }],
  dependsOn: ({ id }) => [{ kind: 'callBack', id }],
  apply: ({ actor, occurredAt, read }, { id, how }) => {
    const before = read('callBack', id) as CallBack | undefined
    if (before === undefined) return err(refuse('record.notFound', 'id'))
    if (before.state !== 'open') return err(refuse('telephony.callBackSettled', 'id'))
    if (before.forUserId !== null && before.forUserId !== actor.userId)
      return err(refuse('telephony.callBackTaken', 'id'))
    const data: CallBack =
      how === 'take'
        ? { ...before, forUserId: actor.userId }
        : { ...before, forUserId: actor.userId, state: how, settledAt: occurredAt }
    return ok([{ kind: 'callBack', id, data }])
  },
})

/** Promises that this representative may keep, the soonest first. */
export function openCallBacks(all: readonly CallBack[], me: string): readonly CallBack[] {
  return all
    .filter(({ state, forUserId }) => state === 'open' && (forUserId === null || forUserId === me))
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt) || a.id.localeCompare(b.id))
}

/** Whether a later talk with the same number has kept the promise. The call in which it was promised has not. */
export function isKeptBy(
  promise: Pick<CallBack, 'id' | 'number' | 'state'>,
  promisedAt: string,
  call: Pick<Call, 'id' | 'remoteNumber' | 'result' | 'offeredAt'>,
): boolean {
  return (
    promise.state === 'open' &&
    call.id !== promise.id &&
    call.result === 'answered' &&
    call.remoteNumber === promise.number &&
    call.offeredAt > promisedAt
  )
}

/**
 * Times that are offered for a promise: in an hour, and at ten and at four of the nearest two days, within the hours in which people are called.
 * @param wallNow the organisation's calendar and clock, as the UTC fields of a date
 * @returns such dates, ascending
 */
export function offeredTimes(wallNow: Date, hours: { readonly from: number; readonly to: number }): readonly Date[] {
  const at = (days: number, hour: number): Date =>
    new Date(Date.UTC(wallNow.getUTCFullYear(), wallNow.getUTCMonth(), wallNow.getUTCDate() + days, hour))
  const soon = new Date(wallNow.getTime() + 3_600_000)
  soon.setUTCSeconds(0, 0)
  const minutes = soon.getUTCHours() * 60 + soon.getUTCMinutes()
  const isSameDay = soon.getUTCDate() === wallNow.getUTCDate()
  const inAnHour = isSameDay && minutes >= hours.from * 60 && minutes < hours.to * 60 ? [soon] : []
  const later = [at(0, 10), at(0, 16), at(1, 10), at(1, 16)].filter((time) => time.getTime() > soon.getTime())
  return [...inAnHour, ...later].slice(0, 4)
}
