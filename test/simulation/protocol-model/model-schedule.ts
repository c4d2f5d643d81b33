import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anId } from '#shared/builders/ids.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { RandomSource } from '../random-source.ts'
import type { ProtocolDefect } from './defects.ts'
import { CENTRAL_CRASH, CentralCrash, ModelCentral } from './model-central.ts'
import { ModelInstallation } from './model-installation.ts'
import { protocolViolations } from './model-invariants.ts'

const FAULTS = { loseRequest: 0.06, loseAnswer: 0.06, duplicate: 0.08, reorder: 0.2, serverCrash: 0.03, torn: 0.04 }
const DAY_MS = 86_400_000
/** Ticks of a good network within which every outbox must empty and every desk must equal the server. */
export const STALL_TICKS = 120
export const MODEL_STEPS = 200

export interface ModelResult {
  readonly violations: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

const ORGS = [anId(0x0a), anId(0x0b)] as const
const actor = (org: 0 | 1, n: number): Actor => ({
  userId: anId(0xa0 + org * 0x10 + n),
  orgId: ORGS[org] as never,
  role: 'L1',
  clinicIds: [],
  deviceId: anId(0xd0 + org * 0x10 + n),
})

/** A word that stands in everything a user enters, for finding it where it must not be. */
export function canaryOf({ orgId, userId }: Actor): string {
  return `canary-${orgId.slice(-2)}-${userId.slice(-2)}`
}

interface Message {
  deliver(): void
}

/**
 * One schedule of the protocol model, from a seed: two computers of one organisation, one of which two people share, and one of another
 * organisation; a network that loses, doubles and reorders; crashes on both sides, clocks that jump by a day, a disk that is full, writes
 * that are torn, a renewal of program and store, a raised floor.
 */
export function runModel(seed: number, steps = MODEL_STEPS, defect: ProtocolDefect | null = null): ModelResult {
  const random = new RandomSource(seed)
  let nowMs = Date.UTC(2026, 10, 24, 9)
  let ids = 0
  let isHealed = false
  const counts = {
    crashes: 0,
    serverCrashes: 0,
    lost: 0,
    doubled: 0,
    reordered: 0,
    torn: 0,
    full: 0,
    acknowledged: 0,
    jumps: 0,
    refused: 0,
    rebased: 0,
  }
  const newId = (): string => {
    ids += 1
    return anId(0x1_0000 + ids)
  }
  const chance = (share: number): boolean => !isHealed && random.chance(share)
  const central = new ModelCentral({
    now: () => nowMs,
    moment: () => {
      if (!chance(FAULTS.serverCrash)) return
      counts.serverCrashes += 1
      throw CENTRAL_CRASH
    },
    refuses: (command) => command.id.endsWith('7'),
    defect,
  })
  const world = {
    now: () => nowMs,
    newId,
    isTorn: () => {
      const isTorn = chance(FAULTS.torn)
      if (isTorn) counts.torn += 1
      return isTorn
    },
    defect,
  }
  const installations = [
    new ModelInstallation([actor(0, 1), actor(0, 2)], world),
    new ModelInstallation([actor(0, 3)], world),
    new ModelInstallation([actor(1, 1)], world),
  ]
  const everybody = installations.flatMap(({ actors }) => actors)
  const messages: Message[] = []

  /** Sends a request; the answer is taken by the same run of the same installation only. */
  function send<Answer>(
    from: ModelInstallation,
    handle: () => Answer,
    take: (answer: Answer) => void,
    end: () => void,
  ): void {
    if (!from.isOnline) {
      end()
      return
    }
    const { run } = from
    const isSame = (): boolean => from.run === run && from.isOnline
    const giveUp = (): void => {
      if (from.run === run) end()
    }
    const request: Message = {
      deliver: () => {
        let answer: Answer
        try {
          answer = handle()
        } catch (error) {
          if (!(error instanceof CentralCrash)) throw error
          return giveUp()
        }
        if (chance(FAULTS.loseAnswer)) {
          counts.lost += 1
          return giveUp()
        }
        messages.push({
          deliver: () => {
            if (!isSame()) return giveUp()
            take(answer)
            end()
          },
        })
      },
    }
    if (chance(FAULTS.loseRequest)) {
      counts.lost += 1
      // A request that nobody answers ends by its time-out; it may still arrive.
      if (random.chance(0.5)) messages.push(request)
      end()
      return
    }
    messages.push(request)
    if (chance(FAULTS.duplicate)) {
      counts.doubled += 1
      messages.push(request)
    }
  }

  function sync(it: ModelInstallation): void {
    if (!it.isPushing) {
      const message = it.pushMessage()
      if (message) {
        it.isPushing = true
        send(
          it,
          () => central.push(message.actor, message.protocol, message.commands),
          (reply) => it.takePush(reply),
          () => {
            it.isPushing = false
          },
        )
      }
    }
    const lease = it.isLeasing ? null : it.leaseMessage()
    if (lease) {
      it.isLeasing = true
      send(
        it,
        () => central.lease(lease.actor, lease.requestId),
        (block) => it.takeLease(lease.requestId, block),
        () => {
          it.isLeasing = false
        },
      )
    }
    if (it.isPulling) return
    it.isPulling = true
    const { actor: who, protocol } = it
    const { cursors } = it.disk
    send(
      it,
      () => central.pull(who, protocol, cursors),
      (reply) => it.takePull(reply),
      () => {
        it.isPulling = false
      },
    )
  }

  function deliverOne(): void {
    const isOutOfOrder = messages.length > 1 && chance(FAULTS.reorder)
    if (isOutOfOrder) counts.reordered += 1
    const [message] = messages.splice(isOutOfOrder ? random.below(messages.length) : 0, 1)
    message?.deliver()
  }

  function act(it: ModelInstallation): void {
    const { actor: who } = it
    const word = `${canaryOf(who)} ${ids}`
    if (random.chance(0.3) && it.nextNumber !== null) {
      const number = `ОЖ-2026-${String(it.nextNumber).padStart(6, '0')}`
      it.enter(registerAppeal, { ...anAppeal({ id: newId() as never, text: word }), number }, true)
      return
    }
    const own = [...it.disk.rows.values()].filter(
      (row) => row.kind === 'call' && (row.shown as Call | null)?.userId === who.userId,
    )
    const call = own.length > 0 && random.chance(0.5) ? random.pick(own) : null
    if (call) {
      const args = {
        callId: call.id as never,
        outcome: 'resolved',
        note: word,
        personId: null,
        contactId: null,
      } as const
      it.enter(wrapUpCall, args, false)
    } else {
      // A desk that was tampered with names somebody else as the author.
      const userId = random.chance(0.1) ? random.pick(everybody).userId : who.userId
      it.enter(recordCall, aCall({ id: newId() as never, userId, remoteName: word }), false)
    }
  }

  for (let step = 0; step < steps; step += 1) {
    const it = random.pick(installations)
    nowMs += random.below(2_000)
    const choice = random.below(100)
    if (choice < 28) act(it)
    else if (choice < 52) sync(it)
    else if (choice < 82) for (let count = 1 + random.below(3); count > 0; count -= 1) deliverOne()
    else if (choice < 86) {
      it.isOnline = !it.isOnline
      if (!it.isOnline) it.crash()
    } else if (choice < 89) {
      counts.crashes += 1
      it.crash()
    } else if (choice < 92) it.switchUser()
    else if (choice < 95) {
      counts.jumps += 1
      it.clockOffsetMs = random.pick([-DAY_MS, 0, DAY_MS])
    } else if (choice < 97) {
      if (!it.isQuotaFull) counts.full += 1
      it.isQuotaFull = !it.isQuotaFull
    } else if (choice < 98) it.upgrade()
    else if (choice < 99) central.compact()
    else if (random.chance(0.5)) central.dropLog(random.next())
    else if (random.chance(0.2)) central.minProtocol = 2
  }

  isHealed = true
  for (const it of installations) {
    it.isOnline = true
    it.isQuotaFull = false
    if (it.protocol < central.minProtocol) it.upgrade()
  }
  const heal = (): number => {
    let tick = 0
    for (; tick < STALL_TICKS && !isQuiet(); tick += 1) {
      nowMs += 1_000
      for (const it of installations) sync(it)
      while (messages.length > 0) deliverOne()
    }
    return tick
  }
  /** Nothing waits, and the last pull brought nothing. */
  function isQuiet(): boolean {
    return installations.every(({ disk, actor: who }) => {
      const expected = central.expectedFor(who)
      return (
        disk.outbox.length === 0 && [...expected].every(([key, { version }]) => disk.rows.get(key)?.version === version)
      )
    })
  }
  const violations: string[] = []
  // Each person signs in in turn: the outbox of the one who is away waits for its owner.
  const turns = Math.max(...installations.map(({ actors }) => actors.length))
  for (let turn = 0; turn < turns; turn += 1) {
    if (heal() === STALL_TICKS) violations.push(`something still waits after ${STALL_TICKS} ticks of a good network`)
    for (const it of installations) if (it.actors.length > 1) it.switchUser()
  }
  heal()
  for (const it of installations) counts.acknowledged += it.acknowledged.flat().length
  counts.refused = central.accepted.filter(({ status }) => status === 'refused').length
  counts.rebased = central.overwritten.length
  violations.push(...protocolViolations(central, installations, canaryOf))
  return { violations, counts }
}
