import { placesOf } from '#renderer/features/call-scripts/editor/graph-layout.ts'
import { changeStep } from '#shared/features/call-scripts/edit.ts'
import { linkScript } from '#shared/features/call-scripts/link.ts'
import { lintScript } from '#shared/features/call-scripts/lint.ts'
import { scriptOf } from '#shared/features/call-scripts/publication.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { type GraphStep, shapeOf, stepKeeper } from '#shared/features/call-scripts/script-graph.ts'
import { coverScript } from '#shared/features/call-scripts/testing/cover.ts'
import { dragLargeScript } from './drag-large-script.ts'
import { largeScript, STEPS } from './large-script.ts'
import { type Benchmark, type BenchResult, percentile, rounded } from './result.ts'

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
  const drags = await dragLargeScript(content)
  say(`drag p95 ${rounded(percentile(drags, 0.95))} ms in the browser`)
  say(`drawing p95 ${rounded(percentile(drawings, 0.95))} ms, laid out anew: ${rounded(layout)} ms`)
  return [
    resultOf(
      'script-lint',
      lints,
      walk,
      'p95 of the whole lint after an edit; baseline: the walker of the player takes every way once, without looking for faults',
    ),
    resultOf(
      'script-drag',
      drags,
      layout,
      'p95 from a movement of the mouse until the dragged step is painted, in Chromium; baseline: all steps laid out anew at each movement, in Node',
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
    how: `script of ${STEPS} steps, ${times.length} times; ${how}`,
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
