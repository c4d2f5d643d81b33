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

/** A command that waits, with who gave it. */
export interface WaitingCommand {
  readonly command: WireCommand
  readonly actor: Actor
}

export type MergeStep =
  | { readonly step: 'advance'; readonly waiting: readonly WaitingCommand[]; readonly records: readonly DeskRecord[] }
  | {
      readonly step: 'reject'
      readonly waiting: readonly WaitingCommand[]
      readonly refused: WaitingCommand
      readonly refusal: Refusal
      readonly records: readonly DeskRecord[]
    }
  /** An answer to nothing that waits: a repeat of one that is settled. Its records still count as news. */
  | { readonly step: 'repeat'; readonly waiting: readonly WaitingCommand[]; readonly records: readonly DeskRecord[] }

/**
 * One pure function for everything that comes back (DESIGN §3): the answer settles the waiting command with its id, the records it
 * carries become the new base, and every record they touch is shown again as base plus what still waits (rule MERGE0).
 *
 * The command is found by id and not by number: after a renumbering (rule PUSH1) an old answer may carry an old number.
 * @param known the desk's records, at least all that the waiting commands and the answer touch
 */
export function mergeAnswer(
  waiting: readonly WaitingCommand[],
  known: ReadonlyMap<string, DeskRecord>,
  answer: CommandAnswer,
): MergeStep {
  const settled = waiting.find((item) => item.command.id === answer.id)
  if (!settled) return { step: 'repeat', waiting, records: mergeRecords(waiting, known, answer.records) }
  const rest = waiting.filter((item) => item !== settled)
  const records = mergeRecords(rest, known, answer.records, new Set(touchedBy(settled.command)))
  return answer.status === 'refused'
    ? { step: 'reject', waiting: rest, refused: settled, refusal: answer.refusal, records }
    : { step: 'advance', waiting: rest, records }
}

/**
 * Takes records from the server (an answer or a pull) under the waiting commands. A record that is older than what the desk has is
 * ignored, so that delivery at least once and out of order is harmless (rule PULL1). `alsoRefresh` names records (by key) whose
 * waiting commands changed though no new base came. Returns every record whose base or looks may have changed.
 */
export function mergeRecords(
  waiting: readonly WaitingCommand[],
  known: ReadonlyMap<string, DeskRecord>,
  incoming: readonly WireRecord[],
  alsoRefresh: ReadonlySet<string> = new Set(),
): DeskRecord[] {
  const bases = new Map<string, Omit<DeskRecord, 'shown'>>()
  const takeKnown = (key: string): void => {
    if (bases.has(key)) return
    const record = known.get(key)
    bases.set(key, { ...keyParts(key), version: record?.version ?? 0, base: record?.base ?? null })
  }
  for (const record of incoming) {
    const key = recordKey(record)
    const has = bases.get(key)?.version ?? known.get(key)?.version ?? 0
    if (record.version >= has)
      bases.set(key, { kind: record.kind, id: record.id, version: record.version, base: record.data })
  }
  for (const key of alsoRefresh) takeKnown(key)
  if (bases.size === 0) return []
  const replay = connectedTo(new Set(bases.keys()), waiting)
  for (const item of replay) for (const key of touchedBy(item.command)) takeKnown(key)
  const shown = new Map<string, unknown>([...bases].map(([key, record]) => [key, record.base]))
  for (const item of replay)
    for (const change of effectOf(item, (key) => (shown.has(key) ? shown.get(key) : known.get(key)?.base)))
      shown.set(recordKey(change), change.data)
  return [...bases].map(([key, record]) => ({ ...record, shown: shown.get(key) ?? null }))
}

/** Keys of the records that a command reads or changes; none when this desk does not know the command. */
export function touchedBy(command: WireCommand): readonly string[] {
  const definition = findCommand(`${command.name}@${command.version}`)
  return definition ? definition.touches(command.args).map(recordKey) : []
}

/**
 * The waiting commands, in order, that must be applied again when the records of `keys` change: those that touch one of them, and
 * those that touch what such a command touches. Without the closure a command would read another record without its waiting changes.
 */
function connectedTo(keys: ReadonlySet<string>, waiting: readonly WaitingCommand[]): readonly WaitingCommand[] {
  const reached = new Set(keys)
  const taken = new Set<WaitingCommand>()
  const touched = waiting.map((item) => touchedBy(item.command))
  for (let grew = true; grew; ) {
    grew = false
    waiting.forEach((item, index) => {
      if (taken.has(item) || !touched[index]?.some((key) => reached.has(key))) return
      taken.add(item)
      grew = true
      for (const key of touched[index]) reached.add(key)
    })
  }
  return [...taken].sort((a, b) => a.command.n - b.command.n)
}

/** A command that no longer fits its base changes nothing here; the server will say so. */
function effectOf(item: WaitingCommand, read: (key: string) => unknown) {
  const definition = findCommand(`${item.command.name}@${item.command.version}`)
  if (!definition) return []
  const effect = definition.apply(
    {
      actor: item.actor,
      occurredAt: item.command.occurredAt,
      receivedAt: null,
      read: (kind, id) => read(recordKey({ kind, id })) ?? undefined,
    },
    item.command.args,
  )
  return effect.ok ? effect.value : []
}

function keyParts(key: string): { readonly kind: string; readonly id: string } {
  const at = key.indexOf(':')
  return { kind: key.slice(0, at), id: key.slice(at + 1) }
}
