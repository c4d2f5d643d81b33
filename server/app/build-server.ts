import { setTimeout } from 'node:timers/promises'
import cors from '@fastify/cors'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import websocket from '@fastify/websocket'
import Fastify, { LogController } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '#server/db/database.ts'
import { accessTokens } from '#server/features/auth/access-tokens.ts'
import { authenticateWith } from '#server/features/auth/authenticate.ts'
import { offlineLeases } from '#server/features/auth/offline-lease.ts'
import { SIGN_IN_MAX } from '#server/features/auth/routes.ts'
import type { AuthContext } from '#server/features/auth/sessions.ts'
import { listeningGrants } from '#server/features/telephony/listening-grants.ts'
import type { Config } from '#server/platform/config.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { makeSecretBox } from '#server/platform/keys.ts'
import { logSerializers, withoutErrorText } from '#server/platform/logger.ts'
import { makeMetrics, measureRequests } from '#server/platform/metrics.ts'
import { LiveHub } from '#server/sync/live-hub.ts'
import { endLiveConnections } from '#server/sync/live-route.ts'
import { PageStore } from '#server/sync/page-store.ts'
import { FailureCount, type PushContext } from '#server/sync/push.ts'
import { scriptContent, scriptDraft } from '#shared/features/call-scripts/script-draft.ts'
import { errorAnswer } from '#shared/kernel/errors.ts'
import { commandRules } from './command-rules.ts'
import { answerErrors, validateInput } from './error-answers.ts'
import { gracefulStop } from './graceful-stop.ts'
import { RECORD_KINDS } from './record-kinds.ts'
import { mountRoutes } from './routes.ts'

/** Origin of the desk inside Electron. */
const DESK_ORIGIN = 'app://bundle'
/** Requests of one address in a minute; a clinic of a hundred desks may stand behind one address. */
const RATES = { all: 6_000, signIn: SIGN_IN_MAX }

/** How long a stop waits for desks that do not answer its leave. */
const LIVE_LEAVE_MS = 1_000

// Named once in the OpenAPI document instead of being written out under every route.
z.globalRegistry.add(errorAnswer, { id: 'ErrorAnswer' })
z.globalRegistry.add(scriptContent, { id: 'ScriptContent' })
z.globalRegistry.add(scriptDraft, { id: 'ScriptDraft' })

export interface ServerParts {
  readonly config: Config
  readonly database: Database
  readonly masterKey: Uint8Array
  readonly tokenKey: Uint8Array
  /** Epoch milliseconds; tests own the time. */
  readonly now?: () => number
  /** Where log lines go; standard output otherwise. */
  readonly logStream?: { write(line: string): void }
  readonly helloWithinMs?: number
  /** Resolves after so many milliseconds; tests own the time. */
  readonly pause?: (ms: number) => Promise<void>
  /** Requests of one address in a minute, altogether and for signing in. */
  readonly rates?: { readonly all: number; readonly signIn: number }
}

export interface Server {
  readonly api: Api
  readonly hub: LiveHub
  readonly pages: PageStore
  /**
   * The graceful end of this node (requirement X7): says on `/ready` that it is not, serves on for `OPORA_DRAIN_SECONDS` so that the
   * balancer sees it, tells desks to go elsewhere, waits for requests and work under way, and closes the database. Nothing acknowledged is lost.
   */
  close(): Promise<void>
}

