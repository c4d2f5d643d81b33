import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { isOpen } from '#shared/features/appeals/appeal.ts'
import { beginCase, type ComplaintCase, type HistoryEntry } from '#shared/features/complaints/complaint-case.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import { newUuid, type RecordsRequestId } from '#shared/kernel/ids.ts'
import type { Draws } from './draws.ts'
import { moscowDate } from './working-time.ts'

const ASKED_FOR = [
  'Амбулаторная карта за последние три месяца и листы записи на приём',
  'Объяснение заведующей отделением и график работы врача',
  'Журнал направлений и сведения о свободных талонах',
]

/**
 * The case of an open appeal on line 3 as far as its state says: taken into work, or waiting for what the clinic was asked for. Null for
 * appeals of other lines and those that are settled.
 */
export function caseOf(appeal: Appeal, today: LocalDate, draws: Draws, ids: Draws): ComplaintCase | null {
  if (appeal.reviewLine !== 3 || !isOpen(appeal)) return null
  const registeredOn = moscowDate(Date.parse(appeal.registeredAt))
  const begun = beginCase({
    id: appeal.id,
    assignedTo: appeal.assignedTo,
    form: appeal.form,
    clinicId: appeal.clinicId,
    receivedOn: appeal.form === 'written' ? addDays(registeredOn, -draws.between(0, 2)) : registeredOn,
    registeredOn,
    by: appeal.takenBy,
    at: appeal.registeredAt,
  })
  const { assignedTo } = appeal
  if (appeal.state === 'registered' || assignedTo === null) return { ...begun, state: 'registered' }
  const entry = (what: HistoryEntry['what'], note = ''): HistoryEntry => ({
    at: appeal.registeredAt,
    by: assignedTo,
    what,
    note,
  })
  const taken = { ...begun, state: 'inWork' as const, history: [...begun.history, entry('taken')] }
  if (appeal.state !== 'waiting' || appeal.clinicId === null) return taken
  const asked = addDays(registeredOn, draws.between(1, 5))
  const request = {
    id: newUuid<RecordsRequestId>(Date.parse(appeal.registeredAt), ids.bytes),
    clinicId: appeal.clinicId,
    what: draws.pick(ASKED_FOR),
    sentOn: asked < today ? asked : registeredOn,
    pauses: [],
    outcome: null,
    settledOn: null,
  }
  return {
    ...taken,
    state: 'waiting',
    requests: [request],
    history: [...taken.history, entry('recordsRequested', request.what)],
  }
}
