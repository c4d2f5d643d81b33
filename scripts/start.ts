import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { ViteDevServer } from 'vite'
import { type RunningServer, startServer } from '#server/app/start-server.ts'
import { readConfig } from '#server/platform/config.ts'
import { DEFAULT_SIP_DOMAIN } from '#shared/features/telephony/sip-credentials.ts'
import { buildDesk, isDeskStale } from './build-desk.ts'
import { type Child, startProgram, waitUntilUp } from './child-process.ts'
import { ensureElectron, startElectronDesk } from './electron.ts'
import { startTexts } from './start-texts.ts'
import { DEFAULT_TRY_OUT_PORT } from './try-out-pbx/control-contract.ts'

/**
 * `npm start`: the whole system on this computer for a try-out. Embedded database with a synthetic polyclinic, central API,
 * try-out exchange, and the desk in Electron or, where that cannot be had, in the browser. Ctrl+C ends what it started.
 * `--browser` does not look for Electron. `--dev` (`npm run dev`) serves the desk from its sources and reloads what changes.
 */
const DEFAULT_DEV_PORT = 4682
const ROOT = resolve(import.meta.dirname, '..')
const text = startTexts(process.env)
const say = (line: string): void => console.log(line)
const isDev = process.argv.includes('--dev')

async function main(): Promise<void> {
  process.chdir(ROOT)
  if (!isDev && isDeskStale()) {
    say(text.building)
    await buildDesk()
  }
  const secret = process.env['OPORA_SIP_SECRET'] ?? randomBytes(24).toString('base64')
  const pbxPort = Number(process.env['OPORA_PBX_PORT'] ?? DEFAULT_TRY_OUT_PORT)
  const sipWs = process.env['OPORA_SIP_WS'] ?? `ws://127.0.0.1:${pbxPort}`
  const exchange = process.env['OPORA_SIP_WS'] === undefined ? await startExchange(secret, pbxPort) : null
  const server = await startApi({ OPORA_SIP_SECRET: secret, OPORA_SIP_WS: sipWs })
  say(text.api(server.url))
  say(text.exchange(sipWs))
  const devServer = isDev ? await serveSources(server.url) : null
  const desk = devServer === null ? await openDesk(server, sipWs) : null
  await sayAccounts(server)
  say(text.call)
  say(text.stop)
  await untilOver(exchange, desk)
  say(text.stopping)
  await Promise.allSettled([exchange?.stop(), devServer?.close(), server.close()])
}

async function startExchange(secret: string, port: number): Promise<Child> {
  const child = startProgram('try-out PBX', 'scripts/try-out-pbx/main.ts', {
    env: { OPORA_SIP_SECRET: secret, OPORA_PBX_PORT: String(port) },
    onLine: (line) => {
      if (/error|Error|EADDRINUSE/.test(line)) console.error(line)
    },
  })
  await waitUntilUp(`http://127.0.0.1:${port}/health`, child, 20_000)
  return child
}

async function startApi(sip: Record<string, string>): Promise<RunningServer> {
  const config = readConfig({
    OPORA_TRY_OUT: 'full',
    OPORA_LOG_LEVEL: 'warn',
    OPORA_SIP_DOMAIN: DEFAULT_SIP_DOMAIN,
    ...sip,
    ...process.env,
  })
  let hasSaid = false
  return startServer(config, {
    onSeed(share) {
      if (!hasSaid) say(text.preparing)
      hasSaid = true
      showProgress(share)
    },
  })
}

function showProgress(share: number): void {
  const percent = Math.floor(share * 100)
  if (process.stdout.isTTY)
    process.stdout.write(
      `\r  ${'█'.repeat(Math.floor(percent / 4)).padEnd(25, '░')} ${percent} %${share >= 1 ? '\n' : ''}`,
    )
  else if (percent % 10 === 0 && percent !== shownPercent) say(`  ${percent} %`)
  shownPercent = percent
}
let shownPercent = -1

/**
 * The sources of the desk under Vite on loopback, with the central API behind the same origin: what the API sends to the built desk
 * (content security policy, allowed origins) stays as it is.
 */
async function serveSources(apiUrl: string): Promise<ViteDevServer> {
  const port = Number(process.env['OPORA_DEV_PORT'] ?? DEFAULT_DEV_PORT)
  const { createServer } = await import('vite')
  const server = await createServer({
    configFile: resolve(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    server: {
      host: '127.0.0.1',
      port,
      strictPort: true,
      proxy: { '/api': { target: apiUrl, changeOrigin: true, ws: true } },
    },
  })
  await server.listen()
  say(text.dev(`http://127.0.0.1:${port}/`))
  return server
}

/** The process of the desk, or null when the user opens it in a browser. */
async function openDesk(server: RunningServer, sipUrl: string) {
  const found = process.argv.includes('--browser')
    ? ({ isFound: false, reason: '--browser' } as const)
    : await ensureElectron()
  if (!found.isFound) {
    say(text.noElectron(found.reason, server.url))
    return null
  }
  say(text.electron)
  return startElectronDesk({ executable: found.executable, apiUrl: server.url, sipUrl })
}

async function sayAccounts(server: RunningServer): Promise<void> {
  const answer = await fetch(`${server.url}/api/try-out/accounts`)
  const { accounts } = (await answer.json()) as {
    accounts: { login: string; password: string; name: string; role: string }[]
  }
  say(text.accounts(accounts[0]?.password ?? ''))
  // One or two of each level are enough to begin with; the others differ in their number only.
  for (const { login, name, role } of accounts.filter(({ login: each }) => /^\D+[12]?$/.test(each)))
    say(`  ${login.padEnd(12)} ${role}  ${name}`)
}

/** Over when the user asks for it, when the Electron desk is closed, or when the exchange died. */
function untilOver(exchange: Child | null, desk: Awaited<ReturnType<typeof openDesk>>): Promise<void> {
  return new Promise((done) => {
    let isOver = false
    const finish = (): void => {
      isOver = true
      done()
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, finish)
    desk?.once('close', finish)
    void exchange?.ended.then(() => {
      // Ctrl+C reaches the exchange as well: only an end that nobody asked for is worth a word.
      if (!isOver) console.error(text.programEnded('try-out PBX'))
      finish()
    })
  })
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(text.failed(error instanceof Error ? error.message : String(error)))
    process.exit(1)
  },
)
