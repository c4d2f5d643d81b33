import { describe, expect, it } from 'vitest'
import { linkScript } from './link.ts'
import { lintScript } from './lint.ts'
import type { RunState, ScriptFacts } from './path.ts'
import { finishRun } from './summary.ts'
import { randomScript } from './testing/random-script.ts'
import { answerStep, goToStep, startRun, stepBack, stepToFrontier, viewOf } from './walk.ts'

const AT = '2026-11-24T09:00:00.000Z'
const END = { id: 'run', callId: null, personId: null, endedAt: AT } as unknown as Parameters<typeof finishRun>[3]
const SEEDS = 1_500

describe('a walk through any sound script', () => {
  it(`[C4] ends with a result, and neither back nor forward loses an answer (${SEEDS} seeds)`, () => {
    let walked = 0
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const script = randomScript(seed)
      const faults = lintScript(script, [], { phrases: [] })
      const linked = linkScript(script, [])
      if (!linked.ok || faults.length > 0) continue
      walked += 1
      const facts: ScriptFacts = { checkUpDue: seed % 2 === 0, quantities: { 'person.age': seed % 90 } }
      let run = startRun(linked.value, AT, facts)
      for (let left = 40; !viewOf(linked.value, run, facts).isEnded; left -= 1) {
        expect(left, `seed ${seed}`).toBeGreaterThan(0)
        const { current } = viewOf(linked.value, run, facts)
        const value = current.options?.[(seed + left) % current.options.length]?.value ?? 'done'
        const next = answerStep(linked.value, run, facts, current.id, { value, at: AT })
        if (!next.ok) throw new Error(`seed ${seed}: ${next.error.code}`)
        run = next.value
        const there = viewOf(linked.value, run, facts)
        let back: RunState = run
        for (let steps = 0; steps <= seed % 3; steps += 1) back = stepBack(linked.value, back, facts)
        // What stands there is given again, as Enter does: nothing changes.
        const looked = viewOf(linked.value, back, facts)
        const kept = looked.isAtFrontier ? undefined : back.answers[looked.current.id]
        if (kept !== undefined) {
          const same = answerStep(linked.value, back, facts, looked.current.id, kept)
          if (!same.ok) throw new Error(`seed ${seed}: ${same.error.code}`)
          back = same.value
        }
        const forward = stepToFrontier(back)
        expect(forward.answers, `seed ${seed}`).toEqual(run.answers)
        expect(viewOf(linked.value, forward, facts), `seed ${seed}`).toEqual(there)
      }
      expect(finishRun(linked.value, run, facts, END).result, `seed ${seed}`).not.toBe('cutOff')
      const answers = { ...run.answers }
      for (const id of linked.value.nodes.keys()) run = goToStep(linked.value, run, facts, id, AT)
      expect(run.answers, `seed ${seed}`).toMatchObject(answers)
    }
    expect(walked).toBeGreaterThan(300)
  })
})
