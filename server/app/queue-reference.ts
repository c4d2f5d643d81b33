import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tx } from '#server/db/database.ts'
import { admissionsByUser } from '#server/features/staff/read-team.ts'
import type { AgentSources } from '#server/features/telephony/queue/queue-agents.ts'
import { waitingByQueue } from '#server/features/telephony/queue/queue-store.ts'
import { presencesOf } from '#server/sync/presences.ts'
import { admissionOn } from '#shared/features/staff/admission.ts'
import type { Abilities } from '#shared/features/staff/team.ts'
import { type FloorQueue, standingOf } from '#shared/features/supervision/floor.ts'
import {
  type DistributionPlan,
  distributionPlanOn,
  distributionPlans,
} from '#shared/features/telephony/distribution/distribution-plan.ts'
import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { workingCalendarFile, workingCalendarOf } from '#shared/kernel/working-calendar.ts'

const FOLDER = join(import.meta.dirname, '../../assets/reference')

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
}

/** Dated reference data of the queue, as it stands in assets/. */
export const DISTRIBUTION_PLANS = distributionPlans.parse(read('call-distribution.ru.json'))
export const WORKING_CALENDAR = workingCalendarOf(workingCalendarFile.parse(read('working-calendar.ru.json')))

/** Joins the queue with what desks say of themselves and with admissions to work: without one nobody gets calls of the queue (REQUIREMENTS S9). */
export function queueSources(zoneOffsetMinutes: number) {
  return async (tx: Tx, orgId: string, nowMs: number): Promise<AgentSources> => {
    const day = dateOf(nowMs, zoneOffsetMinutes)
    const admissions = await admissionsByUser(tx, orgId, null)
    const presences = await presencesOf(tx, orgId)
    return {
      standingOf: (userId) => standingOf(presences.get(userId) ?? [], nowMs),
      isBarred: (userId) => !admissionOn(admissions.get(userId) ?? [], day).isAdmitted,
    }
  }
}

/** The queues of the plan in force with who waits in them; none where no exchange has asked this API for a while. */
export function queuesOfFloor(plans: readonly DistributionPlan[], zoneOffsetMinutes: number) {
  return async (tx: Tx, orgId: string, nowMs: number): Promise<readonly FloorQueue[]> => {
    const waiting = await waitingByQueue(tx, orgId, nowMs)
    const plan = distributionPlanOn(dateOf(nowMs, zoneOffsetMinutes), plans)
    return (plan?.queues ?? []).map(({ code, title }) => {
      const { count = 0, offered = 0, longestMs = null } = waiting.get(code) ?? {}
      return {
        code,
        title: title ?? code,
        waiting: count,
        offered,
        longestSince: longestMs === null ? null : toInstant(longestMs),
      }
    })
  }
}

/** What can be given to a colleague beyond the level, by the plan of a day; without a plan nothing but Russian. */
export function abilitiesOn(day: LocalDate): Abilities {
  const { skills, languages } = distributionPlanOn(day, DISTRIBUTION_PLANS) ?? { skills: [], languages: ['ru'] }
  return { skills, languages }
}
