import type { MeasuredStep, ScriptMeasuresAnswer } from '#shared/features/reports/script-measures.ts'

/** Conditions that a number is opened with, beside those of the whole report. */
export type OpenRuns = (version: string | null, title: string, conditions: Readonly<Record<string, string>>) => void

/** A share in whole percent with the sign, `45 %`; a share of nothing is none. */
export function sharesText(part: number, whole: number): string {
  return whole === 0 ? '' : `${Math.round((100 * part) / whole)} %`
}

/** One step in the version shown and in the one beside it; either may not have it. */
export interface StepPair {
  readonly nodeId: string
  readonly title: string
  readonly now: MeasuredStep | null
  readonly before: MeasuredStep | null
}

/** Steps of both versions, each once: in the order of the version shown, and those that only the other has after the step they followed there. */
export function pairSteps(measured: ScriptMeasuresAnswer, before: ScriptMeasuresAnswer | null): StepPair[] {
  const pairs: StepPair[] = measured.steps.map((now) => ({
    nodeId: now.nodeId,
    title: now.title,
    now,
    before: before?.steps.find(({ nodeId }) => nodeId === now.nodeId) ?? null,
  }))
  let last = -1
  for (const step of before?.steps ?? []) {
    const at = pairs.findIndex(({ nodeId }) => nodeId === step.nodeId)
    if (at < 0) pairs.splice(last + 1, 0, { nodeId: step.nodeId, title: step.title, now: null, before: step })
    last = at < 0 ? last + 1 : at
  }
  return pairs
}

/** Talks that broke off at a step, whatever became of their calls. */
export function leftAt(step: MeasuredStep): number {
  return step.left.reduce((sum, { runs }) => sum + runs, 0)
}
