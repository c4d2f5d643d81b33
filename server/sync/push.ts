import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { RecordKinds, ScopeLookups } from '#server/db/record-kind.ts'
import { loadRecords, type StoredRecord } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type CommandDefinition, commandKey } from '#shared/kernel/command.ts'
import { type Refusal, refusalsOf, refuse } from '#shared/kernel/errors.ts'
import { type RecordChange, recordKey } from '#shared/kernel/record.ts'
import { mergeFields } from '#shared/protocol/field-merge.ts'
import type { CommandAnswer, WireCommand, WireRecord } from '#shared/protocol/push.ts'
import { findCommand } from '#shared/protocol/registry.ts'
import { keysInScopes, writeScopedRecords } from './scoped-records.ts'
import { scopesOfActor } from './scopes.ts'

/** What server-side rules of a command may use: the same transaction, the actor and both times. */
export interface CommandSite {
  readonly tx: Tx
  readonly actor: Actor
  readonly lookups: ScopeLookups
  readonly command: WireCommand
  readonly receivedAt: string
}

/** What only the server can do around a shared command. */
export interface CommandRules {
  /** Refuses what the desk could not know, e.g. a registration number outside the device's blocks. */
  check?(site: CommandSite, args: never): Promise<Refusal | null>
  /** Adds what the server decides to the records of the command itself, e.g. the plan date of the answer. */
  complete?(site: CommandSite, changes: readonly RecordChange[]): Promise<readonly RecordChange[]>
  /** Changes of other records that follow, e.g. the state of a person who was informed. */
  react?(site: CommandSite, changes: readonly RecordChange[]): Promise<readonly RecordChange[]>
  /** Bookkeeping outside the records, after they are written. */
  settle?(site: CommandSite, args: never): Promise<void>
}

export interface PushContext {
  readonly db: Db
  readonly kinds: RecordKinds
  readonly rules: ReadonlyMap<string, CommandRules>
  readonly now: () => number
  /** Counts answers; a repeat is not counted again. */
  readonly onAnswer: (command: string, status: CommandAnswer['status']) => void
  /** A command failed for a reason that is not its sender's: kept for the log, without what was typed. */
  readonly onFailure: (error: unknown, command: { id: string; name: string }) => void
  readonly failures: FailureCount
}

/** Tries of a command that the server fails to execute; the next failure is its answer (rule PUSH5). */
export const FAILED_TRIES = 5
/** Commands whose failures one process counts; the oldest is forgotten, which only gives it more tries. */
const FAILURES_MAX = 1_000

/** Failures of commands by id. Each node counts for itself: more nodes mean more tries, never endless ones. */
export class FailureCount {
  readonly #tries = new Map<string, number>()

