import { DISTRIBUTION_PLANS } from '#server/app/queue-reference.ts'
import { distribute, type QueueAgent } from '#shared/features/telephony/distribution/distribute.ts'
import { distributionPlanOn, queueOf } from '#shared/features/telephony/distribution/distribution-plan.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { must } from '#shared/kernel/result.ts'
import type { QueueMoment } from './queue-recorder.ts'

export interface Choice {
  readonly call: string
  readonly extension: string
}

/**
 * Whom the policy would have rung at each moment, fed with nothing but what exchange and desks had said until then: a desk that was offered a call is taken until
 * the exchange tells that the call has ended.
 * @param marksOf marks of the person that a number belongs to
 */
export function choicesOfPolicy(
  moments: readonly QueueMoment[],
  called: string,
  marksOf: (from: string) => readonly string[],
): Choice[][] {
  const holder = new Map<string, string>()
  return moments.map(({ askedAtMs, named, told, desks, arrivedAtMs, rung }) => {
    for (const { what, call } of told) if (what === 'ended') holder.delete(call)
    const taken = new Set(holder.values())
    const plan = must(distributionPlanOn(dateOf(askedAtMs, 0), DISTRIBUTION_PLANS), 'plan in force')
    const queue = must(queueOf(plan, called), 'queue of the number')
    const agents = [...desks].map(
      ([extension, { isReady, sinceMs }]): QueueAgent => ({
        userId: extension,
        extension,
        level: 1,
        skills: [],
        languages: ['ru'],
        isFree: isReady && !taken.has(extension),
        isOnFloor: true,
        idleSinceMs: sinceMs,
      }),
    )
    const calls = named.map(({ call, from }) => ({
      call,
      queue,
      source: 'direct' as const,
      arrivedAtMs: must(arrivedAtMs.get(call), 'instant of arrival'),
      marks: marksOf(from),
      lastUserId: null,
      missed: [],
    }))
    const chosen = distribute(calls, agents, plan, askedAtMs)
    for (const { call, extension } of rung) holder.set(call, extension)
    return chosen.map(({ call, extension }) => ({ call, extension }))
  })
}

/** Pairs of calls named together that the server holds to have come the other way round than the exchange says. */
export function arrivalsSwapped({ named, arrivedAtMs }: QueueMoment): string[] {
  // The exchange looks at its clock anew for each call and cuts to whole milliseconds.
  const exactMs = 3
  return named.flatMap((first) =>
    named
      .filter(
        (later) =>
          first.waitedMs > later.waitedMs + exactMs &&
          (arrivedAtMs.get(first.call) ?? 0) > (arrivedAtMs.get(later.call) ?? 0),
      )
      .map((later) => `${later.call} before ${first.call}`),
  )
}
