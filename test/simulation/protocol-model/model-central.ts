import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { recordKey } from '#shared/kernel/record.ts'
import type { CommandAnswer, WireCommand, WireRecord } from '#shared/protocol/push.ts'
import { findCommand } from '#shared/protocol/registry.ts'
import type { ProtocolDefect } from './defects.ts'

const DAY_MS = 86_400_000
/** Days of the model's legal term, counted from the day of the registration, or from that of its receipt when the desk's clock is ahead. */
export const TERM_DAYS = 30
const BLOCK_SIZE = 4
/** Changes in one answer to a pull. */
const PULL_CHANGES = 3

export interface Device {
  expectedN: number
  readonly answers: Map<string, CommandAnswer>
}

interface CentralRecord extends WireRecord {
  readonly scopes: readonly string[]
}

export interface Accepted {
  readonly deviceId: string
  readonly userId: string
  readonly command: WireCommand
  readonly status: CommandAnswer['status']
  /** Server's clock at the commit. */
  readonly at: number
}

export type PushReply =
  | { readonly status: 200; readonly answers: readonly CommandAnswer[] }
  | { readonly status: 409; readonly expectedN: number }
  | { readonly status: 426 }

export interface ScopeReply {
  readonly cursor: number
  readonly more: boolean
  readonly records: readonly WireRecord[]
  /** The records are all there are: what is missing here is gone (rule PULL5). */
  readonly isWhole: boolean
}
export type PullReply =
  | { readonly status: 200; readonly scopes: ReadonlyMap<string, ScopeReply> }
  | { readonly status: 426 }

export interface Block {
  readonly requestId: string
  readonly deviceId: string
  readonly first: number
  readonly last: number
}

/** The server's process died over a request. */
export class CentralCrash extends Error {}
/** One for all: a stack for each would be much of the work. */
export const CENTRAL_CRASH = new CentralCrash()

/** Scopes that a user may hold: the own work, and for all of an organisation its team. */
export function scopesOf(actor: Actor): readonly string[] {
  return [`own:${actor.userId}`, `team:${actor.orgId}`]
}

/**
 * The rules of `shared/protocol/SPEC.md` for the central API, as small as they can be told: commands and records are the real ones,
 * everything else is a map. What the class holds is on the disk; a crash only loses the answer.
 */
export class ModelCentral {
  readonly devices = new Map<string, Device>()
  readonly records = new Map<string, CentralRecord>()
  readonly accepted: Accepted[] = []
  readonly blocks: Block[] = []
  readonly usedNumbers = new Set<string>()
  /** Words that a later write replaced though its author had not seen them; each is told to its author (rule MERGE0 and `rebased`). */
  readonly overwritten: { readonly key: string; readonly told: boolean }[] = []
  #log: { readonly at: number; readonly scope: string; readonly key: string }[] = []
  #head = 0
  #logFloor = 0
  /** The oldest protocol that is let in. */
  minProtocol = 1

  constructor(
    private readonly world: {
      readonly now: () => number
      /** Throws `CentralCrash` when the process dies at this moment. */
      readonly moment: () => void
      /** A refusal that only the server can know. */
      readonly refuses: (command: WireCommand) => boolean
      readonly defect: ProtocolDefect | null
    },
  ) {}

  deviceOf(id: string): Device {
    const device = this.devices.get(id) ?? { expectedN: 1, answers: new Map() }
    this.devices.set(id, device)
    return device
  }

  push(actor: Actor, protocol: number, commands: readonly WireCommand[]): PushReply {
    if (protocol < this.minProtocol) return { status: 426 }
    const { defect, moment } = this.world
    const device = this.deviceOf(actor.deviceId)
    const answers: CommandAnswer[] = []
    for (const command of commands) {
      const known = device.answers.get(command.id)
      if (known && defect !== 'noDedupe') {
        answers.push(known)
        continue
      }
      if (command.n !== device.expectedN && defect !== 'noGapCheck') return { status: 409, expectedN: device.expectedN }
      const outcome = this.#outcome(actor, command)
      if (defect === 'answerBeforeCommit') {
        // The commit comes after the answer was given, and may not come at all.
        try {
          moment()
        } catch {
          answers.push(outcome.answer)
          return { status: 200, answers }
        }
      } else moment()
      outcome.commit()
      answers.push(outcome.answer)
      moment()
    }
    return { status: 200, answers }
  }

