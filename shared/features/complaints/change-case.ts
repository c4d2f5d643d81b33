import type { Actor } from '../../kernel/actor.ts'
import { addDays, type LocalDate } from '../../kernel/calendar.ts'
import type { ApplyContext } from '../../kernel/command.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import type { RecordChange } from '../../kernel/record.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { type CaseEvent, stateAfter } from './case-states.ts'
import type { ComplaintCase, HistoryEntry } from './complaint-case.ts'

export const CASE_KIND = 'complaintCase'

export function caseRef(id: string) {
  return [{ kind: CASE_KIND, id }]
}

/** Cases are worked by experts; a supervisor may step in. */
export const expertOrSupervisor = (actor: Actor): Refusal | null =>
  actor.role === 'L3' || actor.role === 'SV' ? null : refuse('rights.notAllowed')

/** What a command does to a case: fields, an event of the state table, an entry of the history. */
export interface CaseChange {
  readonly fields?: Partial<ComplaintCase>
  readonly event?: CaseEvent
  readonly what: HistoryEntry['what']
  readonly note?: string
  readonly to?: HistoryEntry['to']
  readonly letter?: HistoryEntry['letter']
}

/**
 * The case as this actor may change it: their own, or any of the organisation for a supervisor. A case of somebody else is answered like
 * one that does not exist; whoever worked it before, and may have gone on without the network, is told that it was handed over.
 */
export function caseWithin(context: ApplyContext, id: string): Result<ComplaintCase, Refusal> {
  const found = context.read(CASE_KIND, id) as ComplaintCase | undefined
  const isWithin = found !== undefined && (context.actor.role === 'SV' || found.assignedTo === context.actor.userId)
  if (isWithin) return ok(found)
  const { userId } = context.actor
  const wasTheirs = found?.history.some(({ by, to }) => by === userId || to === userId) ?? false
  return err(refuse(wasTheirs ? 'complaints.handedOver' : 'record.notFound', 'id'))
}

/** Applies a change; an event that the state does not know is refused with the state, so that the desk can say what is possible. */
export function changed(
  context: ApplyContext,
  before: ComplaintCase,
  change: CaseChange,
): Result<readonly RecordChange[], Refusal> {
  const state = change.event === undefined ? before.state : stateAfter(before.state, change.event)
  if (state === null) return err(refuse('complaints.notNow', undefined, { state: before.state }))
  const entry: HistoryEntry = {
    at: context.occurredAt,
    by: context.actor.userId,
    what: change.what,
    note: change.note ?? '',
    ...(change.letter === undefined ? {} : { letter: change.letter }),
    ...(change.to === undefined ? {} : { to: change.to }),
  }
  const after: ComplaintCase = { ...before, ...change.fields, state, history: [...before.history, entry].slice(-500) }
  return ok([{ kind: CASE_KIND, id: before.id, data: after }])
}

/** Refuses a date that has not come yet; a day is allowed for the difference of zones. */
export function futureProblem(context: ApplyContext, on: LocalDate, field: string): Refusal | null {
  return on > addDays(context.occurredAt.slice(0, 10), 1) ? refuse('complaints.dateInFuture', field) : null
}
