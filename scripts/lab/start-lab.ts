import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findProgram } from '#scripts/find-program.ts'
import { DEFAULT_SIP_DOMAIN } from '#shared/features/telephony/sip-credentials.ts'
import { installCommand, missingPackages } from './debian-packages.ts'
import { kamailioConfig } from './kamailio-config.ts'
import { callKamailio } from './kamailio-rpc.ts'
import { type LabPorts, takePortBlock } from './lab-ports.ts'
import { type LeashedProcess, startLeashed } from './leash.ts'

/** Dialled from outside: the desks share it. */
export const SERVICE_NUMBER = '100'
const READY_WITHIN_MS = 15_000
const ASK_EVERY_MS = 50

export interface LabOptions {
  /** Secret shared with the central API. */
  readonly secret: string
  readonly domain?: string
  /** Fixed ports; those not named are taken from a free block. */
  readonly ports?: Partial<LabPorts>
  /** Also `wss://`, with a certificate that signs itself (needs openssl). */
  readonly tls?: boolean
  /** Passwords of phones without a central API (sipp, baresip): extension → password. For tests only. */
  readonly phones?: Readonly<Record<string, string>>
  /** How long one desk is rung before the next, default 20 s. */
  readonly deskRingMs?: number
  /**
   * Address and secret (`OPORA_ROUTING_SECRET`) of the central API that decides who gets a call to the service number; without it desks are hunted.
   * An answer is waited for at most `answerSeconds`, default 4; later the desks are hunted.
   */
  readonly routing?: { readonly url: string; readonly secret: string; readonly answerSeconds?: number }
  /** Keeps the folder with logs after the stop. */
  readonly keepLogs?: boolean
}

export interface LabRegistration {
  readonly extension: string
}

