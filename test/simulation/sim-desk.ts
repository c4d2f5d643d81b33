import { IDBFactory } from 'fake-indexeddb'
import { type NodeDesk, openNodeDesk } from '#test/fakes/node-desk.ts'
import type { FaultyNetwork } from './faulty-network.ts'
import type { ModelUser } from './model-server.ts'
import { plainCipher } from './plain-cipher.ts'
import type { RandomSource } from './random-source.ts'
import type { VirtualTime } from './virtual-time.ts'

/** The desk's process died. */
export class DeskCrash extends Error {}

export interface Acknowledged {
  readonly commandId: string
  readonly number: string | null
}

/** One desk with its disk. The process on it can die at any moment and be started again; the disk stays. */
export class SimDesk {
  readonly disk = new IDBFactory()
  /** What the screen called saved, in order. */
  readonly acknowledged: Acknowledged[] = []
  /** Refused commands that the user gave up or replaced. */
  readonly settledByUser = new Set<string>()
  /** What the screen showed in the fields that a command edits when the user gave it, by command and `kind:id#field`. */
  readonly looked = new Map<string, Readonly<Record<string, unknown>>>()
  isOnline = true
  /** Probability of dying at each moment of a write. */
  crashChance = 0
  crashes = 0
  #run: { isAlive: boolean; desk: NodeDesk | null } = { isAlive: false, desk: null }

  constructor(
    readonly user: ModelUser,
    private readonly world: {
      readonly random: RandomSource
      readonly time: VirtualTime
      readonly network: FaultyNetwork
    },
  ) {}

  get running(): NodeDesk | null {
    return this.#run.isAlive ? this.#run.desk : null
  }

  async start(): Promise<void> {
    const { random, time, network } = this.world
    const run: { isAlive: boolean; desk: NodeDesk | null } = { isAlive: true, desk: null }
    this.#run = run
    const forEver = new Promise<never>(() => {})
    const fetch = network.connect(run, () => run.isAlive && this.isOnline)
    try {
      run.desk = await openNodeDesk({
        actor: this.user.actor,
        disk: this.disk,
        cipher: plainCipher,
        tokens: { current: async () => this.user.token, isSignedOut: () => false },
        randomBytes: (length) => random.bytes(length),
        sliceRecords: 2,
        fetch: (url, init) => (run.isAlive ? fetch(url, init) : forEver),
        timers: {
          now: () => time.now(),
          sleep: (ms, signal) =>
            run.isAlive ? time.sleep(ms, signal).then(() => (run.isAlive ? undefined : forEver)) : forEver,
        },
        watch: () => {
          if (!run.isAlive) throw new DeskCrash()
          if (!random.chance(this.crashChance)) return
          this.crash()
          throw new DeskCrash()
        },
      })
    } catch (error) {
      if (!(error instanceof DeskCrash)) throw error
    }
  }

  /** Nothing of this process runs on; what its transactions have completed is on the disk. */
  crash(): void {
    this.crashes += 1
    this.#run.isAlive = false
  }
}