  /** One more failure of this command. @returns how often it has failed */
  add(commandId: string): number {
    const tries = (this.#tries.get(commandId) ?? 0) + 1
    this.#tries.delete(commandId)
    this.#tries.set(commandId, tries)
    const [oldest] = this.#tries.keys()
    if (this.#tries.size > FAILURES_MAX && oldest !== undefined) this.#tries.delete(oldest)
    return tries
  }

  forget(commandId: string): void {
    this.#tries.delete(commandId)
  }
}

interface Outcome {
  readonly status: 'applied' | 'rebased'
  readonly records: readonly WireRecord[]
}

/** Somebody else has changed the field meanwhile (rule MERGE1). */
const CONFLICT = 'record.conflict'
const TRANSACTION_ATTEMPTS = 4
/** serialization_failure, deadlock_detected */
const RETRIED_SQLSTATES = new Set(['40001', '40P01'])

/** Undoes the transaction and keeps the refusal as the command's answer. */
class RefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/**
 * Applies a batch in order, one transaction for each command (rules PUSH1–PUSH3). When the server fails in the middle, the answers
 * so far are returned; the rest is unknown to the desk and sent again.
 * @throws ApiError 409 for a gap or a number that another command has; then nothing of the batch was applied by this request
 */
export async function pushCommands(
  context: PushContext,
  actor: Actor,
  commands: readonly WireCommand[],
): Promise<{ answers: CommandAnswer[]; expectedN: number }> {
  await refuseGaps(context.db, actor, commands)
  const answers: CommandAnswer[] = []
  for (const command of commands) {
    try {
      answers.push(await pushOne(context, actor, command))
    } catch (error) {
      context.onFailure(error, { id: command.id, name: command.name })
      const answer = await giveUp(context, actor, command, error)
      if (answer === null && answers.length === 0) throw error
      if (answer === null) break
      answers.push(answer)
    }
  }
  return { answers, expectedN: await expectedNumber(context.db, actor.deviceId) }
}

/**
 * Refuses a command that keeps failing, so that it does not hold up those behind it (rule PUSH5). Not when the database is what
 * fails: then the refusal could not be stored either, and every command would be refused for a fault that passes.
 */
async function giveUp(
  context: PushContext,
  actor: Actor,
  command: WireCommand,
  error: unknown,
): Promise<CommandAnswer | null> {
  const state = sqlState(error)
  const isOfTheMoment = error instanceof ApiError || (state !== null && /^(08|40|53|57|58)/.test(state))
  if (isOfTheMoment || context.failures.add(command.id) < FAILED_TRIES) return null
  const answer = await context.db
    .transaction()
    .execute((tx) => answerOnce(tx, context, actor, command, refuse('push.failed')))
  context.failures.forget(command.id)
  return answer
}

async function refuseGaps(db: Db, actor: Actor, commands: readonly WireCommand[]): Promise<void> {
  const expected = await expectedNumber(db, actor.deviceId)
  const first = commands[0]?.n ?? expected
  if (first > expected) throw apiErrors.gap(expected)
  if (commands.some((command, index) => command.n !== first + index)) throw apiErrors.gap(expected)
}

async function expectedNumber(db: Db, deviceId: string): Promise<number> {
  const row = await db.selectFrom('devices').select('expected_n').where('id', '=', deviceId).executeTakeFirstOrThrow()
  return row.expected_n
}

async function pushOne(context: PushContext, actor: Actor, command: WireCommand): Promise<CommandAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await context.db.transaction().execute((tx) => answerOnce(tx, context, actor, command, null))
    } catch (error) {
      const state = sqlState(error)
      if (error instanceof RefusedError || state?.startsWith('22')) {
        const refusal = error instanceof RefusedError ? error.refusal : refuse('input.notStorable')
        return context.db.transaction().execute((tx) => answerOnce(tx, context, actor, command, refusal))
      }
      if (attempt >= TRANSACTION_ATTEMPTS || state === null || !RETRIED_SQLSTATES.has(state)) throw error
    }
  }
}

