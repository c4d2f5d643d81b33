import { commandKey } from '#shared/kernel/command.ts'
import { recordKey } from '#shared/kernel/record.ts'
import type { CommandAnswer, WireCommand } from '#shared/protocol/push.ts'
import type { ParallelUpdate } from './desk-data.ts'

/** Versions of records that this desk made and has not forgotten: enough for what waits in one outbox. */
const OWN_VERSIONS_MAX = 2_000

/**
 * Tells changes of others from one's own (rule MERGE1). `rebased` says only that a record is newer than the command saw it, and two changes of one
 * user without the network have seen the same version: the versions between are counted that came from this desk.
 */
export class ParallelUpdates {
  readonly #own = new Set<string>()

  /** Takes the answers to these commands. @returns those that were joined with changes of others */
  take(commands: readonly WireCommand[], answers: readonly CommandAnswer[]): readonly ParallelUpdate[] {
    const joined: ParallelUpdate[] = []
    for (const answer of answers) {
      const command = commands.find(({ id }) => id === answer.id)
      if (!command || answer.status === 'refused') continue
      const isForeign = answer.records.some((record) => {
        const seen = command.seen[recordKey(record)] ?? 0
        return seen > 0 && this.#hasForeign(recordKey(record), seen, record.version)
      })
      if (answer.status === 'rebased' && command.seenFields !== undefined && isForeign) {
        const { id, args, occurredAt } = command
        joined.push({ commandId: id, name: commandKey(command), args, occurredAt })
      }
      for (const record of answer.records) this.#remember(`${recordKey(record)}@${record.version}`)
    }
    return joined
  }

  #hasForeign(key: string, seen: number, made: number): boolean {
    for (let version = seen + 1; version < made; version += 1) if (!this.#own.has(`${key}@${version}`)) return true
    return false
  }

  #remember(version: string): void {
    this.#own.add(version)
    const [oldest] = this.#own
    if (this.#own.size > OWN_VERSIONS_MAX && oldest !== undefined) this.#own.delete(oldest)
  }
}
