import { describe, expect, it } from 'vitest'
import { must } from '../../kernel/result.ts'
import { type RunState, runState } from './path.ts'
import { linkedSample, NO_FACTS } from './sample-scripts.ts'
import { finishRun } from './summary.ts'
import { markVisit, reopenVisit } from './visits.ts'
import { answerStep, consult, startRun, stepBack, stepToFrontier } from './walk.ts'

const script = linkedSample()
const START = Date.parse('2026-11-24T09:00:00.000Z')
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString()
const END = { id: 'run', callId: null, personId: null } as unknown as Parameters<typeof finishRun>[3]

const begin = (): RunState => markVisit(script, startRun(script, at(0), NO_FACTS), NO_FACTS, at(0))
function answered(state: RunState, nodeId: string, value: string, second: number): RunState {
  const next = answerStep(script, state, NO_FACTS, nodeId, { value, at: at(second) })
  return markVisit(script, must(next.ok ? next.value : null, `answer to ${nodeId}`), NO_FACTS, at(second))
}
const recordOf = (state: RunState, second: number, isLeftBehind = false) =>
  finishRun(script, state, NO_FACTS, { ...END, endedAt: at(second), isLeftBehind }).visits?.map(
    ({ nodeId, place, enteredMs, leftMs }) => [nodeId, place, enteredMs, leftMs],
  )

describe('stays at the steps of a run', () => {
  it('[S8] are kept with their times from the beginning, a look back and a way given up included', () => {
    let run = answered(begin(), 'hello', 'said', 4)
    run = answered(run, 'topic', 'Polis', 10)
    run = answered(run, 'way', 'away', 15)
    run = markVisit(script, stepBack(script, run, NO_FACTS), NO_FACTS, at(18))
    // What is typed and what is marked twice is no other stay.
    run = markVisit(script, run, NO_FACTS, at(19))
    run = answered(run, 'way', 'plain', 20)
    expect(recordOf(run, 30)).toEqual([
      ['hello', 0, 0, 4_000],
      ['topic', 1, 4_000, 10_000],
      ['way', 2, 10_000, 15_000],
      ['away', null, 15_000, 18_000],
      ['way', 2, 18_000, 20_000],
      ['register', 3, 20_000, 30_000],
    ])
    expect(recordOf(markVisit(script, stepToFrontier(run), NO_FACTS, at(25)), 30)).toHaveLength(6)
  })

  it('[X1] are of unknown length where a desk was killed, whether the run goes on or not', () => {
    const run = answered(begin(), 'hello', 'said', 4)
    expect(recordOf(run, 9_000, true)?.at(-1)).toEqual(['topic', 1, 4_000, null])
    const kept = runState.parse(JSON.parse(JSON.stringify(run)))
    const again = answered(reopenVisit(script, kept, NO_FACTS, at(60)), 'topic', 'Polis', 66)
    expect(recordOf(again, 70)).toEqual([
      ['hello', 0, 0, 4_000],
      ['topic', 1, 4_000, null],
      ['topic', 1, 60_000, 66_000],
      ['way', 2, 66_000, 70_000],
    ])
  })

  it('never run backwards when the clock of the desk is set back', () => {
    const run = answered(answered(begin(), 'hello', 'said', 50), 'topic', 'Polis', 20)
    expect(recordOf(run, 30)).toEqual([
      ['hello', 0, 0, 50_000],
      ['topic', 1, 50_000, 50_000],
      ['way', 2, 50_000, 50_000],
    ])
  })

  it('tell at which step an objection was opened; a run begun by an older desk goes on without stays', () => {
    const run = consult(answered(begin(), 'hello', 'said', 4), 'objection', 'busy', at(5))
    const { answers } = finishRun(script, run, NO_FACTS, { ...END, endedAt: at(6) })
    expect(answers).toMatchObject([{ nodeId: 'objection/busy', during: 'topic' }])
    const { visits: _, ...old } = startRun(script, at(0), NO_FACTS)
    expect(
      finishRun(script, reopenVisit(script, old, NO_FACTS, at(9)), NO_FACTS, { ...END, endedAt: at(9) }),
    ).not.toHaveProperty('visits')
  })
})
