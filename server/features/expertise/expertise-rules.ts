import { sql } from 'kysely'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { RecordExpertiseArgs } from '#shared/features/expertise/commands.ts'
import { type DefectCodeTable, defectTableOn } from '#shared/features/expertise/defect-codes.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** What the server adds to `expertise.record`: the case is the expert's own, and codes and coefficients are those of the order in force. */
export function recordExpertiseRules(tables: readonly DefectCodeTable[]): CommandRules {
  return {
    async check({ tx, actor, lookups }: CommandSite, args: RecordExpertiseArgs): Promise<Refusal | null> {
      const { rows } = await sql`select 1 from complaint_cases
        where id = ${args.caseId} and org_id = ${actor.orgId} and assigned_to = ${actor.userId}
          and state in ('inWork', 'waiting')`.execute(tx)
      if (rows.length === 0) return refuse('record.notFound', 'caseId')
      if (!(await lookups.isClinic(args.clinicId))) return refuse('record.notFound', 'clinicId')
      const table = defectTableOn(tables, args.period.to)
      const isOfTheOrder = args.defects.every((defect) =>
        table?.codes.some(
          (row) => row.code === defect.code && row.nonPayment === defect.nonPayment && row.fine === defect.fine,
        ),
      )
      return isOfTheOrder ? null : refuse('expertise.defectNotInOrder', 'defects')
    },
  }
}
