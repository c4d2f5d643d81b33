import type { StoredBlock } from '#renderer/db/database.ts'
import { formatRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { NUMBERS_LOW, numbersAnswer } from '#shared/protocol/numbers.ts'
import type { ApiClient, ApiFailure } from './api-client.ts'
import type { DeskState, StateView } from './desk-state.ts'
import type { SyncPorts } from './ports.ts'

/** Minutes east of UTC by which a journal's year turns: Moscow time, as the fund counts. */
const JOURNAL_OFFSET_MINUTES = 180
/** Numbers of the next year are leased this long before it begins, so that a desk that is offline at midnight has them. */
const NEXT_YEAR_AHEAD_MS = 7 * 86_400_000

export function journalYear(nowMs: number): number {
  return Number(dateOf(nowMs, JOURNAL_OFFSET_MINUTES).slice(0, 4))
}

/** The next unused number of this year's blocks and the block with it used up, or null when there is none (rule NUM1). */
export function takeNumber(
  blocks: readonly StoredBlock[],
  nowMs: number,
): { readonly number: string; readonly block: StoredBlock } | null {
  const block = blocks
    .filter((it) => it.year === journalYear(nowMs) && it.next <= it.last)
    .sort((a, b) => a.first - b.first)[0]
  if (!block) return null
  return {
    number: formatRegistrationNumber({ journal: block.journal, year: block.year, serial: block.next }),
    block: { ...block, next: block.next + 1 },
  }
}

export function numbersLeft(blocks: readonly StoredBlock[], year: number): number {
  return blocks.filter((it) => it.year === year).reduce((sum, it) => sum + Math.max(0, it.last - it.next + 1), 0)
}

/**
 * Leases blocks until enough numbers are ahead. The id of a request is kept before it is sent: after a crash or a lost answer the
 * repeat gets the same block, and none is lost between desk and server.
 */
export async function leaseNumbers(
  state: DeskState,
  api: ApiClient,
  ports: Pick<SyncPorts, 'timers' | 'randomBytes'>,
): Promise<ApiFailure | null> {
  for (;;) {
    const request = await state.transact((view) => nextRequest(view, ports))
    if (request === null) return null
    const answer = await api.post('/api/sync/numbers', request, numbersAnswer)
    if (!answer.ok) {
      // A refused request is not repeated under the same id: the next try asks anew.
      if (answer.failure.kind === 'refused')
        await state.transact(() => ({ change: { meta: { numbersRequest: null } }, result: null }))
      return answer.failure
    }
    const { block } = answer.value
    await state.transact((view) => ({
      change: {
        meta: { numbersRequest: null },
        blocks: view.blocks.some((it) => it.id === block.id) ? [] : [{ ...block, next: block.first }],
      },
      result: null,
    }))
  }
}

function nextRequest(view: StateView, ports: Pick<SyncPorts, 'timers' | 'randomBytes'>) {
  if (view.meta.numbersRequest) return { change: null, result: view.meta.numbersRequest }
  const nowMs = ports.timers.now()
  const years = [...new Set([journalYear(nowMs), journalYear(nowMs + NEXT_YEAR_AHEAD_MS)])]
  const year = years.find((it) => numbersLeft(view.blocks, it) < NUMBERS_LOW)
  if (year === undefined) return { change: null, result: null }
  const numbersRequest = { requestId: newUuid(nowMs, ports.randomBytes), year }
  return { change: { meta: { numbersRequest } }, result: numbersRequest }
}
