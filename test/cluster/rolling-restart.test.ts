import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '#scripts/cluster/start-cluster.ts'
import { findProgram } from '#scripts/find-program.ts'
import { hasPostgres } from '#scripts/system-packages.ts'
import { fillDatabase } from '#server/app/fill-database.ts'
import { type Database, openPostgres } from '#server/db/database.ts'
import { readMigrations } from '#server/db/migrate.ts'
import { hashPassword } from '#server/features/auth/passwords.ts'
import { tinyPolyclinic } from '#server/testing/tiny-polyclinic.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { type AppealId, newUuid } from '#shared/kernel/ids.ts'
import { LIVE_STOPPING } from '#shared/protocol/live.ts'
import { type NetworkDesk, openNetworkDesk } from '#test/soak/network-desk.ts'

/**
 * Requirement X7: people work through the proxy while the nodes are restarted one after another. Rounds are more with
 * `npm run soak -- --cluster --rounds N`.
 */
const ROUNDS = Number(process.env['OPORA_CLUSTER_ROUNDS'] ?? '1')
const NODES = 2
/** Each desk registers an appeal this often: faster than anybody types. */
const EVERY_MS = 400
const PASSWORD = 'opora-opora'
const ROUND_MS = 90_000
/** Longest wait for all desks to be quiet after the work: more than their pause after failures. */
const CONVERGE_MS = 40_000
const ANONYMOUS = { personId: null, contactId: null, anonymous: true, name: '', phone: null } as const

const lacking = [...(hasPostgres() ? [] : ['postgresql']), ...(findProgram('haproxy') === undefined ? ['haproxy'] : [])]
const missing = lacking.length > 0 ? `not installed: ${lacking.join(', ')} (Debian: apt-get install)` : null
if (missing !== null && process.env['CI']) throw new Error(missing)

const newId = (): string => newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length)))

describe.skipIf(missing !== null)(
  missing ? `several API nodes: ${missing}` : 'several API nodes behind a proxy',
  () => {
    let folder: string
    let cluster: Cluster
    let database: Database
    const desks: NetworkDesk[] = []

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'opora-cluster-'))
      cluster = await startCluster({ folder, nodes: NODES, port: 0, env: { OPORA_TRY_OUT: 'off' } })
      database = openPostgres(cluster.databaseUrl)
      const source = {
        batches: tinyPolyclinic({ persons: 50 }),
        classifiers: [],
        scripts: [],
        passwordHash: await hashPassword(PASSWORD),
      }
      await fillDatabase(database, source, () => {})
    }, 120_000)
    afterAll(async () => {
      await Promise.all(desks.map((desk) => desk.close()))
      await database?.close()
      await cluster?.stop()
      if (folder) rmSync(folder, { recursive: true, force: true })
    }, 60_000)

    async function openDesk(login: string, url = cluster.url): Promise<NetworkDesk> {
      const desk = await openNetworkDesk(url, { login, password: PASSWORD, installationId: newId() })
      desks.push(desk)
      await desk.data.sync.tryNow()
      return desk
    }

    async function register(desk: NetworkDesk): Promise<string> {
      const id = newId()
      const registered = await desk.data.writes.dispatchNumbered(registerAppeal, (number) => ({
        ...anAppeal({ id: id as AppealId, concernsId: null, applicant: ANONYMOUS }),
        number,
      }))
      if (!registered.ok) throw new Error(`The desk said no: ${JSON.stringify(registered)}`)
      return id
    }

    /** Registers one appeal after another on every desk while `meanwhile` runs. @returns ids of all that a screen called saved */
    async function workDuring(working: readonly NetworkDesk[], meanwhile: () => Promise<void>): Promise<string[]> {
      let isOver = false
      const streams = working.map(async (desk) => {
        const ids: string[] = []
        while (!isOver) {
          ids.push(await register(desk))
          await pause(EVERY_MS)
        }
        return ids
      })
      const over = meanwhile().finally(() => {
        isOver = true
      })
      const [ids] = await Promise.all([Promise.all(streams), over])
      return ids.flat()
    }

    /** Every appeal that a screen called saved is on the server once, and every desk that may see it has it. */
    async function expectAllThereOnce(ids: readonly string[], watching: NetworkDesk): Promise<void> {
      await expect
        .poll(() => desks.map((desk) => desk.status.getState().waiting), { timeout: CONVERGE_MS })
        .toEqual(desks.map(() => 0))
      const { rows } = await sql<{ id: string; number: string }>`
      select id, number from appeals where id = any(${[...ids]}::text[])`.execute(database.db)
      expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort())
      expect(new Set(rows.map(({ number }) => number)).size).toBe(ids.length)
      const seen = async () => {
        const found = await Promise.all(ids.map((id) => watching.data.reads.record('appeal', id as never)))
        return found.filter((record) => record?.version === 1).length
      }
      await expect.poll(seen, { timeout: CONVERGE_MS }).toBe(ids.length)
    }

    it('[X7] nodes that started together on an empty database ran every migration once', async () => {
      const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(database.db)
      expect(rows.map(({ name }) => name)).toEqual(readMigrations().map(({ name }) => name))
    })

    it('[LIVE1] a poke made on one node reaches a desk on another', async () => {
      const [first, second] = cluster.nodeUrls
      const [operator, supervisor] = [await openDesk('operator', first), await openDesk('supervisor', second)]
      const id = await register(operator)
      // Well within the interval of half a minute at which a desk without pokes asks by itself.
      await expect
        .poll(() => supervisor.data.reads.record('appeal', id as never), { timeout: 10_000 })
        .toMatchObject({ version: 1 })
      for (const desk of desks.splice(0)) await desk.close()
    })

    it(
      `[X7] ${ROUNDS} rolling restarts under load reach no desk's user, and nothing is lost or doubled`,
      async () => {
        const working = [await openDesk('operator'), await openDesk('operator'), await openDesk('post')]
        const supervisor = await openDesk('supervisor')
        const exitCodes: (number | null)[] = []
        const ids = await workDuring(working, async () => {
          for (let round = 0; round < ROUNDS; round += 1)
            for (let index = 0; index < NODES; index += 1) exitCodes.push(await cluster.restart(index))
        })
        await expectAllThereOnce(ids, supervisor)
        expect(ids.length).toBeGreaterThan(working.length * ROUNDS * NODES)
        expect(exitCodes).toEqual(Array(ROUNDS * NODES).fill(0))
        for (const { log } of desks) {
          expect(log.api.filter((state) => state !== 'unknown')).toEqual(['reachable'])
          expect(log.needsYouMost).toBe(0)
          expect(log.liveCloses.filter((code) => code !== LIVE_STOPPING)).toEqual([])
        }
        // Every desk was sent from node to node at least once in a round.
        expect(desks.every(({ log }) => log.liveCloses.length >= ROUNDS)).toBe(true)
        for (const desk of desks.splice(0)) await desk.close()
      },
      60_000 + ROUNDS * ROUND_MS,
    )

    it(
      '[X7] a node that dies without a word costs repeats, and nothing is lost, doubled or refused',
      async () => {
        const working = [await openDesk('operator'), await openDesk('operator'), await openDesk('post')]
        const supervisor = await openDesk('supervisor')
        const ids = await workDuring(working, () => cluster.crash(0))
        await expectAllThereOnce(ids, supervisor)
        for (const { log } of desks) {
          expect(log.api).not.toContain('signedOut')
          expect(log.needsYouMost).toBe(0)
        }
      },
      ROUND_MS,
    )
  },
)
