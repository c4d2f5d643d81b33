import { expose } from 'comlink'
import type { Bytes } from '#renderer/db/bytes.ts'
import type { CopyFiles } from '#renderer/db/outbox-copy.ts'

/** Exists in dedicated workers only; TypeScript knows it only without the DOM. */
interface SyncAccessHandle {
  getSize(): number
  write(bytes: Bytes, options: { readonly at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}
type CopyFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> }
type Folder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> }

/** What the worker of the second copy does: files of the origin's private file system, one for each window. */
export interface CopyWorkerEnd extends CopyFiles {
  /** Must be called first. @throws DOMException where the host gives no files */
  start(deviceId: string): Promise<void>
}

let folder: Folder | null = null
const ownName = `${crypto.randomUUID()}.log`
let own: SyncAccessHandle | null = null

function opened(): Folder {
  if (!folder) throw new Error('Invariant broken: the worker of the copy was not started')
  return folder
}

async function lock(name: string): Promise<SyncAccessHandle> {
  const file = (await opened().getFileHandle(name, { create: true })) as CopyFile
  return file.createSyncAccessHandle()
}

async function names(): Promise<string[]> {
  const found: string[] = []
  for await (const entry of opened().values()) if (entry.kind === 'file') found.push(entry.name)
  return found
}

/** Written means on the disk: a flush ends every write. */
function write(handle: SyncAccessHandle, bytes: Bytes, at: number): void {
  if (handle.write(bytes, { at }) !== bytes.length) throw new Error('The file of the copy did not take all bytes')
  handle.flush()
}

/** A file can be locked when no living window holds it. */
async function removeOfDead(): Promise<void> {
  for (const name of await names()) {
    if (name === ownName) continue
    const handle = await lock(name).catch(() => null)
    if (handle === null) continue
    handle.close()
    await opened().removeEntry(name)
  }
}

const end: CopyWorkerEnd = {
  async start(deviceId) {
    const root = await navigator.storage.getDirectory()
    const all = await root.getDirectoryHandle('outbox-copy', { create: true })
    folder = (await all.getDirectoryHandle(deviceId, { create: true })) as Folder
    own = await lock(ownName)
  },
  async read() {
    const files = await Promise.all((await names()).map((name) => opened().getFileHandle(name)))
    return Promise.all(files.map(async (file) => new Uint8Array(await (await file.getFile()).arrayBuffer())))
  },
  async append(bytes) {
    own ??= await lock(ownName)
    write(own, bytes, own.getSize())
  },
  async replace(bytes) {
    own ??= await lock(ownName)
    own.truncate(0)
    write(own, bytes, 0)
    await removeOfDead()
  },
}

expose(end)
