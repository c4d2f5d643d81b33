import type { Actor } from '#shared/kernel/actor.ts'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { type DeskRecord, mergeAnswer, mergeRecords, touchedBy, type WaitingCommand } from '#shared/protocol/merge.ts'
import type { WireCommand } from '#shared/protocol/push.ts'
import type { ProtocolDefect } from './defects.ts'
import type { PullReply, PushReply } from './model-central.ts'

const PUSH_COMMANDS = 3
/** Schema of the store after the upgrade. */
export const STORE_SCHEMA = 2

/** What one user of an installation has on its disk: the store of a device. Replaced as a whole by each transaction. */
export interface Disk {
  readonly schema: number
  readonly nextN: number
  readonly outbox: readonly WaitingCommand[]
  readonly rows: ReadonlyMap<string, DeskRecord>
  readonly cursors: ReadonlyMap<string, number>
  readonly inbox: ReadonlyMap<string, { readonly command: WireCommand; readonly refusal: Refusal }>
  readonly block: { readonly next: number; readonly last: number } | null
  readonly leaseId: string | null
  /** Commands whose answer said that the desk had built on something old. */
  readonly rebased: readonly string[]
}

const EMPTY: Disk = {
  schema: 1,
  nextN: 1,
  outbox: [],
  rows: new Map(),
  cursors: new Map(),
  inbox: new Map(),
  block: null,
  leaseId: null,
  rebased: [],
}

/** The disk took no more, or the process died while it wrote: nothing of the transaction is there. */
export class WriteFailed extends Error {}
/** Thrown a million times in a soak: a stack for each would be most of the work. */
const WRITE_FAILED = new WriteFailed()

export interface PushMessage {
  readonly to: 'push'
  readonly actor: Actor
  readonly protocol: number
  readonly commands: readonly WireCommand[]
}

/**
 * A computer with the desk on it and two people who take turns: each has a store of their own. The rules of OUT1, OUT2 and MERGE0 in
 * their shortest form; merging itself is the real `shared/protocol/merge.ts`.
 */
export class ModelInstallation {
  readonly disks: Disk[]
  /** Everything the screen called saved, by user, in order. */
  readonly acknowledged: string[][]
  current = 0
  isOnline = true
  isQuotaFull = false
  /** Milliseconds by which the computer's clock is wrong. */
  clockOffsetMs = 0
  protocol = 1
  /** Answers to requests of an earlier run of the program reach nobody. */
  run = 0
  /** Records that were replaced by an older version. */
  wentBack = 0
  isPushing = false
  isPulling = false
  isLeasing = false
  /** Only with the defect that numbers are counted in memory. */
  #nextNInMemory: (number | null)[] = []

  constructor(
    readonly actors: readonly Actor[],
    private readonly world: {
      readonly now: () => number
      readonly newId: () => string
      /** Whether a transaction that is being written fails now. */
      readonly isTorn: () => boolean
      readonly defect: ProtocolDefect | null
    },
  ) {
    this.disks = actors.map(() => EMPTY)
    this.acknowledged = actors.map(() => [])
    this.#countInMemory()
  }

  get actor(): Actor {
    return this.actors[this.current] as Actor
  }
  get disk(): Disk {
    return this.disks[this.current] as Disk
  }

