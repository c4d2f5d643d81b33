import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { apiArguments } from '#scripts/build-desk.ts'
import { findProgram } from '#scripts/find-program.ts'
import { freePort } from '#scripts/free-port.ts'
import { type LeashedProcess, startLeashed } from '#scripts/lab/leash.ts'
import { startClusterPostgres } from './cluster-postgres.ts'
import { DRAIN_SECONDS, haproxyConfig, nodeName } from './haproxy-config.ts'
import { untilNodeUp } from './haproxy-state.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const ASK_EVERY_MS = 100
/** An empty database is filled with the try-out before the first node is ready. */
const NODE_READY_WITHIN_MS = 300_000
const SEEN_WITHIN_MS = 15_000
/** Longest end of a node: draining, then the ten seconds of the server itself, then a little. */
const NODE_GRACE_SECONDS = DRAIN_SECONDS + 12

export interface ClusterOptions {
  /** Where everything of the cluster lies; absolute. Made when missing, kept afterwards. */
  readonly folder: string
  /** API nodes, at least 1. */
  readonly nodes: number
  /** Port of the proxy; 0 takes a free one. */
  readonly port: number
  /** Settings of every node, over those of the cluster. */
  readonly env?: Readonly<Record<string, string>>
  /** Called before the nodes start, with the database's address: tests fill it. */
  readonly beforeNodes?: (databaseUrl: string) => Promise<void>
  readonly onStep?: (step: ClusterStep) => void
}

export type ClusterStep = 'postgres' | 'nodes' | 'proxy'

export interface Cluster {
  /** Address of the proxy, the one that desks know. */
  readonly url: string
  /** Addresses of the nodes themselves, in their order. */
  readonly nodeUrls: readonly string[]
  readonly databaseUrl: string
  /** Ends one node gracefully and starts it anew; resolves when the proxy sends requests to it again. @returns its exit code */
  restart(index: number): Promise<number | null>
  /** The same, but the node dies without a word. */
  crash(index: number): Promise<void>
  /** Settles with the name of the first program that ended though nobody asked it to. */
  readonly broken: Promise<string>
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL, the API nodes and the proxy, and waits until the proxy sends requests to every node. Everything listens on loopback
 * and ends with this process.
 * @throws Error with what the program said that did not start
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder } = options
  const logs = join(folder, 'logs')
  for (const each of [folder, logs]) mkdirSync(each, { recursive: true, mode: 0o700 })
  const started: LeashedProcess[] = []
  let isStopping = false
  let tellBroken: (name: string) => void = () => {}
  const broken = new Promise<string>((settle) => {
    tellBroken = settle
  })
  const stop = async (): Promise<void> => {
    isStopping = true
    for (const each of started.splice(0).reverse()) await each.stop()
  }
  try {
    options.onStep?.('postgres')
    const postgres = await startClusterPostgres(join(folder, 'postgres'), await freePort(), logs)
    started.push(postgres.process)
    await options.beforeNodes?.(postgres.url)

    options.onStep?.('nodes')
    const url = `http://127.0.0.1:${options.port === 0 ? await freePort() : options.port}`
    const ports: number[] = []
    while (ports.length < options.nodes) ports.push(await freePort())
    const nodes = ports.map((port, index) => startNode(port, index))
    await Promise.all(nodes.map(untilReady))

    options.onStep?.('proxy')
    const adminSocket = join(folder, 'haproxy.sock')
    const config = join(folder, 'haproxy.cfg')
    writeFileSync(config, haproxyConfig({ port: Number(new URL(url).port), nodePorts: ports, adminSocket }))
    const proxy = startLeashed(findProgram('haproxy') ?? 'haproxy', ['-db', '-f', config], join(logs, 'haproxy.log'))
    started.push(proxy)
    watch('haproxy', proxy)
    watch('postgres', postgres.process)
    for (const index of ports.keys())
      await untilNodeUp(adminSocket, index, SEEN_WITHIN_MS).catch((error: Error) => {
        throw new Error(`${error.message}\n${lastLines(join(logs, 'haproxy.log'))}`)
      })

    return {
      url,
      nodeUrls: ports.map((port) => `http://127.0.0.1:${port}`),
      databaseUrl: postgres.url,
      broken,
      stop,
      async restart(index) {
        let exitCode: number | null = null
        await replace(index, async ({ process }) => {
          await process.stop()
          exitCode = await process.ended
        })
        return exitCode
      },
      crash: (index) => replace(index, ({ process }) => process.kill()),
    }

    async function replace(index: number, end: (node: Node) => Promise<void>): Promise<void> {
      const [old, port] = [nodes[index], ports[index]]
      if (old === undefined || port === undefined) throw new Error(`There is no ${nodeName(index)}`)
      old.isAwaited = true
      await end(old)
      started.splice(started.indexOf(old.process), 1)
      const next = startNode(port, index)
      nodes[index] = next
      await untilReady(next)
      await untilNodeUp(adminSocket, index, SEEN_WITHIN_MS)
    }

    function startNode(port: number, index: number): Node {
      const logFile = join(logs, `${nodeName(index)}.log`)
      const env = {
        OPORA_LOG_LEVEL: 'warn',
        ...options.env,
        DATABASE_URL: postgres.url,
        OPORA_DATA: join(folder, 'data'),
        OPORA_HOST: '127.0.0.1',
        OPORA_PORT: String(port),
        OPORA_PUBLIC_URL: url,
        OPORA_TRUST_PROXY: '127.0.0.1',
        OPORA_DRAIN_SECONDS: String(DRAIN_SECONDS),
      }
      const process_ = startLeashed(process.execPath, apiArguments(), logFile, {
        env,
        cwd: ROOT,
        graceSeconds: NODE_GRACE_SECONDS,
      })
      const node: Node = { name: nodeName(index), port, logFile, process: process_, isAwaited: false }
      started.push(process_)
      watch(node.name, process_, () => node.isAwaited)
      return node
    }
  } catch (error) {
    await stop()
    throw error
  }

  function watch(name: string, leashed: LeashedProcess, isAwaited: () => boolean = () => false): void {
    void leashed.ended.then(() => {
      if (!isStopping && !isAwaited()) tellBroken(name)
    })
  }
}

interface Node {
  readonly name: string
  readonly port: number
  readonly logFile: string
  readonly process: LeashedProcess
  /** True when its end was asked for. */
  isAwaited: boolean
}

async function untilReady({ name, port, logFile, process }: Node): Promise<void> {
  const endsAt = performance.now() + NODE_READY_WITHIN_MS
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null)
    if (answer?.ok) return
    if (process.hasEnded || performance.now() > endsAt)
      throw new Error(`${name} ${process.hasEnded ? 'ended' : 'is not ready'}. It said:\n${lastLines(logFile)}`)
    await pause(ASK_EVERY_MS)
  }
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').slice(-15).join('\n')
}
