import type { Actor } from '../kernel/actor.ts'
import type { Refusal } from '../kernel/errors.ts'
import { recordKey } from '../kernel/record.ts'
import type { CommandAnswer, WireCommand, WireRecord } from './push.ts'
import { findCommand } from './registry.ts'

/** A record on the desk: what the server last said (`base`) and how it looks with the waiting commands on top (`shown`). */
export interface DeskRecord {
  readonly kind: string
  readonly id: string
  /** Server's version, 0 when the server has not accepted it yet. */
  readonly version: number
  readonly base: unknown
  readonly shown: unknown
}

/** A command that waits, with the records it touches. */
export interface WaitingCommand {
  readonly command: WireCommand
  readonly actor: Actor
}

export type MergeStep =
  | { readonly step: 'advance'; readonly done: number; readonly records: readonly DeskRecord[] }
  | {
      readonly step: 'reject'
      readonly done: number
      readonly refusal: Refusal
      readonly records: readonly DeskRecord[]
    }

/**
 * One pure function for everything that comes back (DESIGN §3): the answer to the oldest waiting command settles it, and the
 * records it carries become the new base; every record they touch is shown again as base plus what still waits.
 *
 * Invariant: `shown` is always `base` with the remaining waiting commands applied in order of `n`. Without it a desk would show
 * its own guess after the server decided otherwise.
 */
export function mergeAnswer(
  waiting: readonly WaitingCommand[],
  known: ReadonlyMap<string, DeskRecord>,
  answer: CommandAnswer,
): MergeStep {
  const settled = waiting.find((item) => item.command.n === answer.n)
  const rest = waiting.filter((item) => item.command.n !== answer.n)
  const refreshed = new Set<string>()
  if (settled) for (const ref of touchedBy(settled.command)) refreshed.add(recordKey(ref))
  const records = mergeRecords(rest, known, answer.records, refreshed)
  return answer.status === 'refused'
    ? { step: 'reject', done: answer.n, refusal: answer.refusal, records }
    : { step: 'advance', done: answer.n, records }
}

/**
 * Takes records from the server (an answer or a pull) under the waiting commands. A record that is older than what the desk has is
 * ignored, so that delivery at least once and out of order is harmless (rule PULL1). `alsoRefresh` names records whose waiting
 * commands changed though no new base came.
 */
export function mergeRecords(
  waiting: readonly WaitingCommand[],
  known: ReadonlyMap<string, DeskRecord>,
  incoming: readonly WireRecord[],
  alsoRefresh: ReadonlySet<string> = new Set(),
): DeskRecord[] {
  const bases = new Map<string, { kind: string; id: string; version: number; base: unknown }>()
  for (const key of alsoRefresh) {
    const [kind = '', id = ''] = split(key)
    const record = known.get(key)
    bases.set(key, { kind, id, version: record?.version ?? 0, base: record?.base ?? null })
  }
  for (const record of incoming) {
    const key = recordKey(record)
    if (record.version < (known.get(key)?.version ?? 0)) continue
    bases.set(key, { kind: record.kind, id: record.id, version: record.version, base: record.data })
  }
  const shown = new Map<string, unknown>([...bases].map(([key, record]) => [key, record.base]))
  const read = (kind: string, id: string): unknown => {
    const key = recordKey({ kind, id })
    const value = shown.has(key) ? shown.get(key) : known.get(key)?.base
    return value ?? undefined
  }
  for (const item of [...waiting].sort((a, b) => a.command.n - b.command.n)) {
    if (!touchedBy(item.command).some((ref) => bases.has(recordKey(ref)))) continue
    for (const change of effectOf(item, read))
      if (bases.has(recordKey(change))) shown.set(recordKey(change), change.data)
  }
  return [...bases].map(([key, record]) => ({ ...record, shown: shown.get(key) ?? null }))
}

function touchedBy(command: WireCommand): readonly { kind: string; id: string }[] {
  return findCommand(`${command.name}@${command.version}`)?.touches(command.args) ?? []
}

function effectOf(item: WaitingCommand, read: (kind: string, id: string) => unknown) {
  const definition = findCommand(`${item.command.name}@${item.command.version}`)
  if (!definition) return []
  const effect = definition.apply(
    { actor: item.actor, occurredAt: item.command.occurredAt, receivedAt: null, read },
    item.command.args,
  )
  return effect.ok ? effect.value : []
}

function split(key: string): [string, string] {
  const at = key.indexOf(':')
  return [key.slice(0, at), key.slice(at + 1)]
}