  /** @throws WriteFailed when the disk is full or the write is torn: then the disk is as it was */
  #commit(user: number, change: Partial<Disk>, parts: readonly Partial<Disk>[] = [change]): void {
    if (this.isQuotaFull) throw WRITE_FAILED
    for (const part of parts) {
      if (this.world.isTorn()) throw WRITE_FAILED
      this.disks[user] = { ...(this.disks[user] as Disk), ...part }
    }
  }

  crash(): void {
    this.run += 1
    this.isPushing = false
    this.isPulling = false
    this.isLeasing = false
    this.#countInMemory()
  }

  #countInMemory(): void {
    const isInMemory = this.world.defect === 'numberInMemory'
    this.#nextNInMemory = this.disks.map(({ outbox }) => (isInMemory ? outbox.length + 1 : null))
  }

  switchUser(): void {
    this.current = (this.current + 1) % this.actors.length
    this.crash()
  }

  /** A newer program opens the store: the schema changes, what waits stays. */
  upgrade(): void {
    this.crash()
    this.protocol = 2
    for (const [user, disk] of this.disks.entries())
      this.disks[user] = {
        ...disk,
        schema: STORE_SCHEMA,
        outbox: this.world.defect === 'upgradeDropsTheOutbox' && disk.schema < STORE_SCHEMA ? [] : disk.outbox,
      }
  }

  /** A registration number for the next appeal, or null when the block is used up. */
  get nextNumber(): number | null {
    const { block } = this.disk
    return block && block.next <= block.last ? block.next : null
  }

  /** Somebody enters something. @returns the id of the command when the screen says that it is saved */
  enter<Args>(definition: CommandDefinition<Args>, args: Args, usesNumber: boolean): string | null {
    const { disk, actor, current } = this
    const n = this.#nextNInMemory[current] ?? disk.nextN
    const seen: Record<string, number> = {}
    for (const ref of definition.touches(args)) seen[recordKey(ref)] = disk.rows.get(recordKey(ref))?.version ?? 0
    const command: WireCommand = {
      id: this.world.newId() as WireCommand['id'],
      n,
      name: definition.name,
      version: definition.version,
      occurredAt: new Date(this.world.now() + this.clockOffsetMs).toISOString(),
      args,
      seen,
    }
    const outbox = this.#ordered([...disk.outbox, { command, actor }])
    const changed = mergeRecords(outbox, disk.rows, [], new Set(touchedBy(command)))
    const records = { rows: withRecords(disk.rows, changed) }
    const rest = {
      outbox,
      nextN: n + 1,
      ...(usesNumber && disk.block ? { block: { ...disk.block, next: disk.block.next + 1 } } : {}),
    }
    try {
      this.#commit(
        current,
        { ...records, ...rest },
        this.world.defect === 'recordAndCommandApart' ? [{ nextN: n + 1, ...records }, rest] : undefined,
      )
    } catch (error) {
      if (!(error instanceof WriteFailed)) throw error
      if (this.world.defect !== 'savedThoughFull') return null
    }
    if (this.#nextNInMemory[current] !== null) this.#nextNInMemory[current] = n + 1
    this.acknowledged[current]?.push(command.id)
    return command.id
  }

  #ordered(outbox: readonly WaitingCommand[]): readonly WaitingCommand[] {
    return this.world.defect === 'ordersByTheClock'
      ? [...outbox]
          .sort((a, b) => Date.parse(a.command.occurredAt) - Date.parse(b.command.occurredAt))
          .map((item, index, all) => ({
            ...item,
            command: { ...item.command, n: Math.min(...all.map(({ command }) => command.n)) + index },
          }))
      : outbox
  }

  /** The next batch, or null when nothing waits. */
  pushMessage(): PushMessage | null {
    const { defect } = this.world
    const from =
      defect === 'sendsTheOthersOutbox' ? (this.disks.find(({ outbox }) => outbox.length > 0) ?? this.disk) : this.disk
    const commands = from.outbox.slice(0, PUSH_COMMANDS).map(({ command }) => command)
    if (commands.length === 0) return null
    if (defect === 'deletesBeforeTheAnswer') this.#quietly({ outbox: this.disk.outbox.slice(commands.length) })
    return { to: 'push', actor: this.actor, protocol: this.protocol, commands }
  }

  #quietly(change: Partial<Disk>): void {
    try {
      this.#commit(this.current, change)
    } catch (error) {
      if (!(error instanceof WriteFailed)) throw error
    }
  }

  takePush(reply: PushReply): void {
    const { disk } = this
    if (reply.status === 426) return
    if (reply.status === 409) {
      const outbox = disk.outbox.map((item, index) => ({
        ...item,
        command: { ...item.command, n: reply.expectedN + index },
      }))
      this.#quietly({ outbox, nextN: reply.expectedN + outbox.length })
      return
    }
    const { defect } = this.world
    let waiting = disk.outbox
    let rows = disk.rows
    const inbox = new Map(disk.inbox)
    const rebased = [...disk.rebased]
    for (const answer of reply.answers) {
      const step = mergeAnswer(waiting, rows, answer)
      waiting = step.waiting
      rows = withRecords(rows, step.records)
      if (step.step === 'reject' && defect !== 'forgetsRefusals')
        inbox.set(answer.id, { command: step.refused.command, refusal: step.refusal })
      if (step.step === 'advance' && answer.status === 'rebased') rebased.push(answer.id)
    }
    if (defect === 'acknowledgesByCount') waiting = disk.outbox.slice(reply.answers.length)
    this.#quietly({ outbox: waiting, rows, inbox, rebased })
  }

  takePull(reply: PullReply): void {
    if (reply.status === 426) return
    const { disk } = this
    let rows = disk.rows
    const cursors = new Map(disk.cursors)
    for (const [scope, { cursor, records, isWhole }] of reply.scopes) {
      if (isWhole && !disk.cursors.has(scope)) cursors.set(scope, cursor)
      // An answer to an older question must not turn the cursor back; its records are known already or come again.
      else cursors.set(scope, Math.max(cursor, disk.cursors.get(scope) ?? 0))
      const known = this.world.defect === 'takesOlderVersions' ? withoutVersions(rows, records.map(recordKey)) : rows
      rows = withRecords(rows, mergeRecords(disk.outbox, known, records))
    }
    for (const { records } of reply.scopes.values())
      for (const record of records) {
        const key = recordKey(record)
        if ((rows.get(key)?.version ?? 0) < (disk.rows.get(key)?.version ?? 0)) this.wentBack += 1
      }
    this.#quietly(this.world.defect === 'cursorWithoutRecords' ? { cursors } : { rows, cursors })
  }

  /** The request for the next numbers, the same until it is answered. */
  leaseMessage(): { readonly to: 'lease'; readonly actor: Actor; readonly requestId: string } | null {
    if (this.nextNumber !== null) return null
    if (this.disk.leaseId === null) this.#quietly({ leaseId: this.world.newId() })
    const { leaseId } = this.disk
    return leaseId === null ? null : { to: 'lease', actor: this.actor, requestId: leaseId }
  }

  takeLease(requestId: string, block: { readonly first: number; readonly last: number }): void {
    if (this.disk.leaseId !== requestId) return
    this.#quietly({ block: { next: block.first, last: block.last }, leaseId: null })
  }
}

function withRecords(rows: ReadonlyMap<string, DeskRecord>, records: readonly DeskRecord[]): Map<string, DeskRecord> {
  const next = new Map(rows)
  for (const record of records) {
    // Known to nobody: a refused command's record is gone.
    if (record.version === 0 && record.shown === null) next.delete(recordKey(record))
    else next.set(recordKey(record), record)
  }
  return next
}

function withoutVersions(rows: ReadonlyMap<string, DeskRecord>, keys: readonly string[]): Map<string, DeskRecord> {
  const next = new Map(rows)
  for (const key of keys) {
    const row = next.get(key)
    if (row) next.set(key, { ...row, version: 0 })
  }
  return next
}
