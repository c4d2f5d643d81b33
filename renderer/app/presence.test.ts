import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { type Agent, newAgent } from '#renderer/features/telephony/agent-state.ts'
import type { SoftphoneState } from '#renderer/features/telephony/softphone-store.ts'
import { createSyncStatusStore } from '#renderer/sync/sync-status-store.ts'
import { PRESENCE_EVERY_MS, type PresenceReport, presenceReport } from '#shared/features/supervision/presence.ts'
import { followPresence, presenceOf } from './presence.ts'

type View = Pick<SoftphoneState, 'link' | 'calls' | 'agent'>
const READY: Agent = { ...newAgent(0), state: { kind: 'ready', since: 1_000 } }

function aView(overrides: Partial<View> = {}): View {
  return { link: { state: 'registered' }, calls: [], agent: READY, ...overrides }
}

function aCall(overrides: object) {
  const remote = { number: '+70000000001', name: 'Смирнова', source: 'direct', isInternal: false }
  return { direction: 'in', state: 'talking', offeredAt: 2_000, answeredAt: 4_000, remote, ...overrides } as never
}

describe('what a desk says of itself [S1]', () => {
  it('has the state and the calls with their spans, and nothing of whom one talks with', () => {
    const report = presenceOf(aView({ calls: [aCall({}), aCall({ isHeld: true })] }), 3, 10_000)
    expect(report).toEqual({
      phone: { isRegistered: true, agent: 'ready', reason: null, forMs: 9_000 },
      calls: [
        { direction: 'in', source: 'direct', phase: 'talking', forMs: 6_000 },
        { direction: 'in', source: 'direct', phase: 'held', forMs: 6_000 },
      ],
      unsent: 3,
    })
    expect(JSON.stringify(report)).not.toMatch(/0000|Смирнова/)
    expect(presenceReport.parse(report)).toEqual(report)
  })
  it('tells ringing from dialling, and a clock that was set back makes no negative span', () => {
    const calls = [aCall({ answeredAt: undefined }), aCall({ answeredAt: undefined, direction: 'out' })]
    expect(presenceOf(aView({ calls }), 0, 0).calls).toMatchObject([
      { phase: 'ringing', forMs: 0 },
      { phase: 'dialling', forMs: 0 },
    ])
  })
  it('a desk without a telephone says that it is there', () => {
    expect(presenceOf(null, 1, 0)).toEqual({ phone: null, calls: [], unsent: 1 })
  })
})

describe('reporting [S1]', () => {
  it('speaks at once, at each change and at intervals, and stops', () => {
    const said: PresenceReport[] = []
    const phone = createStore<View>(() => aView())
    const sync = createSyncStatusStore(true)
    let tick = (): void => {}
    const stop = followPresence(
      { say: (make) => void said.push((make() as { report: PresenceReport }).report) },
      phone,
      sync,
      {
        now: () => 10_000,
        every: (ms, work) => {
          expect(ms).toBe(PRESENCE_EVERY_MS)
          tick = work
          return () => {
            tick = () => {}
          }
        },
      },
    )
    expect(said).toHaveLength(1)
    phone.setState({ agent: { ...READY } })
    expect(said).toHaveLength(1)
    phone.setState({ agent: newAgent(10_000) })
    sync.setState({ waiting: 2 })
    expect(said.map(({ phone: it, unsent }) => [it?.agent, unsent])).toEqual([
      ['ready', 0],
      ['notReady', 0],
      ['notReady', 2],
    ])
    tick()
    expect(said).toHaveLength(4)
    stop()
    tick()
    phone.setState({ agent: READY })
    expect(said).toHaveLength(4)
  })
})
