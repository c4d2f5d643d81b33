import { z } from 'zod'
import {
  IDLE_LOCK_MINUTES,
  IDLE_LOCK_MINUTES_MAX,
  OFFLINE_LEASE_HOURS,
  OFFLINE_LEASE_HOURS_MAX,
} from '#shared/features/auth/session.ts'

interface Option<T> {
  readonly env: string
  readonly description: string
  readonly schema: z.ZodType<T>
}

function option<T>(env: string, description: string, schema: z.ZodType<T>): Option<T> {
  return { env, description, schema }
}

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )

/** Addresses of STUN or TURN servers (RFC 7064, RFC 7065). */
const iceAddresses = (schemes: string) =>
  list.refine((all) => all.every((one) => new RegExp(`^(${schemes}):[^\\s/@]+$`).test(one)), {
    error: `must be addresses like ${schemes.replace('s?', '')}:host:3478, comma-separated`,
  })

/** Every setting of the central API: name in the environment, meaning, schema with default. `docs/server.md` is checked against this table. */
export const CONFIG_OPTIONS = {
  host: option('OPORA_HOST', 'Address to listen on', z.string().min(1).default('127.0.0.1')),
  port: option('OPORA_PORT', 'TCP port; 0 takes a free one', z.coerce.number().int().min(0).max(65_535).default(4680)),
  publicUrl: option(
    'OPORA_PUBLIC_URL',
    'Address under which desks reach this API, when it is not the address listened on',
    z.url().optional(),
  ),
  dataFolder: option(
    'OPORA_DATA',
    'Folder for the embedded database, for keys and for uploaded files (`files`); made when missing',
    z.string().min(1).default('.data'),
  ),
  databaseUrl: option(
    'DATABASE_URL',
    'PostgreSQL 15 or newer; without it the database is embedded (PGlite) in the data folder',
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' })
      .optional(),
  ),
  masterKeyFile: option(
    'OPORA_MASTER_KEY_FILE',
    'File with the key (32 bytes, base64) that seals the data keys kept in escrow; made in the data folder when missing',
    z.string().min(1).optional(),
  ),
  tokenKeyFile: option(
    'OPORA_TOKEN_KEY_FILE',
    'File with the key (32 bytes, base64) that signs access tokens; the same for all API nodes; made in the data folder when missing',
    z.string().min(1).optional(),
  ),
  allowedOrigins: option('OPORA_ALLOWED_ORIGINS', 'Further origins that may call the API, comma-separated', list),
  sipSecret: option(
    'OPORA_SIP_SECRET',
    'Secret shared with the exchange, from which the passwords of desks are made',
    z.string().min(8).optional(),
  ),
  sipWs: option(
    'OPORA_SIP_WS',
    'WebSocket of the exchange, ws:// or wss://',
    z
      .string()
      .regex(/^wss?:\/\//)
      .optional(),
  ),
  routingSecret: option(
    'OPORA_ROUTING_SECRET',
    'Secret with which the exchange asks who gets a call of the queue; without it the exchange hunts by itself',
    z
      .string()
      .regex(/^[\w.~-]{16,200}$/, { error: 'must be 16 to 200 letters, digits or . _ ~ -' })
      .optional(),
  ),
  routingOrg: option(
    'OPORA_ROUTING_ORG',
    'Id of the organisation whose representatives take calls of the exchange; needed only where there are several',
    z.uuid().optional(),
  ),
  callRecording: option(
    'OPORA_CALL_RECORDING',
    'Who records calls: desk (and uploads them here), or off when the exchange does or nobody; on the desk by default in the try-out only',
    z.enum(['off', 'desk']).optional(),
  ),
  sipCredentials: option(
    'OPORA_SIP_CREDENTIALS',
    'How desks sign in to the exchange: timed, or fixed for exchanges that keep a list of passwords',
    z.enum(['timed', 'fixed']).default('timed'),
  ),
  sipDomain: option('OPORA_SIP_DOMAIN', 'SIP domain and realm of the exchange', z.string().min(1).optional()),
  stun: option(
    'OPORA_STUN',
    'STUN servers of desks outside the network of the exchange, comma-separated: stun:host:3478',
    iceAddresses('stuns?'),
  ),
  turn: option(
    'OPORA_TURN',
    'TURN servers of desks from which the sound has no other way, comma-separated: turn:host:3478?transport=udp',
    iceAddresses('turns?'),
  ),
  turnSecret: option(
    'OPORA_TURN_SECRET',
    'Secret shared with the TURN servers (static-auth-secret of coturn); needed with OPORA_TURN',
    z.string().min(1).optional(),
  ),
  tryOut: option(
    'OPORA_TRY_OUT',
    'Fills an empty database with synthetic people and opens the try-out routes: off, small (2,000 people) or full',
    z.enum(['off', 'small', 'full']).default('off'),
  ),
  zoneOffsetMinutes: option(
    'OPORA_ZONE_OFFSET_MINUTES',
    'Minutes east of UTC of the organisation, for days in filters and legal terms (Moscow 180)',
    z.coerce.number().int().min(120).max(720).default(180),
  ),
  idleLockMinutes: option(
    'OPORA_IDLE_LOCK_MINUTES',
    'Minutes without a key or a movement after which a desk locks itself; 0 for never, only where a policy of the organisation allows it',
    z.coerce.number().int().min(0).max(IDLE_LOCK_MINUTES_MAX).default(IDLE_LOCK_MINUTES),
  ),
  offlineLeaseHours: option(
    'OPORA_OFFLINE_LEASE_HOURS',
    'Hours after its last contact for which a desk opens without this API; then it locks itself until somebody signs in here (1 to 720)',
    z.coerce.number().int().min(1).max(OFFLINE_LEASE_HOURS_MAX).default(OFFLINE_LEASE_HOURS),
  ),
  changeLogDays: option(
    'OPORA_CHANGE_LOG_DAYS',
    'Days for which the change log is kept: a desk that was away longer loads its data anew (10 to 3,650)',
    z.coerce.number().int().min(10).max(3_650).default(35),
  ),
  trustProxy: option(
    'OPORA_TRUST_PROXY',
    'Addresses of proxies whose X-Forwarded-For is believed, comma-separated; empty for none',
    list,
  ),
  drainSeconds: option(
    'OPORA_DRAIN_SECONDS',
    'Seconds from SIGTERM, when /ready begins to say no, until live connections are closed and no more are taken: two looks of the balancer',
    z.coerce.number().min(0).max(300).default(0),
  ),
  deskFolder: option(
    'OPORA_DESK',
    'Folder with the built desk, served at /',
    z.string().min(1).default('out/renderer'),
  ),
  logLevel: option(
    'OPORA_LOG_LEVEL',
    'Least level written to the log',
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  ),
} as const

export type Config = {
  readonly [K in keyof typeof CONFIG_OPTIONS]: (typeof CONFIG_OPTIONS)[K] extends Option<infer T> ? T : never
}

/** All that is wrong with the environment at once, so that a deployment is mended in one go. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads the configuration. An empty variable counts as not set.
 * @throws ConfigError naming every wrong variable; values are not repeated, for they may be secrets
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const entries = Object.entries(CONFIG_OPTIONS).map(([key, { env, description, schema }]) => {
    const parsed = schema.safeParse(environment[env] === '' ? undefined : environment[env])
    if (!parsed.success) problems.push(`${env}: ${parsed.error.issues[0]?.message ?? 'wrong'} (${description})`)
    return [key, parsed.data] as const
  })
  const { turn, turnSecret } = CONFIG_OPTIONS
  if (environment[turn.env] && !environment[turnSecret.env])
    problems.push(`${turnSecret.env}: missing (${turnSecret.description})`)
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.fromEntries(entries) as unknown as Config
}
