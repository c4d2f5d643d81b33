import { z } from 'zod'
import { forgetLooks, waitingLooks } from '#renderer/db/looks.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { WaitingCommand } from '#shared/protocol/merge.ts'
import { type CommandAnswer, PUSH_BATCH_MAX, pushAnswer, type WireCommand } from '#shared/protocol/push.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import type { ApiClient, ApiFailure } from './api-client.ts'
import type { DeskState } from './desk-state.ts'
import { forgetOldCount } from './mend-from-copy.ts'
import { leaseNumbers } from './numbers.ts'
import type { SyncPorts } from './ports.ts'
import { settleAnswers } from './settle.ts'

/** Most characters of JSON in one push: half of what servers and proxies take by default, with room for letters of two bytes. */
const PUSH_CHARACTERS_MAX = 250_000
const LOOKS_MAX = 200

/** What a push learns beside its answers. */
export interface PushTold {
  readonly serverTime: (serverTime: string) => void
  readonly numberTaken: () => void
  readonly answered: (commands: readonly WireCommand[], answers: readonly CommandAnswer[]) => void
}

/**
 * Sends what waits, oldest first, until nothing waits: commands, then looks, then leases of numbers. One round at a time; the caller
 * repeats it after a failure.
 * @returns null when everything is delivered
 */
export async function pushRound(
  state: DeskState,
  api: ApiClient,
  ports: Pick<SyncPorts, 'timers' | 'randomBytes'>,
  tell: PushTold,
): Promise<ApiFailure | null> {
  return (
    (await pushCommands(state, api, tell)) ??
    (await pushLooks(state, api)) ??
    ignoreRefusal(await leaseNumbers(state, api, ports))
  )
}

/** A role that registers nothing leases no numbers; that must not hold up the rest. */
function ignoreRefusal(failure: ApiFailure | null): ApiFailure | null {
  return failure?.kind === 'refused' ? null : failure
}

async function pushCommands(state: DeskState, api: ApiClient, tell: PushTold): Promise<ApiFailure | null> {
  let isOneByOne = false
  for (let renumbered = 0; state.view.outbox.length > 0; ) {
    const commands = nextBatch(state.view.outbox, isOneByOne ? 1 : PUSH_BATCH_MAX)
    const answer = await api.post('/api/sync/push', { protocol: PROTOCOL_VERSION, commands }, pushAnswer)
    if (answer.ok) {
      tell.serverTime(answer.value.serverTime)
      const sent = new Set<string>(commands.map((command) => command.id))
      const answers = answer.value.answers.filter((it) => sent.has(it.id))
      // An answer that settles nothing would be asked for again for ever without a pause.
      if (answers.length === 0) return { kind: 'unreachable', retryAfterMs: null }
      await settleAnswers(state, answers)
      tell.answered(commands, answers)
      continue
    }
    if (isAboutContent(answer.failure)) {
      if (commands.length === 1) await refuseHere(state, commands[0] as WireCommand, answer.failure.refusal)
      isOneByOne = true
      continue
    }
    const expectedN = expectedNumber(answer.failure)
    if (expectedN === null || renumbered >= 3) return answer.failure
    renumbered += 1
    if (isNumberTaken(answer.failure)) tell.numberTaken()
    await renumber(state, expectedN)
    await forgetOldCount(state)
  }
  return null
}

/**
 * The whole request was refused for what is in it. One command that the server cannot even read must not hold up the others: it is
 * found by sending them one by one, and goes to the inbox. The next command is then renumbered, since the server has not counted it.
 */
function isAboutContent(failure: ApiFailure): failure is ApiFailure & { readonly kind: 'refused' } {
  return failure.kind === 'refused' && [400, 413, 422].includes(failure.status)
}

async function refuseHere(state: DeskState, command: WireCommand, refusal: Refusal): Promise<void> {
  await settleAnswers(state, [{ status: 'refused', id: command.id, n: command.n, refusal, records: [] }])
}

function nextBatch(outbox: readonly WaitingCommand[], most: number): WireCommand[] {
  const commands: WireCommand[] = []
  let characters = 0
  for (const { command } of outbox) {
    characters += JSON.stringify(command).length
    if (commands.length > 0 && (commands.length >= most || characters > PUSH_CHARACTERS_MAX)) break
    commands.push(command)
  }
  return commands
}

/** The server has a command under a number that this store took for unused: the store is older than it was left (rule OUT3). */
function isNumberTaken(failure: ApiFailure): boolean {
  return failure.kind === 'refused' && failure.refusal.code === 'push.numberTaken'
}

/** The number the server waits for, when it refused ours (rule PUSH1); otherwise null. */
function expectedNumber(failure: ApiFailure): number | null {
  if (failure.kind !== 'refused' || failure.status !== 409) return null
  if (failure.refusal.code !== 'push.gap' && failure.refusal.code !== 'push.numberTaken') return null
  const expected = Number(failure.refusal.args?.['expectedN'])
  return Number.isSafeInteger(expected) && expected >= 1 ? expected : null
}

/**
 * Counts the waiting commands anew from what the server expects, in the same order and with the same ids. That is needed when one
 * side was restored from a backup; a command that the server has already is recognised by its id whatever its number.
 */
async function renumber(state: DeskState, expectedN: number): Promise<void> {
  await state.transact((view) => {
    const outboxPut = view.outbox.map((item, index) => ({
      ...item,
      command: { ...item.command, n: expectedN + index },
    }))
    return {
      change: {
        outboxDelete: view.outbox.map((item) => item.command.n),
        outboxPut,
        meta: { nextN: expectedN + outboxPut.length },
      },
      result: undefined,
    }
  })
}

async function pushLooks(state: DeskState, api: ApiClient): Promise<ApiFailure | null> {
  for (;;) {
    const looks = await waitingLooks(state.store, LOOKS_MAX)
    if (looks.length === 0) return null
    const answer = await api.post('/api/audit/looks', { looks }, z.unknown())
    if (!answer.ok) return answer.failure
    await forgetLooks(
      state.store,
      looks.map((look) => look.id),
    )
  }
}
