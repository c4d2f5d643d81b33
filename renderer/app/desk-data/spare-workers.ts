import { type Remote, wrap } from 'comlink'
import type { DeskWorkerEnd } from './desk-worker.ts'

/** The workers of the store: `new Worker(new URL(…))` must stand here literally, or the build does not find them. */
const START = {
  pages: () => new Worker(new URL('./desk-worker.ts', import.meta.url), { type: 'module', name: 'desk-store' }),
  copy: () => new Worker(new URL('./copy-worker.ts', import.meta.url), { type: 'module', name: 'desk-copy' }),
} as const
type WorkerName = keyof typeof START

const spare = new Map<WorkerName, Worker>()

/**
 * Starts the workers before anyone has signed in or unlocked: loading their code takes longer than opening the store. They hold no key
 * and have opened nothing.
 */
export function prepareWorkers(): void {
  for (const name of Object.keys(START) as WorkerName[]) if (!spare.has(name)) spare.set(name, START[name]())
}

const ends = new WeakMap<Worker, Remote<DeskWorkerEnd>>()

/**
 * The end of a worker of the pages, one for as long as the worker lives: comlink closes a worker's ear when a proxy of it is collected as
 * garbage, and a second proxy would then speak to nobody.
 */
export function endOfPages(worker: Worker): Remote<DeskWorkerEnd> {
  const end = ends.get(worker) ?? wrap<DeskWorkerEnd>(worker)
  ends.set(worker, end)
  return end
}

/** The one that waits to be taken; undefined when there is none. */
export function spareWorker(name: WorkerName): Worker | undefined {
  return spare.get(name)
}

/** The prepared one, or a new one. It belongs to the caller. */
export function takeWorker(name: WorkerName): Worker {
  const prepared = spare.get(name)
  spare.delete(name)
  return prepared ?? START[name]()
}
