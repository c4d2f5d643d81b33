import { releaseProxy, transfer, wrap } from 'comlink'
import type { CopyFiles } from '#renderer/db/outbox-copy.ts'
import type { CopyWorkerEnd } from './copy-worker.ts'
import { takeWorker } from './spare-workers.ts'

/**
 * The files of the second copy behind a worker of their own: only workers may write them with a flush, and the worker of the pages
 * is busy for too long at times. Null where the host gives no files: the desk then has one copy of what waits, as before.
 */
export async function startCopyFiles(deviceId: string): Promise<(CopyFiles & { stop(): void }) | null> {
  const worker = takeWorker('copy')
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(`The worker of the copy failed: ${event.message}`)))
  })
  const end = wrap<CopyWorkerEnd>(worker)
  try {
    await Promise.race([end.start(deviceId), failed])
  } catch (error) {
    console.error('store.copyFailed', error)
    worker.terminate()
    return null
  }
  failed.catch((error: unknown) => console.error('store.copyFailed', error))
  return {
    read: () => end.read(),
    append: (bytes) => end.append(transfer(bytes, [bytes.buffer])),
    replace: (bytes) => end.replace(transfer(bytes, [bytes.buffer])),
    stop() {
      end[releaseProxy]()
      worker.terminate()
    },
  }
}