/** The whole of rule PUSH2 in one transaction. The device row is locked first: one device's commands never overtake each other. */
async function answerOnce(
  tx: Tx,
  context: PushContext,
  actor: Actor,
  command: WireCommand,
  refusal: Refusal | null,
): Promise<CommandAnswer> {
  const device = await tx
    .selectFrom('devices')
    .select('expected_n')
    .where('id', '=', actor.deviceId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const known = await tx
    .selectFrom('commands')
    .select(['device_id', 'answer'])
    .where('id', '=', command.id)
    .executeTakeFirst()
  if (known) {
    // Known by its id whatever its number: a desk that had to count anew sends it under another one.
    if (known.device_id !== actor.deviceId) throw apiErrors.numberTaken(device.expected_n)
    return known.answer as CommandAnswer
  }
  if (command.n < device.expected_n) throw apiErrors.numberTaken(device.expected_n)
  if (command.n > device.expected_n) throw apiErrors.gap(device.expected_n)

  const receivedAt = toInstant(context.now())
  const site: CommandSite = { tx, actor, command, receivedAt, lookups: scopeLookups(tx, actor.orgId) }
  const base = { id: command.id, n: command.n }
  const answer: CommandAnswer = refusal
    ? { ...base, status: 'refused', refusal, records: await toCompare(context, site, refusal) }
    : { ...base, ...(await executeCommand(context, site)) }
  await keepAnswer(tx, actor, command, receivedAt, answer)
  context.onAnswer(knownName(command), answer.status)
  return answer
}

/** Policy, rules, effect, records and change rows. @throws RefusedError, so that nothing of a refused command stays */
async function executeCommand(context: PushContext, site: CommandSite): Promise<Outcome & { records: WireRecord[] }> {
  const { tx, actor, command, receivedAt } = site
  const definition = findCommand(commandKey(command))
  if (!definition) throw new RefusedError(refuse('push.unknownCommand'))
  const args = parseArgs(definition, command)
  const notAllowed = definition.allow(actor, args)
  if (notAllowed) throw new RefusedError(notAllowed)

  const touched = definition.touches(args)
  const needed = definition.dependsOn?.(args) ?? []
  const stored = await loadRecords(tx, context.kinds, actor.orgId, [...touched, ...needed], true)
  if (needed.some((ref) => (stored.get(recordKey(ref))?.data ?? null) === null))
    throw new RefusedError(refuse('push.depends'))

  const rules = context.rules.get(commandKey(command)) ?? {}
  const unfit = await rules.check?.(site, args as never)
  if (unfit) throw new RefusedError(unfit)

  const read = (kind: string, id: string): unknown => stored.get(recordKey({ kind, id }))?.data ?? undefined
  const merged = mergeFields(definition, args, command.seenFields, read)
  const effect = definition.apply({ actor, occurredAt: command.occurredAt, receivedAt, read }, merged.args)
  if (!effect.ok) throw new RefusedError(effect.error)
  // After the command's own refusals: a conflict must not tell of a record out of the actor's reach.
  const [conflict] = merged.conflicts
  if (conflict) throw new RefusedError(refuse(CONFLICT, conflict.edit.argument, { field: conflict.edit.field }))
  const own = rules.complete ? await rules.complete(site, effect.value) : effect.value
  const following = rules.react ? await rules.react(site, own) : []

  const others = await loadRecords(tx, context.kinds, actor.orgId, following, true)
  const records = [...own, ...following].map((change) => nextVersion(change, stored, others))
  const toWrite = records.map((record) => ({ ...record, orgId: actor.orgId }))
  if (!(await writeScopedRecords(tx, context.kinds, site.lookups, toWrite)))
    throw new RefusedError(refuse('record.exists', 'id'))
  await rules.settle?.(site, args as never)
  const isRebased = touched.some((ref) => isNewerThanSeen(stored.get(recordKey(ref)), command))
  const given = [...records.slice(0, own.length), ...(await withinReach(site, records.slice(own.length)))]
  return { status: isRebased ? 'rebased' : 'applied', records: given }
}

/** With a conflict come the records as they are now, as far as the desk may hold them: the user compares both values (rule MERGE1). */
async function toCompare(context: PushContext, site: CommandSite, { code }: Refusal): Promise<WireRecord[]> {
  const { tx, actor, command } = site
  const definition = findCommand(commandKey(command))
  if (code !== CONFLICT || !definition) return []
  const touched = definition.touches(parseArgs(definition, command))
  const stored = [...(await loadRecords(tx, context.kinds, actor.orgId, touched)).values()]
  return [...(await withinReach(site, stored))]
}

/** What followed travels back only to a desk that may hold it (rule PULL2). */
async function withinReach({ tx, actor }: CommandSite, records: readonly WireRecord[]): Promise<readonly WireRecord[]> {
  if (records.length === 0) return records
  const scopes = await scopesOfActor(tx, actor)
  const held = await keysInScopes(
    tx,
    records,
    scopes.map((scope) => scope.name),
  )
  return records.filter((record) => held.has(recordKey(record)))
}

function parseArgs(definition: CommandDefinition, command: WireCommand): unknown {
  const parsed = definition.args.safeParse(command.args)
  if (parsed.success) return parsed.data
  throw new RefusedError(refusalsOf(parsed.error)[0] ?? refuse('input.invalid'))
}

function nextVersion(
  change: RecordChange,
  stored: ReadonlyMap<string, StoredRecord>,
  others: ReadonlyMap<string, StoredRecord>,
): WireRecord {
  const present = stored.get(recordKey(change)) ?? others.get(recordKey(change))
  return { kind: change.kind, id: change.id, version: (present?.version ?? 0) + 1, data: change.data }
}

function isNewerThanSeen(present: StoredRecord | undefined, command: WireCommand): boolean {
  if (!present) return false
  const seen = command.seen[recordKey(present)]
  return seen !== undefined && seen > 0 && seen < present.version
}

async function keepAnswer(
  tx: Tx,
  actor: Actor,
  command: WireCommand,
  receivedAt: string,
  answer: CommandAnswer,
): Promise<void> {
  await tx
    .insertInto('commands')
    .values({
      id: command.id,
      device_id: actor.deviceId,
      n: command.n,
      command: knownName(command),
      occurred_at: storableInstant(command.occurredAt, receivedAt),
      received_at: receivedAt,
      status: answer.status,
      answer: JSON.stringify(answer),
    })
    .execute()
  await sql`update devices set expected_n = ${command.n + 1}, seen_at = ${receivedAt} where id = ${actor.deviceId}`.execute(
    tx,
  )
}

/** What a desk calls a command is free text until this side knows it. */
function knownName(command: WireCommand): string {
  const key = commandKey(command)
  return findCommand(key) ? key : '(unknown)'
}

/** A desk whose clock stands in antiquity is told so (rule TIME1); its command must not be stuck for a date the database lacks. */
function storableInstant(instant: string, otherwise: string): string {
  return Date.parse(instant) >= 0 ? instant : otherwise
}

function sqlState(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : null
}
