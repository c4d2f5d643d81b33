import { draftKeys, dropDraft, loadDraft, saveDraft } from '#renderer/db/drafts.ts'
import type { WritableStore } from '#renderer/db/handles.ts'
import type { DeskDrafts } from './desk-data.ts'

/** Drafts of one store, written from key to key. */
export function createDrafts(store: WritableStore): DeskDrafts {
  return newestWins({
    load: (key) => loadDraft(store, key),
    save: (key, value) => saveDraft(store, key, value),
    drop: (key) => dropDraft(store, key),
    keys: (prefix) => draftKeys(store, prefix),
  })
}

/** A write that runs or waits. Whoever asks for one while another waits takes its place, and both wait for the newer value. */
interface Job {
  write: () => Promise<void>
  readonly done: Promise<void>
  readonly end: () => void
  readonly fail: (reason: unknown) => void
}

/**
 * Writes of one key follow each other: one is under way, at most one waits, and the newest value wins. A burst of keystrokes costs
 * two writes, however slow the disk is. A promise resolves when its own value or a newer one is on the disk; a failed write takes
 * no newer one with it.
 */
export function newestWins(disk: Omit<DeskDrafts, 'settled'>): DeskDrafts {
  const pens = new Map<string, { running: Job; waiting: Job | null }>()

  async function run(key: string, pen: { running: Job; waiting: Job | null }): Promise<void> {
    for (;;) {
      const { running } = pen
      await running.write().then(running.end, running.fail)
      // From here to the end nothing is awaited: a write asked for now finds either this pen at work or none.
      if (pen.waiting === null) break
      pen.running = pen.waiting
      pen.waiting = null
    }
    pens.delete(key)
  }

  function put(key: string, write: () => Promise<void>): Promise<void> {
    const pen = pens.get(key)
    if (pen?.waiting) {
      pen.waiting.write = write
      return pen.waiting.done
    }
    const job = newJob(write)
    if (pen) pen.waiting = job
    else {
      const begun = { running: job, waiting: null }
      pens.set(key, begun)
      void run(key, begun)
    }
    return job.done
  }

  /** Resolves when nothing of this key is under way, written or not. */
  async function atRest(key: string): Promise<void> {
    for (let pen = pens.get(key); pen !== undefined; pen = pens.get(key)) await pen.running.done.catch(() => undefined)
  }

  return {
    async load<T>(key: string) {
      await atRest(key)
      return disk.load<T>(key)
    },
    save: (key, value) => put(key, () => disk.save(key, value)),
    drop: (key) => put(key, () => disk.drop(key)),
    async keys(prefix) {
      await Promise.all([...pens.keys()].map(atRest))
      return disk.keys(prefix)
    },
    async settled() {
      await Promise.all([...pens.keys()].map(atRest))
    },
  }
}

function newJob(write: () => Promise<void>): Job {
  let end = (): void => {}
  let fail = (_reason: unknown): void => {}
  const done = new Promise<void>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  // Whoever asked for the write hears of its failure; nobody else has to.
  done.catch(() => undefined)
  return { write, done, end, fail }
}
