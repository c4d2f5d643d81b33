import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildDesk, isDeskStale } from '#scripts/build-desk.ts'
import { CLUSTER_PROGRAMS, ensureSystemPackages } from '#scripts/system-packages.ts'
import { type Cluster, startCluster } from './start-cluster.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const HELP = `npm run cluster [-- --nodes 3] [-- --port 4680] [-- --people off|small|full] [-- --data FOLDER]
Starts PostgreSQL, two or more API nodes and HAProxy on this computer; prints the address. Ctrl+C ends them.
The data stay in .data/cluster. SIGHUP restarts the nodes one after another while desks work on.`
const STEPS = { postgres: 'PostgreSQL …', nodes: 'API nodes …', proxy: 'HAProxy …' } as const
const say = (line: string): void => console.log(line)

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      nodes: { type: 'string', default: '2' },
      port: { type: 'string', default: '4680' },
      people: { type: 'string', default: 'small' },
      data: { type: 'string', default: resolve(ROOT, '.data/cluster') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [nodes, port] = [Number(values.nodes), Number(values.port)]
  const isUsable = Number.isSafeInteger(nodes) && nodes >= 1 && nodes <= 5 && Number.isSafeInteger(port) && port >= 0
  if (values.help || !isUsable || !['off', 'small', 'full'].includes(values.people)) {
    say(HELP)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const packages = ensureSystemPackages(CLUSTER_PROGRAMS, { postgres: true, lab: false, say })
  if (packages.missing.length > 0)
    throw new Error(`The cluster needs Debian packages that are not installed. Run:\n  ${packages.command}`)
  if (isDeskStale()) await buildDesk()
  const folder = resolve(values.data)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const cluster = await startCluster({
    folder,
    nodes,
    port,
    env: { OPORA_TRY_OUT: values.people },
    onStep: (step) => say(STEPS[step]),
  })
  say(`Cluster is up (this computer only)
  desks and API   ${cluster.url}   (description: ${cluster.url}/docs)
  nodes           ${cluster.nodeUrls.join('  ')}
  database        PostgreSQL in ${folder}/postgres
  logs            ${folder}/logs
Restart the nodes one after another:  kill -HUP ${process.pid}
Ctrl+C ends it.`)
  await serveUntilOver(cluster, nodes)
}

async function serveUntilOver(cluster: Cluster, nodes: number): Promise<void> {
  let isRestarting = false
  process.on('SIGHUP', () => {
    if (isRestarting) return
    isRestarting = true
    restartAll(cluster, nodes)
      .catch((error: Error) => console.error(error.message))
      .finally(() => {
        isRestarting = false
      })
  })
  const asked = new Promise<null>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(null))
  })
  const broken = await Promise.race([asked, cluster.broken])
  if (broken !== null) {
    console.error(`${broken} ended though nobody asked it to; the logs say why. Ending the cluster.`)
    process.exitCode = 1
  } else say('Ending …')
  await cluster.stop()
  process.exit()
}

async function restartAll(cluster: Cluster, nodes: number): Promise<void> {
  for (let index = 0; index < nodes; index += 1) {
    await cluster.restart(index)
    say(`Node ${index + 1} of ${nodes} runs anew.`)
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
