import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { StructureAnswer, StructureCell, StructureQuery } from '#shared/features/appeals/structure-report.ts'
import { comparedDays, type Days } from '#shared/kernel/compared-period.ts'
import { DECISION, isMedicalCare, JOURNAL_SOURCE, journalConditions, PLACE } from './journal-query.ts'

/** Appeals of a period and of the one it is compared with, counted by everything the report tells apart; by the conditions of the journal. */
export async function readStructure(
  db: Db | Tx,
  orgId: string,
  { from, to, against }: StructureQuery,
  zoneOffsetMinutes: number,
): Promise<StructureAnswer> {
  const period = { from, to }
  const before = comparedDays(period, against)
  const within = (days: Days) => journalConditions(orgId, days, zoneOffsetMinutes)
  const { rows } = await sql<StructureCell>`
    select kind, "themeCode", place, "medicalCare", decision,
      count(*) filter (where is_now)::int as now, count(*) filter (where not is_now)::int as before
    from (
      select ${keys(orgId)}, true as is_now from ${JOURNAL_SOURCE} where ${within(period)}
      union all
      select ${keys(orgId)}, false as is_now from ${JOURNAL_SOURCE} where ${within(before)}
    ) counted
    group by kind, "themeCode", place, "medicalCare", decision`.execute(db)
  return { period, before, cells: rows }
}

function keys(orgId: string) {
  return sql`appeal.kind, appeal.theme_code as "themeCode", ${PLACE} as place, ${isMedicalCare(orgId)} as "medicalCare",
    case when appeal.kind = 'complaint' then ${DECISION} else 'undecided' end as decision`
}
