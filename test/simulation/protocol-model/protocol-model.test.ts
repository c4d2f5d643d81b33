import { describe, expect, it } from 'vitest'
import { PROTOCOL_DEFECTS, type ProtocolDefect } from './defects.ts'
import { MODEL_STEPS, runModel } from './model-schedule.ts'

/**
 * ELECTRON-HOST §7.4, L0. `npm run soak -- --model N` runs N schedules; one is run again with
 * `OPORA_MODEL_SEED=<seed> npx vitest run test/simulation/protocol-model`.
 */
const SECONDS = Number(process.env['OPORA_MODEL_SECONDS'] ?? 8)
const SCHEDULES =
  process.env['OPORA_MODEL_SCHEDULES'] === undefined ? null : Number(process.env['OPORA_MODEL_SCHEDULES'])
const ONE_SEED = process.env['OPORA_MODEL_SEED']
const FIRST_SEED = Number(process.env['OPORA_MODEL_FIRST'] ?? 1)
/** Schedules in which a planted defect must be found. */
const DEFECT_SEEDS = 400

describe('the protocol model', () => {
  it(
    '[OUT1] [OUT2] [PUSH1] [PUSH4] [PULL1] [PULL2] [NUM1] [TIME1] [MERGE0] loses nothing, doubles nothing, leaks nothing and comes to rest',
    () => {
      const endAt = Date.now() + SECONDS * 1000
      const isOver = (done: number): boolean =>
        done > 0 && (ONE_SEED !== undefined || (SCHEDULES === null ? Date.now() > endAt : done >= SCHEDULES))
      const sums: Record<string, number> = {}
      let done = 0
      for (let seed = Number(ONE_SEED ?? FIRST_SEED); !isOver(done); seed += 1) {
        const { violations, counts } = runModel(seed)
        if (violations.length > 0)
          expect(violations, `OPORA_MODEL_SEED=${seed} npx vitest run test/simulation/protocol-model`).toEqual([])
        done += 1
        for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count
      }
      console.log(`${done} schedules of ${MODEL_STEPS} steps of the protocol model without violation`, sums)
    },
    SCHEDULES === null ? SECONDS * 1000 + 60_000 : 6 * 3_600_000,
  )

  it('gives the same schedule for the same seed', () => {
    expect(runModel(11)).toEqual(runModel(11))
  })

  it('lets every kind of fault happen', () => {
    const sums: Record<string, number> = {}
    for (let seed = 1; seed <= 20; seed += 1)
      for (const [name, count] of Object.entries(runModel(seed).counts)) sums[name] = (sums[name] ?? 0) + count
    for (const [name, count] of Object.entries(sums)) expect(count, name).toBeGreaterThan(0)
  })
})

/** Defects that no schedule can show, and why. */
const EQUIVALENT: Partial<Record<ProtocolDefect, string>> = {
  noGapCheck:
    'A desk sends its oldest commands first and never two batches at once, and a repeat is known by its id: a gap only comes with a store that lost commands.',
}

describe('a planted defect of the model is found', () => {
  it.each(Object.entries(EQUIVALENT))('%s is not: %s', (defect) => {
    for (let seed = 1; seed <= DEFECT_SEEDS / 4; seed += 1)
      expect(runModel(seed, MODEL_STEPS, defect as ProtocolDefect).violations).toEqual([])
  })

  it.each(PROTOCOL_DEFECTS.filter((defect) => !(defect in EQUIVALENT)))('%s', (defect) => {
    let caught = 0
    let first = ''
    for (let seed = 1; seed <= DEFECT_SEEDS && caught === 0; seed += 1) {
      const { violations } = runModel(seed, MODEL_STEPS, defect)
      if (violations.length > 0) {
        caught = seed
        first = violations[0] ?? ''
      }
    }
    expect(caught, `${defect} was not found in ${DEFECT_SEEDS} schedules`).toBeGreaterThan(0)
    expect(first).toMatch(/\[[A-Z]+\d\]|still waits/)
  })
})
