import { placesOf } from '#renderer/features/call-scripts/editor/graph-layout.ts'
import { changeStep } from '#shared/features/call-scripts/edit.ts'
import { linkScript } from '#shared/features/call-scripts/link.ts'
import { lintScript } from '#shared/features/call-scripts/lint.ts'
import { scriptOf } from '#shared/features/call-scripts/publication.ts'
import type { CallScript, ScriptNode } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { type GraphStep, shapeOf, stepKeeper } from '#shared/features/call-scripts/script-graph.ts'
import { coverScript } from '#shared/features/call-scripts/testing/cover.ts'
import { type Benchmark, type BenchResult, percentile, rounded } from './result.ts'

/** Steps of the script that is written at (issue of the scripts: a script of 300 nodes stays fluid). */
const STEPS = 300
const EDITS = 120
const WARM_UP = 20
const BUDGET_MS = 50
const DAY = '2026-11-24'
const PHRASES = [{ purpose: 'inboundConsultation', phrase: 'записывается', on: 'everyPath' }] as const

/** What an edit of a large script costs until its faults are known and its drawing can follow. */
export const scriptEditorBenchmark: Benchmark = { name: 'script-editor', run: editLargeScript }

async function editLargeScript(say: (line: string) => void): Promise<readonly BenchResult[]> {
  const content = largeScript()
  const lint = (text: ScriptContent) => lintScript(scriptOf(text, DAY), [], { phrases: PHRASES })
  const faults = lint(content)
  if (faults.length > 0) throw new Error(`The script of the benchmark has faults: ${JSON.stringify(faults[0])}`)

  const lints = timesOf(content, (edited) => void lint(edited))
  const walk = onceOf(() => walkEveryWay(scriptOf(content, DAY)))

  const keep = stepKeeper()
  keep(content.nodes)
  const drawings = timesOf(content, (edited) => void shapeOf(keep(edited.nodes)))
  const layout = percentile(
    Array.from({ length: 5 }, () => onceOf(() => placesOf(drawnOf(stepKeeper()(content.nodes))))),
    0.5,
  )
  say(`lint p95 ${rounded(percentile(lints, 0.95))} ms, every way walked once: ${rounded(walk)} ms`)
  say(`drawing p95 ${rounded(percentile(drawings, 0.95))} ms, laid out anew: ${rounded(layout)} ms`)
  return [
    resultOf(
      'script-lint',
      lints,
      walk,
      'p95 of the whole lint after an edit; baseline: the walker of the player takes every way once, without looking for faults',
    ),
    resultOf(
      'script-edit-drawing',
      drawings,
      layout,
      'p95 of deriving the drawing after an edit of words, only the changed step anew; baseline: all steps derived and laid out anew, median of five',
    ),
  ]
}

function resultOf(name: string, times: readonly number[], baseline: number, how: string): BenchResult {
  const value = rounded(percentile(times, 0.95))
  return {
    name,
    value,
    unit: 'ms',
    baseline: rounded(baseline),
    ratio: rounded(baseline / value),
    goal: `p95 under ${BUDGET_MS} ms and better than the baseline`,
    met: value < BUDGET_MS && value < baseline,
    how: `script of ${STEPS} steps, ${EDITS} edits; ${how}`,
  }
}

const drawnOf = (steps: readonly GraphStep[]) =>
  steps.map(({ node, arrows }) => ({ id: node.id, to: arrows.map((arrow) => arrow.to) }))

/** Milliseconds of each of many edits, one step after another. */
function timesOf(content: ScriptContent, work: (edited: ScriptContent) => void): number[] {
  let now = content
  const times = Array.from({ length: EDITS + WARM_UP }, (_, index) => {
    const id = content.nodes[(index * 7) % content.nodes.length]?.id ?? ''
    now = changeStep(now, id, { hint: `Правка ${index}` })
    return onceOf(() => work(now))
  })
  return times.slice(WARM_UP)
}

function onceOf(work: () => void): number {
  const before = performance.now()
  work()
  return performance.now() - before
}

function walkEveryWay(script: CallScript): void {
  const linked = linkScript(script, [])
  if (!linked.ok) throw new Error(linked.error.code)
  const { missed } = coverScript(linked.value, [{ personKnown: true }, { personKnown: false }], 2_000)
  if (missed.length > 0) throw new Error(`Not every way was walked: ${missed[0]}`)
}

/**
 * A sound script as large ones are: stretches of four steps (words, a question with three answers that part and join again), every
 * fifth with a fork that asks what was answered before or what is known of the person.
 */
function largeScript(): ScriptContent {
  const nodes: ScriptNode[] = [
    { id: 'n0', kind: 'say', title: 'Начало', text: 'Здравствуйте, разговор записывается.', next: 'n1' },
  ]
  for (let at = 1; at < STEPS - 1; at += 1) {
    const id = `n${at}`
    const next = `n${at + 1}`
    const title = `Шаг ${at}`
    const text = `Реплика номер ${at} этого разговора.`
    const isLast = at >= STEPS - 4
    if (!isLast && at % 4 === 2)
      nodes.push({
        id,
        kind: 'choice',
        title,
        text,
        options: ['a', 'b', 'c'].map((value, index) => ({
          value,
          label: value,
          next: `n${at + 1 + Math.min(index, 2)}`,
        })),
      })
    else if (!isLast && at % 20 === 16)
      nodes.push({
        id,
        kind: 'check',
        when: at % 40 === 16 ? { fact: 'personKnown' } : { answer: `n${at - 2}`, anyOf: ['a'] },
        whenTrue: next,
        whenFalse: `n${at + 2}`,
      })
    else nodes.push({ id, kind: at % 4 === 0 ? 'ask' : 'say', title, text, next })
  }
  nodes.push({ id: `n${STEPS - 1}`, kind: 'end', title: 'Конец', result: 'done' })
  return {
    id: 'large',
    title: 'Большой сценарий',
    purpose: 'inboundConsultation',
    start: 'n0',
    nodes,
    fields: {},
    objections: [],
    questions: [],
  }
}
