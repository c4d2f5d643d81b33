import { expect, it } from 'vitest'
import { anId } from '#shared/builders/ids.ts'
import { NO_FACTS, sampleInner, sampleOuter } from '#shared/features/call-scripts/sample-scripts.ts'
import type { CallId, ScriptRunId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { createCallRuns } from './call-runs.ts'

const CALL = anId<CallId>(0xca)
const OPTIONS = {
  personId: null,
  script: sampleOuter,
  library: [sampleOuter, sampleInner],
  facts: NO_FACTS,
  values: {},
}

/** Runs over a disk whose writes wait until they are let. */
function runsOver(letWrite: Promise<void>) {
  const kept = new Map<string, unknown>()
  const runs = createCallRuns({
    drafts: {
      load: async <T>(key: string) => (kept.get(key) ?? null) as T | null,
      save: async (key, value) => {
        await letWrite
        kept.set(key, value)
      },
      drop: async (key) => void kept.delete(key),
      keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
      settled: async () => {},
    },
    writes: { dispatch: async () => ok({ commandId: 'c', number: null }) } as never,
    clock: { now: () => Date.UTC(2026, 10, 24, 9) },
    newRunId: () => anId<ScriptRunId>(0x5c),
  })
  return { runs, kept }
}

it('a call that ends while its script is being opened leaves nothing of it behind', async () => {
  let letWrite = (): void => {}
  const { runs, kept } = runsOver(
    new Promise((done) => {
      letWrite = done
    }),
  )
  const opening = runs.open(CALL, OPTIONS)
  const recording = runs.record(CALL)
  letWrite()
  await opening
  expect(await recording).toEqual(ok(undefined))
  expect([...kept.keys()]).toEqual([])
})

it('a script that could not be opened does not keep the call from being wrapped up', async () => {
  const { runs } = runsOver(Promise.reject(new Error('the disk is gone')))
  await expect(runs.open(CALL, OPTIONS)).rejects.toThrow()
  expect(await runs.record(CALL)).toEqual(ok(undefined))
})

it('[C4] another script may be chosen: what was answered is recorded and the new one begins at its start', async () => {
  const { runs, kept } = runsOver(Promise.resolve())
  await runs.open(CALL, OPTIONS)
  runs.opened.getState().get(CALL)?.answer('said')
  expect((await runs.change(CALL, { ...OPTIONS, script: sampleInner })).ok).toBe(true)
  const run = runs.opened.getState().get(CALL)?.state.getState()
  expect([run?.script.id, run?.view.current.id, run?.recorded]).toEqual(['inner', 'listen', 'no'])
  expect([...kept.keys()].every((key) => key.endsWith(CALL))).toBe(true)
})
