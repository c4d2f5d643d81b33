import { describe, expect, it } from 'vitest'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { AppealId, CallId, ScriptRunId, UserId } from '#shared/kernel/ids.ts'
import type { RecordKind, RecordTypes } from '#shared/protocol/registry.ts'
import { pastOf } from './timeline-entries.ts'

function kept<K extends RecordKind>(kind: K, data: RecordTypes[K]): Kept<K> {
  return { id: (data as { id: string }).id, kind, version: 1, data, delivery: 'sent' }
}

function aRun(callId: CallId | null, id: string): ScriptRun {
  return {
    id: id as ScriptRunId,
    scriptId: 'inbound',
    scriptVersion: 1,
    callId,
    personId: null,
    userId: 'u' as UserId,
    answers: [],
    result: 'done',
    startedAt: '2026-11-23T09:28:00.000Z',
    endedAt: '2026-11-23T09:30:00.000Z',
  }
}

describe('the past of a person', () => {
  it('puts open appeals first, the soonest due on top', () => {
    const late = anAppeal({ id: 'b' as AppealId, state: 'inWork', answerBy: '2026-12-20' })
    const soon = anAppeal({ id: 'a' as AppealId, state: 'registered', answerBy: '2026-11-26' })
    const noTerm = anAppeal({ id: 'c' as AppealId, state: 'waiting', answerBy: null })
    const closed = anAppeal({ id: 'd' as AppealId, state: 'closed' })
    const appeals = [noTerm, late, closed, soon].map((it) => kept('appeal', it))
    const past = pastOf({ appeals, calls: [], runs: [], informings: [], bookings: [], assistances: [] })
    expect(past.openAppeals.map((it) => it.id)).toEqual(['a', 'b', 'c'])
    expect(past.timeline).toHaveLength(4)
  })

  it('joins a script run to its call and keeps one without a call on its own', () => {
    const call = aCall()
    const past = pastOf({
      appeals: [],
      calls: [kept('call', call)],
      runs: [kept('scriptRun', aRun(call.id, 'r1')), kept('scriptRun', aRun(null, 'r2'))],
      informings: [],
      bookings: [],
      assistances: [],
    })
    expect(past.timeline.map((it) => it.kind)).toEqual(['run', 'call'])
    expect(past.timeline[1]).toMatchObject({ kind: 'call', runs: [{ id: 'r1' }] })
  })

  it('is one line of time over all slices, newest first', () => {
    const past = pastOf({
      appeals: [kept('appeal', anAppeal({ registeredAt: '2026-11-20T08:30:00.000Z' }))],
      calls: [kept('call', aCall({ offeredAt: '2026-11-21T08:00:00.000Z' }))],
      runs: [],
      informings: [],
      bookings: [],
      assistances: [],
    })
    expect(past.timeline.map((it) => it.kind)).toEqual(['call', 'appeal'])
  })
})
