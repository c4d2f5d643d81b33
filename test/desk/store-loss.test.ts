import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Bytes } from '#renderer/db/bytes.ts'
import type { CopyFiles } from '#renderer/db/outbox-copy.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anId } from '#shared/builders/ids.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { fixedToken, type NodeDesk, openNodeDesk } from '#test/fakes/node-desk.ts'
import { MODEL_ORG } from '#test/simulation/model-scopes.ts'
import { ModelServer, type ModelUser } from '#test/simulation/model-server.ts'
import { VirtualTime } from '#test/simulation/virtual-time.ts'

const randomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
const ANONYMOUS = { personId: null, contactId: null, anonymous: true, name: '', phone: null } as const

/** Files that survive whatever happens to the database. Each call is another window. */
function files(disk: Map<string, Bytes>): CopyFiles {
  const own = `window ${disk.size}`
  const joined = (a: Bytes, b: Bytes): Bytes => new Uint8Array([...a, ...b])
  return {
    read: async () => [...disk.values()],
    append: async (bytes) => void disk.set(own, joined(disk.get(own) ?? new Uint8Array(), bytes)),
    replace: async (bytes) => {
      disk.clear()
      disk.set(own, bytes)
    },
  }
}

let time: VirtualTime
let user: ModelUser
let server: ModelServer
let copies: Map<string, Bytes>
let isDown: boolean

beforeEach(() => {
  time = new VirtualTime(Date.parse('2026-11-24T09:00:00.000Z'))
  user = {
    token: 'token',
    actor: { userId: anId(1), orgId: MODEL_ORG as never, role: 'L1', clinicIds: [], deviceId: anId(2) },
    scopes: [{ name: `own:${anId(1)}`, title: 'Своё' }],
  }
  server = new ModelServer([user], { now: () => time.now(), randomBytes, pageRecords: 4 })
  copies = new Map()
  isDown = false
})

function open(disk: IDBFactory, expectedN: number | null = null): Promise<NodeDesk> {
  return openNodeDesk({
    actor: user.actor,
    tokens: fixedToken(user.token),
    timers: time,
    disk,
    expectedN,
    copyFiles: files(copies),
    fetch: (url, init) => (isDown ? Promise.reject(new TypeError('down')) : server.handle(url, init)),
  })
}

/** Closes it after its first round, so that nothing of it waits for a time that never comes. */
async function closed(desk: NodeDesk): Promise<void> {
  await desk.data.sync.tryNow()
  await desk.close()
}

async function register(desk: NodeDesk, count: number): Promise<string[]> {
  const numbers: string[] = []
  for (let i = 0; i < count; i += 1) {
    const done = await desk.data.writes.dispatchNumbered(registerAppeal, (number) => ({
      ...anAppeal({ id: newUuid(time.now(), randomBytes), clinicId: null, applicant: ANONYMOUS }),
      number,
    }))
    numbers.push((done.ok && done.value.number) || expect.fail('not registered'))
  }
  return numbers
}

const delivered = (): string[] =>
  server.durable.accepted.map(({ command }) => (command.args as { number: string }).number)

describe('[OUT3] a store that is not as it was left', () => {
  it('a new store is no loss', async () => {
    const desk = await open(new IDBFactory(), 1)
    expect(desk.status.getState().storeLoss).toBeNull()
    await closed(desk)
  })

  it('a store that is as it was left is no loss, also after everything was delivered', async () => {
    const disk = new IDBFactory()
    const first = await open(disk, 1)
    await first.data.sync.tryNow()
    await register(first, 3)
    await first.data.sync.tryNow()
    await closed(first)
    const again = await open(disk, 4)
    expect(again.status.getState()).toMatchObject({ storeLoss: null, waiting: 0 })
    await closed(again)
  })

  it('an empty store gets back everything acknowledged, says so, and it is delivered once with its numbers', async () => {
    const first = await open(new IDBFactory(), 1)
    await first.data.sync.tryNow()
    const before = await register(first, 2)
    await first.data.sync.tryNow()
    isDown = true
    const offline = await register(first, 17)
    await closed(first)

    const again = await open(new IDBFactory())
    expect(again.status.getState()).toMatchObject({ storeLoss: { kind: 'empty', takenBack: 17 }, waiting: 17 })
    expect(await again.data.reads.records('appeal')).toHaveLength(17)
    isDown = false
    await again.data.sync.tryNow()
    const more = await register(again, 1)
    await again.data.sync.tryNow()
    expect(delivered()).toEqual([...before, ...offline, ...more])
    expect(server.durable.accepted.every((it) => it.status === 'applied')).toBe(true)
    await closed(again)
  })

  it('a store that is empty although everything was delivered is said too, and counts on', async () => {
    const first = await open(new IDBFactory(), 1)
    await first.data.sync.tryNow()
    await register(first, 2)
    await first.data.sync.tryNow()
    await closed(first)
    const again = await open(new IDBFactory())
    expect(again.status.getState().storeLoss).toEqual({ kind: 'empty', takenBack: 0 })
    await again.data.sync.tryNow()
    await register(again, 1)
    await again.data.sync.tryNow()
    expect(server.durable.accepted.map(({ command }) => command.n)).toEqual([1, 2, 3])
    await closed(again)
  })

  it('a lost store without a copy is known by the count of the server', async () => {
    const first = await open(new IDBFactory(), 1)
    await first.data.sync.tryNow()
    await register(first, 1)
    await first.data.sync.tryNow()
    await closed(first)
    copies.clear()
    const again = await open(new IDBFactory(), 2)
    expect(again.status.getState().storeLoss).toEqual({ kind: 'empty', takenBack: 0 })
    await closed(again)
  })

  it('a server that was restored from a backup makes the desk count anew, which is no loss of the desk', async () => {
    const disk = new IDBFactory()
    const first = await open(disk, 1)
    await first.data.sync.tryNow()
    await register(first, 4)
    await first.data.sync.tryNow()
    const device = server.durable.devices.get(user.actor.deviceId) ?? expect.fail('the device is unknown')
    device.expectedN = 2
    device.answers.clear()
    await register(first, 1)
    await first.data.sync.tryNow()
    await closed(first)
    const again = await open(disk)
    expect(again.status.getState()).toMatchObject({ storeLoss: null, waiting: 0 })
    await closed(again)
  })

  it('a frame that a kill tore hurts nothing before it', async () => {
    const first = await open(new IDBFactory(), 1)
    await first.data.sync.tryNow()
    isDown = true
    await register(first, 2)
    await closed(first)
    for (const [name, bytes] of copies) copies.set(name, bytes.slice(0, -5))
    const again = await open(new IDBFactory())
    expect(again.status.getState().storeLoss).toEqual({ kind: 'empty', takenBack: 1 })
    await closed(again)
  })
})
