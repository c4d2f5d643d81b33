import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { type Agent, newAgent } from '#renderer/features/telephony/agent-state.ts'
import type { KeptSpan } from '#shared/features/telephony/agent-commands.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { followShift } from './shift-journal.ts'

const NOON = Date.UTC(2026, 10, 26, 9)
const READY: Agent = { ...newAgent(0), state: { kind: 'ready', since: 0 } }
const TALK = [{ answeredAt: 1, state: 'talking' }] as never

function aDesk(kept = new Map<string, unknown>(), startMs = NOON) {
  let nowMs = startMs
  let ids = 0
  let tick = (): void => {}
  const sent: KeptSpan[][] = []
  const phone = createStore<{ calls: never; agent: Agent }>(() => ({ calls: [] as never, agent: newAgent(0) }))
  const sync = createStore<{ api: 'reachable' | 'away' }>(() => ({ api: 'away' }))
  const journal = followShift({
    phone,
    sync: sync as never,
    drafts: {
      load: async <T>(key: string) => (kept.get(key) ?? null) as T | null,
      save: async (key, value) => void kept.set(key, structuredClone(value)),
    },
    writes: {
      dispatch: async (_command, args) => {
        sent.push((args as unknown as { spans: KeptSpan[] }).spans)
        return { ok: true, value: { commandId: '', number: null } }
      },
    },
    newId: () => `span-${startMs}-${++ids}`,
    clock: {
      now: () => nowMs,
      every: (_ms, work) => {
        tick = work
        return () => {}
      },
    },
  })
  return {
    journal,
    kept,
    sent,
    phone,
    sync,
    pass: (ms: number) => {
      nowMs += ms
    },
    tick: () => tick(),
    settle: () => new Promise<void>((resolve) => setTimeout(resolve)),
  }
}

const short = ({ activity, reason, seconds, isCutShort }: KeptSpan) => [activity, reason, seconds, isCutShort]

describe('[C9] the journal of a shift', () => {
  it('keeps each state with its length; a call counts whatever the state behind it', async () => {
    const desk = aDesk()
    await desk.settle()
    desk.pass(10_000)
    desk.phone.setState({ agent: READY })
    desk.pass(20_000)
    desk.phone.setState({ calls: TALK })
    desk.pass(30_000)
    desk.phone.setState({ calls: [] as never })
    expect(desk.journal.state.getState().closed.map(short)).toEqual([
      ['notReady', 'startOfShift', 10, false],
      ['ready', null, 20, false],
      ['talking', null, 30, false],
    ])
    expect(desk.sent).toEqual([])
  })

  it('sends what waited as soon as the server is there, once', async () => {
    const desk = aDesk()
    await desk.settle()
    desk.pass(10_000)
    desk.phone.setState({ agent: READY })
    desk.sync.setState({ api: 'reachable' })
    await desk.settle()
    desk.tick()
    await desk.settle()
    expect(desk.sent.map((spans) => spans.map(short))).toEqual([[['notReady', 'startOfShift', 10, false]]])
    expect(desk.journal.state.getState().closed).toEqual([])
  })

  it('a desk that died goes on with what it had, and the broken stretch lasted until it was last heard of', async () => {
    const first = aDesk()
    await first.settle()
    first.pass(5_000)
    first.phone.setState({ agent: READY })
    first.pass(40_000)
    first.tick()
    first.pass(9_000)
    const second = aDesk(first.kept, NOON + 600_000)
    await second.settle()
    expect(second.journal.state.getState().closed.map(short)).toEqual([
      ['notReady', 'startOfShift', 5, false],
      ['ready', null, 40, true],
    ])
    expect(second.journal.state.getState().closed[1]?.to).toBe(toInstant(NOON + 45_000))
  })

  it('a stretch over midnight is two, and a blink is none', async () => {
    const desk = aDesk(new Map(), new Date(2026, 10, 26, 23, 59, 30).getTime())
    await desk.settle()
    desk.pass(400)
    desk.phone.setState({ agent: READY })
    desk.pass(60_000)
    desk.tick()
    expect(desk.journal.state.getState().closed.map(short)).toEqual([['ready', null, 60, false]])
  })
})
