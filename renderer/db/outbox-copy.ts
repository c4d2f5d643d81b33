import type { WaitingCommand } from '#shared/protocol/merge.ts'
import type { Bytes } from './bytes.ts'
import { type Cipher, openValue, sealValue } from './cipher.ts'
import type { StoredBlock } from './database.ts'
import type { RefusedCommand } from './kept.ts'

/**
 * Files outside IndexedDB that a browser does not throw away together with a database it finds damaged (docs/decisions/0030). Each
 * window appends to a file of its own.
 */
export interface CopyFiles {
  /** Contents of the files of all windows, also of those that died. */
  read(): Promise<readonly Bytes[]>
  /** Appends to this window's file. Resolves when the bytes are on the disk. */
  append(bytes: Bytes): Promise<void>
  /** This window's file begins anew with these bytes, and files of windows that are gone are removed. */
  replace(bytes: Bytes): Promise<void>
}

/** What the copy says, whatever the order of its files. */
export interface CopyContents {
  /** Commands whose answer was not stored, with the block their number was taken from. */
  readonly waiting: readonly CopiedCommand[]
  readonly refused: readonly RefusedCommand[]
  /** The next command number as far as the copy knows; 1 when it knows nothing. */
  readonly nextN: number
}

/** The parts of a `Change` that the copy follows. */
interface CopiedChange {
  readonly outboxPut?: readonly WaitingCommand[]
  readonly refusedPut?: readonly RefusedCommand[]
  readonly refusedDelete?: readonly string[]
  readonly settled?: readonly string[]
  readonly blocks?: readonly StoredBlock[]
}

interface CopiedCommand {
  readonly item: WaitingCommand
  readonly block: StoredBlock | null
}

type Entry =
  | { readonly put: WaitingCommand; readonly block: StoredBlock | null }
  | { readonly refused: RefusedCommand }
  /** Ids of commands that are settled: delivered, mended or given up. */
  | { readonly gone: readonly string[] }
  | { readonly nextN: number }

const PLACE = 'outbox-copy|'
const LENGTH_BYTES = 4

/** A second copy of what waits to be sent and of what needs the user, sealed as in the store. */
export class OutboxCopy {
  #turn: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly files: CopyFiles,
    private readonly cipher: Cipher,
  ) {}

  /** Reads all files. A frame that a kill tore, and all after it in that file, were never acknowledged. */
  async read(): Promise<CopyContents> {
    const waiting = new Map<string, CopiedCommand>()
    const refused = new Map<string, RefusedCommand>()
    const gone = new Set<string>()
    let nextN = 1
    for (const bytes of await this.files.read())
      for (const frame of framesOf(bytes)) {
        const entry = await openValue<Entry>(this.cipher, PLACE, frame).catch(() => null)
        if (entry === null) continue
        if ('put' in entry) {
          // Counted anew, a command is written again without the block of its number.
          const block = entry.block ?? waiting.get(entry.put.command.id)?.block ?? null
          waiting.set(entry.put.command.id, { item: entry.put, block })
          nextN = Math.max(nextN, entry.put.command.n + 1)
        } else if ('refused' in entry) refused.set(entry.refused.command.id, entry.refused)
        else if ('gone' in entry) for (const id of entry.gone) gone.add(id)
        else nextN = Math.max(nextN, entry.nextN)
      }
    // A command only goes one way: waiting, refused, gone. So the order of the files does not matter.
    return {
      waiting: [...waiting.values()]
        .filter(({ item }) => !gone.has(item.command.id) && !refused.has(item.command.id))
        .sort((a, b) => a.item.command.n - b.item.command.n),
      refused: [...refused.values()].filter((item) => !gone.has(item.command.id)),
      nextN,
    }
  }

  /** Adds what a committed change did to the outbox and the inbox. Other changes cost nothing. */
  async follow(change: CopiedChange): Promise<void> {
    const entries: Entry[] = [
      ...(change.outboxPut ?? []).map((put): Entry => ({ put, block: change.blocks?.[0] ?? null })),
      ...(change.refusedPut ?? []).map((refused): Entry => ({ refused })),
    ]
    const gone = [...(change.settled ?? []), ...(change.refusedDelete ?? [])]
    if (gone.length > 0) entries.push({ gone })
    if (entries.length > 0) await this.#inTurn(async () => this.files.append(await this.#frames(entries)))
  }

  /** Begins anew with what waits and needs the user now. */
  async renew(contents: CopyContents): Promise<void> {
    const entries: Entry[] = [
      { nextN: contents.nextN },
      ...contents.waiting.map(({ item, block }): Entry => ({ put: item, block })),
      ...contents.refused.map((refused): Entry => ({ refused })),
    ]
    await this.#inTurn(async () => this.files.replace(await this.#frames(entries)))
  }

  /** Writes go to the files in the order in which they were asked for: what is added while the copy begins anew must come after. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(write, write)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #frames(entries: readonly Entry[]): Promise<Bytes> {
    const sealed = await Promise.all(entries.map((entry) => sealValue(this.cipher, PLACE, entry)))
    const frames = new Uint8Array(sealed.reduce((sum, it) => sum + LENGTH_BYTES + it.length, 0))
    const view = new DataView(frames.buffer)
    let at = 0
    for (const bytes of sealed) {
      view.setUint32(at, bytes.length)
      frames.set(bytes, at + LENGTH_BYTES)
      at += LENGTH_BYTES + bytes.length
    }
    return frames
  }
}

function* framesOf(bytes: Bytes): Generator<Bytes> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at + LENGTH_BYTES <= bytes.length; ) {
    const end = at + LENGTH_BYTES + view.getUint32(at)
    if (end > bytes.length) return
    yield bytes.subarray(at + LENGTH_BYTES, end)
    at = end
  }
}