  #outcome(actor: Actor, command: WireCommand): { readonly answer: CommandAnswer; readonly commit: () => void } {
    const definition = findCommand(`${command.name}@${command.version}`)
    const at = this.world.now()
    const author =
      this.world.defect === 'authorFromTheBody'
        ? { ...actor, userId: (command.args as { userId?: never }).userId ?? actor.userId }
        : actor
    const read = (kind: string, id: string): unknown => this.records.get(recordKey({ kind, id }))?.data ?? undefined
    const isMissing = (definition?.dependsOn?.(command.args) ?? []).some((ref) => read(ref.kind, ref.id) === undefined)
    const number = (command.args as { number?: string }).number
    let refusal: Refusal | null = null
    if (!definition) refusal = refuse('push.unknownCommand')
    else if (isMissing) refusal = refuse('push.depends')
    else if (this.world.refuses(command)) refusal = refuse('appeals.example')
    else if (number !== undefined && this.usedNumbers.has(number)) refusal = refuse('numbers.used', 'number')
    const context = {
      actor: author,
      occurredAt: command.occurredAt,
      receivedAt: new Date(at).toISOString(),
      read,
    }
    const effect = refusal || !definition ? null : definition.apply(context, command.args)
    if (effect && !effect.ok) refusal = effect.error
    const records =
      effect?.ok === true && refusal === null
        ? effect.value.map((change) => ({
            ...change,
            version: (this.records.get(recordKey(change))?.version ?? 0) + 1,
            data: this.#withTerm(change.kind, change.data, command, at),
          }))
        : []
    const isRebased = records.some((it) => {
      const seen = command.seen[recordKey(it)]
      return seen !== undefined && seen > 0 && seen < it.version - 1
    })
    const base = { id: command.id, n: command.n }
    const answer: CommandAnswer = refusal
      ? { ...base, status: 'refused', refusal, records: [] }
      : { ...base, status: isRebased && this.world.defect !== 'silentOverwrite' ? 'rebased' : 'applied', records }
    const commit = (): void => {
      const device = this.deviceOf(actor.deviceId)
      if (!(refusal && this.world.defect === 'refusedDoesNotCount')) device.expectedN = command.n + 1
      for (const record of records) {
        if (isRebased) this.overwritten.push({ key: recordKey(record), told: answer.status === 'rebased' })
        this.#write(record, author.orgId)
      }
      if (number !== undefined && !refusal) this.usedNumbers.add(number)
      device.answers.set(command.id, answer)
      this.accepted.push({ deviceId: actor.deviceId, userId: actor.userId, command, status: answer.status, at })
    }
    return { answer, commit }
  }

  #withTerm(kind: string, data: unknown, command: WireCommand, at: number): unknown {
    if (kind !== 'appeal' || data === null) return data
    const typedAt = Date.parse(command.occurredAt)
    const from = this.world.defect === 'termByTheDesksClock' ? typedAt : Math.min(typedAt, at)
    return { ...(data as Appeal), answerBy: new Date(from + TERM_DAYS * DAY_MS).toISOString().slice(0, 10) }
  }

  #write(record: WireRecord, orgId: string): void {
    const owner = record.kind === 'call' ? (record.data as Call).userId : (record.data as Appeal).takenBy
    const scopes = [`own:${owner}`, `team:${orgId}`]
    this.records.set(recordKey(record), { ...record, scopes })
    for (const scope of scopes) {
      this.#head += 1
      this.#log.push({ at: this.#head, scope, key: recordKey(record) })
    }
  }

  pull(actor: Actor, protocol: number, cursors: ReadonlyMap<string, number>): PullReply {
    if (protocol < this.minProtocol) return { status: 426 }
    const { defect } = this.world
    const scopes = new Map<string, ScopeReply>()
    for (const scope of scopesOf(actor)) {
      const from = cursors.get(scope)
      // A change is entered once for each of the two scopes that hold it.
      const lead = defect === 'cursorTooFar' ? 2 : 0
      if (from === undefined || (from < this.#logFloor && defect !== 'floorNotChecked')) {
        const records = [...this.records.values()].filter((it) => this.#isIn(it, scope))
        scopes.set(scope, { cursor: this.#head + lead, more: false, records, isWhole: true })
        continue
      }
      const rows = this.#log.filter((entry) => entry.at > from && this.#isEntryOf(entry.scope, scope))
      const taken = rows.slice(0, PULL_CHANGES)
      const more = rows.length > taken.length
      const records = [...new Set(taken.map(({ key }) => key))].map((key) => this.records.get(key) as CentralRecord)
      const cursor = (more ? (taken.at(-1)?.at ?? from) : this.#head) + lead
      scopes.set(scope, { cursor, more, records, isWhole: false })
    }
    return { status: 200, scopes }
  }

  #isIn(record: CentralRecord, scope: string): boolean {
    return record.scopes.some((it) => this.#isEntryOf(it, scope))
  }

  /** Whether what stands in one scope is given with another: only with itself, when nothing is broken. */
  #isEntryOf(stands: string, asked: string): boolean {
    if (stands === asked) return true
    if (this.world.defect === 'scopeOfAnotherOrganisation')
      return stands.startsWith('team:') && asked.startsWith('team:')
    return this.world.defect === 'ownScopeOfAnother' && stands.startsWith('own:') && asked.startsWith('own:')
  }

  /** What a user's desk must show when everything is quiet. */
  expectedFor(actor: Actor): Map<string, WireRecord> {
    const allowed = scopesOf(actor)
    return new Map([...this.records].filter(([, { scopes }]) => scopes.some((scope) => allowed.includes(scope))))
  }

  lease(actor: Actor, requestId: string): { readonly first: number; readonly last: number } {
    const known = this.blocks.find((block) => block.requestId === requestId)
    if (known && this.world.defect !== 'numbersLeasedTwice') return known
    const { moment, defect } = this.world
    const first = defect === 'numbersLeasedTwice' ? 1 : (this.blocks.at(-1)?.last ?? 0) + 1
    const block = { requestId, deviceId: actor.deviceId, first, last: first + BLOCK_SIZE - 1 }
    moment()
    this.blocks.push(block)
    moment()
    return block
  }

  compact(): void {
    const last = new Map(this.#log.map((entry) => [`${entry.scope} ${entry.key}`, entry]))
    this.#log = this.#log.filter((entry) => last.get(`${entry.scope} ${entry.key}`) === entry)
  }

  /** The older part of the log is given up (rule PULL5). */
  dropLog(share: number): void {
    this.#logFloor = Math.max(this.#logFloor, Math.floor(this.#head * share))
    this.#log = this.#log.filter(({ at }) => at > this.#logFloor)
  }
}
