import { describe, expect, it } from 'vitest'
import type { CommandAnswer, WireCommand } from '#shared/protocol/push.ts'
import { ParallelUpdates } from './parallel-updates.ts'

const command = (n: number, seen: number): WireCommand => ({
  id: `c${n}` as WireCommand['id'],
  n,
  name: 'insuredPersons.correctContact',
  version: 1,
  occurredAt: '2026-11-26T09:00:00.000Z',
  args: { n },
  seen: { 'insuredPerson:p': seen },
  seenFields: { 'insuredPerson:p#email': null },
})
const answer = (n: number, version: number, status: 'applied' | 'rebased'): CommandAnswer => ({
  status,
  id: `c${n}` as WireCommand['id'],
  n,
  records: [{ kind: 'insuredPerson', id: 'p', version, data: {} }],
})

describe('[MERGE1] parallel updates', () => {
  it('are changes of others between what was seen and what was made', () => {
    const [joined] = new ParallelUpdates().take([command(1, 5)], [answer(1, 7, 'rebased')])
    expect(joined).toEqual({
      commandId: 'c1',
      name: 'insuredPersons.correctContact@1',
      args: { n: 1 },
      occurredAt: '2026-11-26T09:00:00.000Z',
    })
  })

  it('are not one’s own changes, in one push or in several', () => {
    const updates = new ParallelUpdates()
    const first = [answer(1, 6, 'applied'), answer(2, 7, 'rebased')] as const
    expect(updates.take([command(1, 5), command(2, 5)], first)).toEqual([])
    expect(updates.take([command(3, 5)], [answer(3, 8, 'rebased')])).toEqual([])
    expect(updates.take([command(4, 5)], [answer(4, 10, 'rebased')])).toHaveLength(1)
  })

  it('are told only of commands that edit fields', () => {
    const { seenFields: _, ...adding } = command(1, 5)
    expect(new ParallelUpdates().take([adding], [answer(1, 9, 'rebased')])).toEqual([])
  })
})
