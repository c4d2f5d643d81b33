import { sql } from 'kysely'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { AssignCaseArgs } from '#shared/features/complaints/case-assignment.ts'
import type { OpenCaseArgs } from '#shared/features/complaints/case-opening.ts'
import { answerTerm, type LegalReference } from '#shared/features/complaints/case-terms.ts'
import type { ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import type { RequestRecordsArgs } from '#shared/features/complaints/records-request-commands.ts'
import type { ExtendCaseArgs } from '#shared/features/complaints/term-commands.ts'
import { addDays, dateOf } from '#shared/kernel/calendar.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { extensionProblem } from '#shared/kernel/legal-term.ts'

export interface CaseRulesContext {
  readonly reference: LegalReference
  readonly zoneOffsetMinutes: number
}

/** A case may be opened for an appeal that the actor took or works; a supervisor's reaches the organisation. */
export function openCaseRules(context: CaseRulesContext, react: CommandRules['react']): CommandRules {
  return {
    async check({ tx, actor, lookups, receivedAt }: CommandSite, args: OpenCaseArgs): Promise<Refusal | null> {
      if (args.clinicId !== null && !(await lookups.isClinic(args.clinicId)))
        return refuse('record.notFound', 'clinicId')
      const { rows } = await sql<{ registered_at: Date }>`
        select registered_at from appeals where id = ${args.id} and org_id = ${actor.orgId} and data is not null
          and (${actor.role} = 'SV' or taken_by = ${actor.userId} or assigned_to = ${actor.userId})`.execute(tx)
      const appeal = rows[0]
      if (!appeal) return refuse('record.notFound', 'id')
      // The terms run from the registration in the journal: no desk may date it later.
      const registeredMs = Math.min(appeal.registered_at.getTime(), Date.parse(receivedAt))
      const latest = dateOf(registeredMs, context.zoneOffsetMinutes)
      return args.registeredOn > latest ? refuse('complaints.registeredLater', 'registeredOn', { latest }) : null
    },
    ...(react === undefined ? {} : { react }),
  }
}

/** Only an expert of the organisation gets cases. */
export function assignCaseRules(react: CommandRules['react']): CommandRules {
  return {
    async check({ tx, actor }: CommandSite, args: AssignCaseArgs): Promise<Refusal | null> {
      if (args.to === null) return null
      const { rows } = await sql`select 1 from users
        where id = ${args.to} and org_id = ${actor.orgId} and role = 'L3' and active`.execute(tx)
      return rows.length > 0 ? null : refuse('record.notFound', 'to')
    },
    ...(react === undefined ? {} : { react }),
  }
}

/** Whether the extension is still in time: the calendar decides. */
export function extendCaseRules({ reference }: CaseRulesContext, react: CommandRules['react']): CommandRules {
  return {
    async check({ tx, actor, receivedAt }: CommandSite, args: ExtendCaseArgs): Promise<Refusal | null> {
      const { rows } = await sql<{ data: ComplaintCase }>`
        select data from complaint_cases where id = ${args.id} and org_id = ${actor.orgId} and data is not null`.execute(
        tx,
      )
      const term = rows[0] === undefined ? null : answerTerm(rows[0].data, reference)
      if (term === null) return null
      if (args.decidedOn > addDays(receivedAt.slice(0, 10), 1)) return refuse('complaints.dateInFuture', 'decidedOn')
      const problem = extensionProblem(term, args.days, args.decidedOn)
      return problem === null ? null : refuse(`complaints.extension.${problem}`, 'decidedOn', { due: term.due })
    },
    ...(react === undefined ? {} : { react }),
  }
}

export function requestRecordsRules(react: CommandRules['react']): CommandRules {
  return {
    async check({ lookups }: CommandSite, args: RequestRecordsArgs): Promise<Refusal | null> {
      return (await lookups.isClinic(args.request.clinicId)) ? null : refuse('record.notFound', 'request.clinicId')
    },
    ...(react === undefined ? {} : { react }),
  }
}