export interface Lab {
  readonly domain: string
  readonly ports: LabPorts
  /** `ws://…`, the softphones' server. */
  readonly sipServer: string
  /** `wss://…`, when it was asked for. */
  readonly secureSipServer: string | undefined
  /** Configuration, logs and traces of this lab. */
  readonly folder: string
  nextPeerPort(): number
  /** Calls a JSON-RPC command of Kamailio (`ul.dump`, `htable.dump` …). */
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>
  registrations(): Promise<LabRegistration[]>
  /** Stops all audio through rtpengine as a dead network would, and lets it go on. */
  freezeMedia(isFrozen: boolean): void
  /** Kills Kamailio without a word and starts it anew, knowing nobody; media goes on. Settles when it serves again. */
  restartExchange(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts rtpengine and Kamailio on loopback and waits until both serve.
 * @throws Error that names the missing Debian packages with the command to install them, or what the daemon said when it did not start
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const missing = missingPackages()
  if (missing.length > 0)
    throw new Error(`The lab needs Debian packages that are not installed. Run:\n  ${installCommand(missing)}`)
  const domain = options.domain ?? DEFAULT_SIP_DOMAIN
  const block = await takePortBlock(options.ports)
  const { ports } = block
  const folder = mkdtempSync(join(tmpdir(), 'opora-lab-'))
  mkdirSync(join(folder, 'run'))
  const started: LeashedProcess[] = []
  let media: LeashedProcess | undefined
  let exchange: LeashedProcess | undefined
  let startExchange = async (): Promise<void> => undefined

  async function stop(): Promise<void> {
    for (const daemon of started.splice(0).reverse()) await daemon.stop()
    block.release()
    if (options.keepLogs !== true) rmSync(folder, { recursive: true, force: true })
  }

  try {
    // Kamailio asks rtpengine once when it starts and, unanswered, leaves it alone for a minute: rtpengine must serve first
    const rtpengine = startLeashed(
      findProgram('rtpengine') ?? 'rtpengine',
      rtpengineArgs(ports),
      join(folder, 'rtpengine.log'),
    )
    media = rtpengine
    started.push(rtpengine)
    await untilReady('rtpengine', join(folder, 'rtpengine.log'), rtpengine, () => pingRtpengine(ports.rtpengineControl))

    if (options.tls === true) makeCertificate(folder)
    const config = join(folder, 'kamailio.cfg')
    writeFileSync(
      config,
      kamailioConfig({
        domain,
        secret: options.secret,
        folder,
        ports,
        tls: options.tls === true,
        phones: options.phones ?? {},
        deskRingMs: options.deskRingMs ?? 20_000,
        serviceNumber: SERVICE_NUMBER,
        routing: options.routing,
      }),
      { mode: 0o600 },
    )
    const run = join(folder, 'run')
    const args = [
      '-DD',
      '-E',
      '-f',
      config,
      '-P',
      join(run, 'kamailio.pid'),
      '-Y',
      run,
      '-w',
      run,
      '-m',
      '64',
      '-M',
      '8',
    ]
    startExchange = async () => {
      const log = join(folder, 'kamailio.log')
      exchange = startLeashed(findProgram('kamailio') ?? 'kamailio', args, log)
      started.push(exchange)
      await untilReady('kamailio', log, exchange, () =>
        callKamailio(ports.ws, 'core.version').then(Boolean, () => false),
      )
    }
    await startExchange()
  } catch (error) {
    await stop()
    throw error
  }

  return {
    domain,
    ports,
    sipServer: `ws://127.0.0.1:${ports.ws}`,
    secureSipServer: options.tls === true ? `wss://127.0.0.1:${ports.wss}` : undefined,
    folder,
    nextPeerPort: block.nextPeerPort,
    rpc: (method, params) => callKamailio(ports.ws, method, params),
    registrations: async () => registrationsOf(await callKamailio(ports.ws, 'ul.dump', ['brief'])),
    freezeMedia: (isFrozen) => media?.freeze(isFrozen),
    async restartExchange() {
      await exchange?.kill()
      // killed it leaves the mark of a running one behind
      rmSync(join(folder, 'run', 'kamailio.pid'), { force: true })
      await startExchange()
    },
    stop,
  }
}

function rtpengineArgs(ports: LabPorts): string[] {
  return [
    '--config-file=none', // Debian's own configuration file would open more ports
    '--foreground',
    '--log-stderr',
    '--log-level=5',
    '--table=-1', // in user space, no kernel module
    '--interface=127.0.0.1',
    `--listen-ng=127.0.0.1:${ports.rtpengineControl}`,
    `--port-min=${ports.rtpMin}`,
    `--port-max=${ports.rtpMax}`,
    // longer than a desk holds on to a call without sound (TEL2): an outage that the desk outlives must not end it here
    '--timeout=120',
    '--silent-timeout=600',
    '--delete-delay=0',
    // two threads may take the packets of one DTLS flight out of their order, and some clients never recover from that
    '--num-threads=1',
  ]
}

async function untilReady(
  name: string,
  logFile: string,
  daemon: LeashedProcess,
  isReady: () => Promise<boolean>,
): Promise<void> {
  const endsAt = performance.now() + READY_WITHIN_MS
  while (!(await isReady())) {
    if (daemon.hasEnded || performance.now() > endsAt) {
      const said = readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n')
      throw new Error(
        `${name} ${daemon.hasEnded ? 'ended at once' : `does not answer after ${READY_WITHIN_MS / 1000} s`}. It said:\n${said}`,
      )
    }
    await pause(ASK_EVERY_MS)
  }
}

/** One ping of rtpengine's control protocol (bencode over UDP). */
function pingRtpengine(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const finish = (isAlive: boolean): void => {
      clearTimeout(timer)
      socket.close()
      resolve(isAlive)
    }
    const timer = setTimeout(() => finish(false), 200)
    socket.once('message', (answer) => finish(answer.includes('pong')))
    socket.once('error', () => finish(false))
    socket.send('1 d7:command4:pinge', port, '127.0.0.1')
  })
}

/** The addresses of record (`AoR`) in an answer of `ul.dump`, however deep. */
function registrationsOf(dump: unknown): LabRegistration[] {
  if (Array.isArray(dump)) return dump.flatMap(registrationsOf)
  if (typeof dump !== 'object' || dump === null) return []
  const info = dump as Readonly<Record<string, unknown>>
  const { AoR: address } = info
  if (typeof address === 'string') return [{ extension: address.split('@', 1)[0] ?? '' }]
  return Object.values(info).flatMap(registrationsOf)
}

function makeCertificate(folder: string): void {
  const openssl = findProgram('openssl')
  if (openssl === undefined) throw new Error(`wss:// needs openssl. Run:\n  ${installCommand(['openssl'])}`)
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost']
  execFileSync(
    openssl,
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '30',
      '-keyout',
      key,
      '-out',
      certificate,
      ...subject,
    ],
    { stdio: 'pipe' },
  )
  writeFileSync(
    join(folder, 'tls.cfg'),
    `[server:default]\nmethod = TLSv1.2+\nverify_certificate = no\nrequire_certificate = no\nprivate_key = ${key}\ncertificate = ${certificate}\n`,
  )
}
