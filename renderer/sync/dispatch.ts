import type { Change } from '#renderer/db/change.ts'
import type { KeptRow } from '#renderer/db/kept.ts'
import { parseRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import { type Refusal, refusalsOf, refuse } from '#shared/kernel/errors.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'
import { seenFields } from '#shared/protocol/field-merge.ts'
import type { DeskRecord } from '#shared/protocol/merge.ts'
import type { WireCommand } from '#shared/protocol/push.ts'
import { findCommand } from '#shared/protocol/registry.ts'
import type { Dispatched } from './desk-data.ts'
import type { DeskState } from './desk-state.ts'
import { takeNumber } from './numbers.ts'
import type { SyncPorts } from './ports.ts'

/** Scope of a record that so far came only with the answer to an own command, or waits for one. */
export const OWN_SCOPE = 'entered-here'
/** Scope of a record whose scopes were left while a command waits on it: it stays until that is answered (rule PULL2). */
export const AWAITED_SCOPE = 'awaited-here'

/** The scopes that the server named, without those that only say why a row is here. */
export function namedScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((name) => name !== OWN_SCOPE && name !== AWAITED_SCOPE)
}

export interface Dispatcher {
  dispatch(definition: CommandDefinition, args: unknown): Promise<Result<Dispatched, readonly Refusal[]>>
  dispatchNumbered(
    definition: CommandDefinition,
    argsOf: (number: string) => unknown,
  ): Promise<Result<Dispatched, readonly Refusal[]>>
  mend(commandId: string, args: unknown): Promise<Result<Dispatched, readonly Refusal[]>>
  drop(commandId: string): Promise<void>
}

/**
 * The only writer of what users do (DESIGN §3): checks the arguments and the policy, applies the command, and writes the command,
 * the records it changes and the number it takes in one strict transaction (rules OUT1, NUM1).
 * @param onDispatched called after the transaction, to wake the push
 */
export function createDispatcher(
  state: DeskState,
  actor: Actor,
  ports: Pick<SyncPorts, 'timers' | 'randomBytes'>,
  onDispatched: () => void,
): Dispatcher {
  async function run(
    definition: CommandDefinition,
    argsOf: (number: string | null) => unknown,
    options: { readonly isNumbered?: boolean; readonly replaces?: string } = {},
  ): Promise<Result<Dispatched, readonly Refusal[]>> {
    const nowMs = ports.timers.now()
    const commandId = newUuid<WireCommand['id']>(nowMs, ports.randomBytes)
    const result = await state.transact<Result<Dispatched, readonly Refusal[]>>(async (view) => {
      const taken = options.isNumbered ? takeNumber(view.blocks, nowMs) : null
      if (options.isNumbered && taken === null) return { change: null, result: err([refuse('numbers.none')]) }
      const parsed = definition.args.safeParse(argsOf(taken?.number ?? null))
      if (!parsed.success) return { change: null, result: err(refusalsOf(parsed.error)) }
      const forbidden = definition.allow(actor, parsed.data)
      if (forbidden) return { change: null, result: err([forbidden]) }
      const occurredAt = toInstant(nowMs)
      const touched = definition.touches(parsed.data).map(recordKey)
      const known = await state.known(touched)
      const read = (kind: string, id: string): unknown => known.get(recordKey({ kind, id }))?.shown ?? undefined
      const effect = definition.apply({ actor, occurredAt, receivedAt: null, read }, parsed.data)
      if (!effect.ok) return { change: null, result: err([effect.error]) }
      const fields = seenFields(definition, parsed.data, read)
      const command: WireCommand = {
        id: commandId,
        n: view.meta.nextN,
        name: definition.name,
        version: definition.version,
        occurredAt,
        args: parsed.data,
        seen: Object.fromEntries(touched.map((key) => [key, known.get(key)?.version ?? 0])),
        ...(fields === undefined ? {} : { seenFields: fields }),
      }
      const change: Change = {
        rows: changedRows(effect.value, known, await state.scopesOf([...known.keys()])),
        outboxPut: [{ command, actor }],
        meta: { nextN: command.n + 1 },
        ...(taken ? { blocks: [taken.block] } : {}),
        ...(options.replaces ? { refusedDelete: [options.replaces] } : {}),
      }
      return { change, result: ok({ commandId, number: taken?.number ?? null }) }
    })
    if (result.ok) onDispatched()
    return result
  }

  return {
    dispatch: (definition, args) => run(definition, () => args),
    dispatchNumbered: (definition, argsOf) => run(definition, (number) => argsOf(number ?? ''), { isNumbered: true }),
    async mend(commandId, args) {
      const refused = state.view.refused.get(commandId)
      const definition = refused && findCommand(`${refused.command.name}@${refused.command.version}`)
      if (!refused || !definition) return err([refuse('record.notFound', 'commandId')])
      return isNumberRefused(refused.refusal)
        ? run(definition, (number) => ({ ...(args as object), number }), { isNumbered: true, replaces: commandId })
        : run(definition, () => args, { replaces: commandId })
    },
    async drop(commandId) {
      await state.transact((view) => ({
        change: view.refused.has(commandId) ? { refusedDelete: [commandId] } : null,
        result: undefined,
      }))
    },
  }
}

/** A number that the server does not accept can never serve again: the mended command takes the next one. */
function isNumberRefused(refusal: Refusal): boolean {
  return refusal.code === 'numbers.notLeased' || refusal.code === 'numbers.used'
}

function changedRows(
  changes: readonly { readonly kind: string; readonly id: string; readonly data: unknown }[],
  known: ReadonlyMap<string, DeskRecord>,
  scopes: ReadonlyMap<string, readonly string[]>,
): Map<string, KeptRow> {
  const rows = new Map<string, KeptRow>()
  for (const change of changes) {
    const key = recordKey(change)
    const before = known.get(key)
    rows.set(key, {
      kind: change.kind,
      id: change.id,
      version: before?.version ?? 0,
      base: before?.base ?? null,
      shown: change.data,
      scopes: scopes.get(key) ?? [OWN_SCOPE],
    })
  }
  return rows
}

/** What a command is about, for the lists of waiting and refused ones: the first of these arguments that it has. */
export function aboutOf(command: WireCommand): string {
  const args = (command.args ?? {}) as Readonly<Record<string, unknown>>
  for (const name of ['number', 'remoteNumber', 'phone', 'name', 'personId', 'callId', 'id']) {
    const value = args[name]
    if (typeof value === 'string' && value !== '' && (name !== 'number' || parseRegistrationNumber(value))) return value
  }
  return ''
}
