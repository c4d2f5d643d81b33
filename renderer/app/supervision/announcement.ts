import type { ScriptAnswer } from '#shared/features/call-scripts/run.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'

interface Run {
  readonly scriptId: string
  readonly scriptVersion: number
  readonly answers: readonly Pick<ScriptAnswer, 'nodeId' | 'at'>[]
}

/**
 * When the representative ticked off the words that announce the recording, or null when no run of the call has them.
 * @param word part of what is said, as it stands in the scripts
 */
export function announcedAt(runs: readonly Run[], scripts: readonly CallScript[], word: string): string | null {
  const times = runs.flatMap((run) => {
    const script = scripts.find(({ id, version }) => id === run.scriptId && version === run.scriptVersion)
    const announcing = new Set((script?.nodes ?? []).filter(({ text }) => text?.includes(word)).map(({ id }) => id))
    return run.answers.filter(({ nodeId }) => announcing.has(nodeId)).map(({ at }) => at)
  })
  return times.sort()[0] ?? null
}
