import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import { must } from '#shared/kernel/result.ts'
import { IS_OPEN, IS_UNASSIGNED, JOURNAL_SOURCE, journalConditions } from './journal-query.ts'

/** The journal's period for «of all days»: no journal of this kind is older (DOMAIN §7: the levels began in 2016). */
export const JOURNAL_BEGAN = '2016-01-01'

/** Appeals of one day and what is left of all days, by the conditions of the journal, so that each number opens exactly what it counts (REQUIREMENTS S1). */
export async function readAppealDay(db: Db | Tx, orgId: string, day: LocalDate, zoneOffsetMinutes: number) {
  const ofDay = journalConditions(orgId, { from: day, to: day }, zoneOffsetMinutes)
  const today = await sql<{ appeals: number; complaints: number }>`
    select count(*)::int as appeals, count(*) filter (where appeal.kind = 'complaint')::int as complaints
    from ${JOURNAL_SOURCE} where ${ofDay}`.execute(db)
  const open = journalConditions(orgId, { from: JOURNAL_BEGAN, to: day, open: 'yes' }, zoneOffsetMinutes)
  const left = await sql<{ open: number; unassigned: number; due: number; overdue: number }>`
    select count(*)::int as open, count(*) filter (where ${IS_UNASSIGNED})::int as unassigned,
      count(*) filter (where appeal.answer_by = ${day}::date)::int as due,
      count(*) filter (where appeal.answer_by <= ${addDays(day, -1)}::date)::int as overdue
    from ${JOURNAL_SOURCE} where ${open} and ${IS_OPEN}`.execute(db)
  const [counted, rest] = [must(today.rows[0], 'the row of counts'), must(left.rows[0], 'the row of counts')]
  return {
    appeals: counted.appeals,
    complaints: counted.complaints,
    open: rest.open,
    unassigned: rest.unassigned,
    dueToday: rest.due,
    overdue: rest.overdue,
  }
}
