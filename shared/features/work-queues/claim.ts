import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refusal, refuse } from '../../kernel/errors.ts'
import { deviceId, personId, userId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'

/** Queues whose items are people. */
export const claimQueue = z.enum(['informing', 'survey'])

/**
 * Закрепление: a person is one representative's work for a time (rule LEASE1). Online it is taken by an atomic claim of the server; for a
 * shift without the network a block is taken beforehand. After `until` the person is anybody's again, without anyone doing anything.
 * The id is `queue/person`: there is one claim, whoever holds it.
 */
export const workClaim = z.object({
  id: z.string(),
  queue: claimQueue,
  personId,
  userId,
  deviceId,
  from: z.string(),
  until: z.string(),
  /** Taken with others for work without the network. */
  isBlock: z.boolean(),
  /** When the holder was done or gave the person back; null while held. */
  closedAt: z.string().nullable(),
})
export type WorkClaim = Readonly<z.infer<typeof workClaim>>

export function claimId(queue: WorkClaim['queue'], person: string): string {
  return `${queue}/${person}`
}

/** Whether the person is held at this instant (ISO, UTC). */
export function isHeld(claim: Pick<WorkClaim, 'until' | 'closedAt'>, at: string): boolean {
  return claim.closedAt === null && claim.until > at
}

/**
 * Whether a result came in too late to be the holder's (rule LEASE1): `expired` when the own claim had run out, `takenOver` when somebody
 * else holds the person; null when all is well or nobody had claimed anything.
 */
export function lateness(claim: WorkClaim | undefined, by: string, at: string): 'expired' | 'takenOver' | null {
  if (claim === undefined) return null
  if (claim.userId !== by) return isHeld(claim, at) ? 'takenOver' : null
  return claim.closedAt === null && claim.until <= at ? 'expired' : null
}

/** `POST /api/work-queues/claims`: takes people who are free, in the order given, until `want` are taken. */
export const claimRequest = z.object({
  queue: claimQueue,
  personIds: z.array(personId).min(1).max(300),
  want: z.number().int().min(1).max(300),
  isBlock: z.boolean(),
  /** They are to be called: nobody is given who may not be (rule OUT9). Left out for people who are told otherwise, e.g. at the post. */
  isForCalls: z.boolean().optional(),
})
export type ClaimRequest = z.infer<typeof claimRequest>

export const claimAnswer = z.object({
  claims: z.array(workClaim),
  /** Those who could not be taken, each with the reason; people whose turn did not come are not named. */
  notTaken: z.array(z.object({ personId, refusal })),
})
export type ClaimAnswer = z.infer<typeof claimAnswer>

const releaseArgs = z.object({ queue: claimQueue, personId })
export type ReleaseArgs = z.infer<typeof releaseArgs>

/** Gives a person back to the queue before the time is up; also without the network. */
export const release = defineCommand<ReleaseArgs>({
  name: 'workQueues.release',
  version: 1,
  args: releaseArgs,
  allow: (actor) => (actor.role === 'AD' ? refuse('rights.notAllowed') : null),
  touches: (args) => [{ kind: 'workClaim', id: claimId(args.queue, args.personId) }],
  apply: (context, args) => {
    const id = claimId(args.queue, args.personId)
    const claim = context.read('workClaim', id) as WorkClaim | undefined
    if (claim === undefined || claim.userId !== context.actor.userId)
      return err(refuse('workQueues.notHeld', 'personId'))
    if (claim.closedAt !== null) return ok([])
    return ok([{ kind: 'workClaim', id, data: { ...claim, closedAt: context.occurredAt } }])
  },
})

export const workQueuesCommands = [release] as const