/** Builds the central API over an open, migrated database; nothing listens yet, so tests inject requests. */
export async function buildServer(parts: ServerParts): Promise<Server> {
  const { config, database } = parts
  const now = parts.now ?? Date.now
  const api: Api = Fastify({
    logger: {
      level: config.logLevel,
      serializers: logSerializers,
      hooks: { logMethod: withoutErrorText },
      base: null,
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      ...(parts.logStream ? { stream: parts.logStream } : {}),
    },
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    // A stop waits for the requests under way, and serves what still comes on a connection that is kept alive.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Lines of requests are written by `measureRequests`, without addresses.
    logController: new LogController({ disableRequestLogging: true }),
    // A request id given by a client could carry anything into the log.
    requestIdHeader: false,
  } as const).withTypeProvider<ZodTypeProvider>() as unknown as Api
  api.setValidatorCompiler(validateInput)
  api.setSerializerCompiler(serializerCompiler)
  api.decorateRequest('actor', null)
  api.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  api.addHook('onRoute', (route) => {
    if (route.schema?.response)
      route.schema.response = { ...route.schema.response, '4xx': errorAnswer, '5xx': errorAnswer }
  })
  answerErrors(api)

  const metrics = makeMetrics()
  measureRequests(api, metrics)
  const pause = parts.pause ?? ((ms) => setTimeout(ms, undefined, { ref: false }))
  await registerPlugins(api, parts, pause)

  const fail = (message: string) => (error: unknown) => api.log.error({ err: error }, message)
  const hub = new LiveHub(database, fail('live notice failed'))
  const pages = new PageStore(database.db, RECORD_KINDS, fail('page build failed'))
  const auth: AuthContext = {
    db: database.db,
    tokens: accessTokens(parts.tokenKey),
    box: makeSecretBox(parts.masterKey),
    zoneOffsetMinutes: config.zoneOffsetMinutes,
    idleLockMinutes: config.idleLockMinutes,
    leases: offlineLeases(parts.tokenKey, config.offlineLeaseHours),
    now,
  }
  const push: PushContext = {
    db: database.db,
    kinds: RECORD_KINDS,
    rules: commandRules(config, RECORD_KINDS),
    now,
    onAnswer: (command, status) => metrics.commands.inc({ command, status }),
    onFailure: (error, command) => api.log.error({ err: error, command }, 'command failed'),
    failures: new FailureCount(),
  }
  const stop = gracefulStop({ api, hub, pages, database, drainMs: config.drainSeconds * 1000, pause })
  await mountRoutes(api, {
    config,
    database,
    auth,
    authenticate: authenticateWith(auth),
    push,
    pages,
    hub,
    listening: listeningGrants(parts.tokenKey),
    metrics,
    now,
    isStopping: stop.isStopping,
    signInMax: (parts.rates ?? RATES).signIn,
    ...(parts.helloWithinMs === undefined ? {} : { helloWithinMs: parts.helloWithinMs }),
  })
  await api.ready()
  await hub.start()
  return { api, hub, pages, close: stop.close }
}

async function registerPlugins(api: Api, parts: ServerParts, pause: (ms: number) => Promise<void>): Promise<void> {
  await api.register(cors, {
    origin: [DESK_ORIGIN, ...parts.config.allowedOrigins],
    // HEAD, PATCH and the headers of tus: files are uploaded in pieces.
    methods: ['GET', 'HEAD', 'PATCH', 'POST', 'PUT'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'x-opora-protocol',
      'tus-resumable',
      'upload-length',
      'upload-metadata',
      'upload-offset',
    ],
    exposedHeaders: [
      'content-disposition',
      'x-opora-page-version',
      'retry-after',
      'location',
      'tus-resumable',
      'upload-length',
      'upload-offset',
    ],
    maxAge: 600,
    cacheControl: 'no-store',
  })
  await api.register(rateLimit, {
    max: (parts.rates ?? RATES).all,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, limit) => apiErrors.tooManyRequests(Math.ceil(limit.ttl / 1000)),
  })
  await api.register(websocket, {
    options: { maxPayload: 16_384 },
    preClose(done) {
      void endLiveConnections(this.websocketServer, pause(LIVE_LEAVE_MS)).then(() => done())
    },
  })
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Opora central API',
        version: '1',
        description: 'What the desk syncs with. Rules: shared/protocol/SPEC.md; short guide: docs/api.md.',
      },
      components: {
        securitySchemes: {
          accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          exchange: { type: 'http', scheme: 'bearer', description: 'OPORA_ROUTING_SECRET' },
        },
      },
      security: [{ accessToken: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await api.register(swaggerUi, { routePrefix: '/docs' })
}
