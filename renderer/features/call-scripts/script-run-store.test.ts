import { describe, expect, it } from 'vitest'
import type { DeskDrafts, DeskWrites } from '#renderer/sync/desk-data.ts'
import type { RecordRunArgs } from '#shared/features/call-scripts/commands.ts'
import { type RecordSurveyArgs, recordScriptRun, recordSurvey } from '#shared/features/call-scripts/commands.ts'
import { NO_FACTS, sampleInner, sampleOuter } from '#shared/features/call-scripts/sample-scripts.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { err, ok } from '#shared/kernel/result.ts'
import { openScriptRun, recordAbandonedRuns, type ScriptRunStore } from './script-run-store.ts'

const CALL = '0193a000-0000-7000-8000-00000000000a' as never
const PERSON = '0193a000-0000-7000-8000-00000000000b' as never
const RUN = '0193a000-0000-7000-8000-00000000000c' as never

/** The desk's disk: what survives when the desk is killed. */
function aDisk() {
  const kept = new Map<string, string>()
  const sent: RecordRunArgs[] = []
  const surveys: RecordSurveyArgs[] = []
  let refusals: readonly Refusal[] | null = null
  const drafts: DeskDrafts = {
    load: async <T>(key: string) => {
      const text = kept.get(key)
      return text === undefined ? null : (JSON.parse(text) as T)
    },
    save: async (key, value) => void kept.set(key, JSON.stringify(value)),
    drop: async (key) => void kept.delete(key),
    keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    settled: async () => {},
  }
  const writes = {
    dispatch: async (command: { name: string }, args: RecordRunArgs) => {
      if (refusals !== null) return err(refusals)
      if (command.name === recordSurvey.name) {
        surveys.push(recordSurvey.args.parse(args))
        return ok({ commandId: 'c', number: null })
      }
      expect(command.name).toBe(recordScriptRun.name)
      sent.push(recordScriptRun.args.parse(args))
      return ok({ commandId: 'c', number: null })
    },
  } as unknown as DeskWrites
  const deps = { drafts, writes, clock: { now: () => Date.parse('2026-11-24T09:00:00Z') }, newRunId: () => RUN }
  const refuseWith = (next: readonly Refusal[] | null): void => {
    refusals = next
  }
  return { kept, sent, surveys, deps, refuseWith }
}
type Disk = ReturnType<typeof aDisk>

function open(disk: Disk, script = sampleOuter): Promise<ScriptRunStore> {
  const library = [sampleOuter, sampleInner]
  return openScriptRun(disk.deps, { callId: CALL, personId: null, script, library, facts: NO_FACTS, values: {} })
}
const at = (store: ScriptRunStore): string => store.state.getState().view.current.id

describe('a script run on the desk', () => {
  it('[X1] goes on after a kill where it was, with every key typed', async () => {
    const disk = aDisk()
    const before = await open(disk)
    before.answer('said')
    before.type('Потеряла пол')
    const after = await open(disk)
    expect(at(after)).toBe('topic')
    expect(after.state.getState().run.typed).toEqual({ topic: 'Потеряла пол' })
  })

  it('[C4] keeps the version it began with, though a newer one has come meanwhile', async () => {
    const disk = aDisk()
    const before = await open(disk)
    before.answer('said')
    const newer = { ...sampleOuter, version: 4, start: 'topic', nodes: sampleOuter.nodes.slice(1) }
    const after = await open(disk, newer)
    expect(after.state.getState().script.version).toBe(3)
    expect(at(after)).toBe('topic')
  })

  it('records cutOff with what was typed when the call ends before the end, once', async () => {
    const disk = aDisk()
    const run = await open(disk)
    run.answer('said')
    run.type('зуб')
    run.know({ personId: PERSON })
    expect((await run.record()).ok && (await run.record()).ok).toBe(true)
    expect(disk.sent).toHaveLength(1)
    expect(disk.sent[0]).toMatchObject({ id: RUN, callId: CALL, personId: PERSON, result: 'cutOff' })
    expect(disk.sent[0]?.answers[0]?.value).toBe('зуб')
    expect(disk.kept.size).toBe(0)
    run.answer('more')
    expect(at(run)).toBe('topic')
  })

  it('records runs of calls that ended while the desk was down, and leaves those that go on', async () => {
    const disk = aDisk()
    const run = await open(disk)
    run.answer('said')
    run.answer('зуб')
    expect(await recordAbandonedRuns(disk.deps, () => true)).toBe(0)
    expect(await recordAbandonedRuns(disk.deps, () => false)).toBe(1)
    expect(disk.sent[0]).toMatchObject({ result: 'cutOff', parts: [{ scriptId: 'inner', version: 7 }] })
    expect(disk.kept.size).toBe(0)
  })

  it('takes a run that was recorded just before a crash for recorded, and keeps the draft of one that was refused', async () => {
    const disk = aDisk()
    const run = await open(disk)
    disk.refuseWith([refuse('rights.notAllowed')])
    expect((await run.record()).ok).toBe(false)
    expect(run.state.getState()).toMatchObject({ recorded: 'no', refusal: { code: 'rights.notAllowed' } })
    expect(disk.kept.size).toBe(2)
    disk.refuseWith([refuse('record.exists', 'id')])
    expect((await run.record()).ok).toBe(true)
    expect(disk.kept.size).toBe(0)
  })

  it('[C8] makes a record of the answers to a survey with the run, also of a talk that broke off', async () => {
    const survey = {
      ...sampleOuter,
      nodes: sampleOuter.nodes.map((node) => (node.id === 'topic' ? { ...node, survey: { item: '1' } } : node)),
    }
    const disk = aDisk()
    const run = await open(disk, survey)
    run.answer('said')
    run.type('half a wor')
    expect((await run.record()).ok).toBe(true)
    expect(disk.surveys).toMatchObject([
      { id: RUN, callId: CALL, on: '2026-11-24', isComplete: false, answers: [{ item: '1', text: 'half a wor' }] },
    ])
    expect(disk.kept.size).toBe(0)
  })

  it('goes on when the form it waits for is completed, and only then', async () => {
    const disk = aDisk()
    const run = await open(disk)
    run.answer('said')
    run.answer('зуб')
    run.answer('plain')
    run.completeForm('findPerson', 'Смирнова')
    expect(at(run)).toBe('register')
    run.completeForm('registerAppeal', 'X-2026-000001')
    expect(at(run)).toBe('answered')
    await run.record()
    expect(disk.sent[0]?.answers.at(-1)).toMatchObject({ nodeId: 'register', label: 'X-2026-000001' })
    expect(disk.sent[0]?.result).toBe('answered')
  })

  it('says why an answer is not taken and says so when the draft cannot be written', async () => {
    const disk = aDisk()
    const run = await open(disk)
    run.answer('said')
    run.answer('  ')
    expect(run.state.getState().refusal?.code).toBe('callScripts.answerRequired')
    disk.deps.drafts.save = () => Promise.reject(new Error('disk full'))
    run.type('зуб')
    await Promise.resolve()
    await Promise.resolve()
    expect(run.state.getState().keeping).toBe('notKept')
  })
})
