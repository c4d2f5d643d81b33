import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { apiArguments, newestChange } from '#scripts/build-desk.ts'
import { type Child, startNode, waitUntilUp } from '#scripts/child-process.ts'
import { freePort } from '#scripts/free-port.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
type PolyclinicSize = 'small' | 'full'
/** Folder of the prepared synthetic polyclinic; copy it, for others start from it too. */
export const polyclinicTemplate = (size: PolyclinicSize): string => join(ROOT, 'test-results', `polyclinic-${size}`)
/** Seeding is part of the first start; the full polyclinic has 115,000 people. */
const UP_WITHIN_MS = { small: 90_000, full: 600_000 }
export const SIP_SECRET = 'end-to-end-exchange-secret'

export interface ApiOptions {
  /** Which synthetic polyclinic; default `small`. Its template must have been prepared. */
  readonly size?: PolyclinicSize
  /** WebSocket and domain of the exchange whose credentials are issued. */
  readonly sip?: { readonly server: string; readonly domain: string }
  /** Origins of desks besides `app://bundle`. */
  readonly origins?: readonly string[]
}

/** The central API as a process of its own, with its own copy of a synthetic polyclinic; it can go away and come back. */
export interface ApiProcess {
  readonly url: string
  readonly dataFolder: string
  /** Lines the API logged so far. */
  readonly log: readonly string[]
  /** Ends the process: `SIGKILL` as a power cut does. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts it again on the same port and data. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  dispose(): Promise<void>
}

/** Seeds a synthetic polyclinic into a folder that later starts copy. */
export async function prepareTemplate(size: PolyclinicSize = 'small'): Promise<void> {
  const template = polyclinicTemplate(size)
  if (isTemplateFresh(template)) return
  rmSync(template, { recursive: true, force: true })
  const port = await freePort()
  const child = run(template, port, { size }, () => {})
  await waitUntilUp(`http://127.0.0.1:${port}/ready`, child, UP_WITHIN_MS[size])
  await child.stop()
}

/** A template made by older migrations or an older generator would not open, or would hold other people. */
function isTemplateFresh(template: string): boolean {
  const made = join(template, 'pglite', 'PG_VERSION')
  if (!existsSync(made)) return false
  const madeAt = statSync(made).mtimeMs
  return ['server', 'shared', 'assets'].every((source) => newestChange(join(ROOT, source)) < madeAt)
}

export async function startApi(options: ApiOptions = {}): Promise<ApiProcess> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'opora-api-'))
  cpSync(polyclinicTemplate(options.size ?? 'small'), dataFolder, { recursive: true })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const log: string[] = []
  let child: Child | null = null
  const start = async (): Promise<void> => {
    child = run(dataFolder, port, options, (line) => log.push(line))
    try {
      await waitUntilUp(`${url}/ready`, child, UP_WITHIN_MS.small)
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${log.slice(-20).join('\n')}`)
    }
  }
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    if (signal === 'SIGKILL') child?.process.kill('SIGKILL')
    await child?.stop()
    await child?.ended
  }
  await start()
  return {
    url,
    dataFolder,
    log,
    stop,
    start,
    async dispose() {
      await stop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

function run(dataFolder: string, port: number, options: ApiOptions, onLine: (line: string) => void): Child {
  return startNode('central API', apiArguments(), {
    onLine,
    env: {
      OPORA_DATA: dataFolder,
      OPORA_PORT: String(port),
      OPORA_TRY_OUT: options.size ?? 'small',
      OPORA_DESK: join(ROOT, 'out/renderer'),
      OPORA_ALLOWED_ORIGINS: (options.origins ?? []).join(','),
      OPORA_SIP_SECRET: SIP_SECRET,
      OPORA_SIP_WS: options.sip?.server ?? '',
      OPORA_SIP_DOMAIN: options.sip?.domain ?? '',
      DATABASE_URL: '',
    },
  })
}
