import { sql } from 'kysely'
import { personProblem } from '#server/db/actor-reach.ts'
import type { Tx } from '#server/db/database.ts'
import { enterNumber, numberProblem } from '#server/sync/numbers.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import { type AnswerTerms, planAnswerDate } from '#shared/features/appeals/answer-terms.ts'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import type { RegisterAppealArgs } from '#shared/features/appeals/commands.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { RecordChange } from '#shared/kernel/record.ts'

export interface RegisterRulesContext {
  readonly terms: AnswerTerms
  readonly zoneOffsetMinutes: number
}

/** What the server adds to `appeals.register`: number, reach, plan date of the answer and the expert of an appeal for line 3. */
export function registerAppealRules(context: RegisterRulesContext): CommandRules {
  return {
    async check({ tx, actor, lookups }: CommandSite, args: RegisterAppealArgs): Promise<Refusal | null> {
      if (args.clinicId !== null && !(await lookups.isClinic(args.clinicId)))
        return refuse('record.notFound', 'clinicId')
      return (
        (await personProblem(lookups, actor, 'appeal.register', args.concernsId, 'concernsId')) ??
        (await personProblem(lookups, actor, 'appeal.register', args.applicant.personId, 'applicant.personId')) ??
        (await numberProblem(tx, actor.deviceId, args.number))
      )
    },
    async complete(site: CommandSite, changes: readonly RecordChange[]): Promise<readonly RecordChange[]> {
      const completed: RecordChange[] = []
      for (const change of changes)
        completed.push(
          change.kind === 'appeal'
            ? { ...change, data: await completeAppeal(site, change.data as Appeal, context) }
            : change,
        )
      return completed
    },
    async settle({ tx, actor, receivedAt }: CommandSite, args: RegisterAppealArgs): Promise<void> {
      await enterNumber(tx, actor.deviceId, args.number, args.id, receivedAt)
    },
  }
}

async function completeAppeal(site: CommandSite, appeal: Appeal, context: RegisterRulesContext): Promise<Appeal> {
  // A desk whose clock is ahead must not lengthen the term (rule TIME1).
  const registeredMs = Math.min(Date.parse(appeal.registeredAt), Date.parse(site.receivedAt))
  const registeredOn = dateOf(registeredMs, context.zoneOffsetMinutes)
  const needsExpert = appeal.reviewLine === 3 && appeal.assignedTo === null && isOpen(appeal)
  const clinicId = needsExpert ? await clinicOf(site, appeal) : null
  return {
    ...appeal,
    answerBy: isOpen(appeal) ? planAnswerDate(appeal.form, registeredOn, context.terms) : null,
    assignedTo: needsExpert ? await leastLoadedExpert(site.tx, site.actor.orgId, clinicId) : appeal.assignedTo,
  }
}

async function clinicOf({ lookups }: CommandSite, appeal: Appeal): Promise<string | null> {
  const personId = appeal.concernsId ?? appeal.applicant.personId
  return appeal.clinicId ?? (personId === null ? null : await lookups.clinicOfPerson(personId))
}

/** The expert with the fewest open appeals among those who serve the clinic, or among all when nobody does. */
async function leastLoadedExpert(tx: Tx, orgId: string, clinicId: string | null): Promise<Appeal['assignedTo']> {
  const { rows } = await sql<{ id: NonNullable<Appeal['assignedTo']> }>`
    select expert.id from users expert
    where expert.org_id = ${orgId} and expert.role = 'L3' and expert.active
    order by ${clinicId}::text = any(expert.clinic_ids) desc nulls last,
      (select count(*) from appeals work
        where work.assigned_to = expert.id and work.state in ('registered', 'inWork', 'waiting')),
      expert.id
    limit 1`.execute(tx)
  return rows[0]?.id ?? null
}
