import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { noCallLeft } from '#renderer/app/desk-session.ts'
import { followQueueBar } from '#renderer/app/queue-bar.ts'
import type { SessionState } from '#renderer/features/auth/session-state.ts'
import type { QueueBar } from '#renderer/features/telephony/agent-state.ts'
import type { Representative } from '#shared/features/staff/representative.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { memoryDeskData } from '#test/fakes/memory-desk-data.ts'

const ID = '0190c5f2-7d3a-7abc-8def-000000000001'
const actor = { userId: ID, orgId: ID, role: 'L1', clinicIds: [], deviceId: ID } as unknown as Actor
const own = (more: Partial<Representative>): Representative =>
  ({ id: ID, name: 'A', role: 'L1', extension: '1001', clinicIds: [], active: true, ...more }) as Representative

function follow() {
  const data = memoryDeskData(actor)
  const session = createStore<SessionState>(() => ({ phase: 'open', workplace: {} as never, needsSignIn: false }))
  const said: (QueueBar | null)[] = []
  let now = Date.parse('2026-11-24T09:00:00Z')
  let tick = (): void => {}
  const phone = { barQueue: (bar: QueueBar | null) => void said.push(bar) }
  const every = (_ms: number, again: () => void) => {
    tick = again
    return () => {}
  }
  const stop = followQueueBar(data.reads, ID, session, phone, every, () => now)
  return {
    data,
    session,
    said,
    stop,
    onDay(day: string): void {
      now = Date.parse(`${day}T09:00:00Z`)
      tick()
    },
  }
}

it('[S9] takes the telephone off the queue when the record says so, and lets it back', async () => {
  const { data, said } = follow()
  await expect.poll(() => said.at(-1)).toBeNull()
  data.put('representative', own({ admissions: [{ from: '2026-01-01', until: '2026-11-23' }] }))
  await expect.poll(() => said.at(-1)).toBe('notAdmitted')
  data.put('representative', own({ admissions: [{ from: '2026-01-01', until: '2026-12-31' }] }))
  await expect.poll(() => said.at(-1)).toBeNull()
})

it('[S9] an admission ends at midnight though nothing is sent', async () => {
  const { data, said, onDay } = follow()
  data.put('representative', own({ admissions: [{ from: '2026-01-01', until: '2026-11-24' }] }))
  await expect.poll(() => said.at(-1)).toBeNull()
  onDay('2026-11-25')
  await expect.poll(() => said.at(-1)).toBe('notAdmitted')
})

it('[S9] an account that was switched off takes no calls, as soon as the server has said so', async () => {
  const { session, said, stop } = follow()
  session.setState({ endedBy: 'auth.notActive' })
  await expect.poll(() => said.at(-1)).toBe('notActive')
  stop()
  const count = said.length
  session.setState({ needsSignIn: true })
  await Promise.resolve()
  expect(said).toHaveLength(count)
})

it('[S9] a desk that opens anew for another level waits until the call is over', async () => {
  const phone = createStore<{ calls: readonly never[] }>(() => ({ calls: [{} as never] }))
  const session = createStore<SessionState>(() => ({ phase: 'starting' }))
  let isWanted = true
  let opened = 0
  const wait = (): Promise<void> => noCallLeft(phone, session, () => isWanted).then(() => void opened++)
  void wait()
  await Promise.resolve()
  expect(opened).toBe(0)
  phone.setState({ calls: [] })
  await expect.poll(() => opened).toBe(1)
  phone.setState({ calls: [{} as never] })
  void wait()
  isWanted = false
  session.setState({ phase: 'starting' })
  await expect.poll(() => opened).toBe(2)
})
