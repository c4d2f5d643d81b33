import { releaseProxy, wrap } from 'comlink'
import type { LiveLint } from './editor-store.ts'
import type { LintWorkerEnd } from './lint-worker.ts'

/** The lint in a worker of its own: a large script is tried walk by walk while its writer types on. */
export function lintInWorker(): LiveLint {
  const worker = new Worker(new URL('./lint-worker.ts', import.meta.url), { type: 'module', name: 'script-lint' })
  const end = wrap<LintWorkerEnd>(worker)
  return {
    // Calls are answered in their order: what is prepared holds for every lint asked for after it.
    prepare: (ground) => void end.prepare(ground),
    lint: (content) => end.lint(content),
    stop() {
      end[releaseProxy]()
      worker.terminate()
    },
  }
}
