import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { admissionsByUser } from '#server/features/staff/read-team.ts'
import type { ClaimContext } from '#server/features/work-queues/claims.ts'
import type { Config } from '#server/platform/config.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { attemptFacts, mayAttempt } from '#shared/features/preventive-care/attempts.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import { type InformingPlan, informingPlans, planOn } from '#shared/features/preventive-care/informing-plan.ts'
import { admissionOn } from '#shared/features/staff/admission.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { must } from '#shared/kernel/result.ts'
import { dialBars } from './dial-bars.ts'

const PLAN_FILE = join(import.meta.dirname, '../../assets/reference/informing-plan.ru.json')

export interface ClaimParts {
  readonly config: Config
  readonly db: Db
  readonly kinds: RecordKinds
  readonly now: () => number
}

/** Joins the queue of informing with the plan in force: how long people are kept, and when another attempt would be one too many (REQUIREMENTS P5, C10). */
export function informingClaims({ config, db, kinds, now }: ClaimParts): ClaimContext {
  const plans = informingPlans.parse(JSON.parse(readFileSync(PLAN_FILE, 'utf8')))
  const planAt = (nowMs: number): InformingPlan =>
    must(planOn(dateOf(nowMs, config.zoneOffsetMinutes), plans), 'informing plan in force')
  return {
    db,
    kinds,
    now,
    termsOn: (nowMs) => {
      const plan = planAt(nowMs)
      return {
        claimMs: plan.claimMinutes * 60_000,
        blockMs: plan.blockHours * 3_600_000,
        blockMax: plan.blockMax,
      }
    },
    async closedReasons(tx, actor, personIds, isForCalls) {
      const nowMs = now()
      const day = dateOf(nowMs, config.zoneOffsetMinutes)
      if (!(await isAdmitted(tx, actor, day)))
        return new Map(personIds.map((id) => [id, refuse('staff.notAdmitted', 'personIds')]))
      const plan = planAt(nowMs)
      const refs = personIds.map((id) => ({ kind: 'insuredPerson', id }))
      const persons = await loadRecords(tx, kinds, actor.orgId, refs)
      const talks = await talksOf(tx, actor.orgId, personIds)
      const dayOf = (instant: string): string => dateOf(Date.parse(instant), config.zoneOffsetMinutes)
      const facts = attemptFacts(talks, dayOf(new Date(nowMs).toISOString()), plan, dayOf)
      const closed = new Map<string, Refusal>()
      for (const id of personIds) {
        const person = persons.get(`insuredPerson:${id}`)?.data as InsuredPerson | null | undefined
        if (person?.consents.informing === 'withdrawn')
          closed.set(id, refuse('preventiveCare.consentWithdrawn', 'personIds'))
        else if (!mayAttempt(facts.get(id), plan))
          closed.set(id, refuse('preventiveCare.attemptsUsed', 'personIds', { max: plan.attemptsMax }))
      }
      if (!isForCalls) return closed
      const known = [...persons.values()].flatMap(({ data }) => (data === null ? [] : [data as InsuredPerson]))
      for (const [id, bar] of await dialBars(tx, actor.orgId, known, day))
        if (!closed.has(id)) closed.set(id, refuse(`outbound.${bar}`, 'personIds'))
      return closed
    },
  }
}

/** Without an admission in force nobody is given people to call (REQUIREMENTS S9). */
export async function isAdmitted(tx: Tx, { orgId, userId }: Actor, day: LocalDate): Promise<boolean> {
  const admissions = await admissionsByUser(tx, orgId, userId)
  return admissionOn(admissions.get(userId) ?? [], day).isAdmitted
}

async function talksOf(tx: Tx, orgId: string, personIds: readonly string[]): Promise<Informing[]> {
  const { rows } = await sql<{ data: Informing }>`
    select data from informings
    where org_id = ${orgId} and person_id = any(${[...personIds]}::text[]) and data is not null`.execute(tx)
  return rows.map(({ data }) => data)
}
