import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Api } from './http-api.ts'

/** Counters of one API node; each build of the server has its own registry, so that tests do not share them. */
export interface Metrics {
  readonly registry: Registry
  readonly commands: Counter<'command' | 'status'>
  readonly liveDesks: Gauge
}

export function makeMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    commands: new Counter({
      name: 'opora_commands_total',
      help: 'Commands answered, by command and status',
      labelNames: ['command', 'status'],
      registers: [registry],
    }),
    liveDesks: new Gauge({ name: 'opora_live_desks', help: 'Desks connected now', registers: [registry] }),
  }
}

/** Times and logs every request by route pattern, never by address: addresses hold what people searched for. */
export function measureRequests(api: Api, metrics: Metrics): void {
  const duration = new Histogram({
    name: 'opora_http_seconds',
    help: 'Duration of requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [metrics.registry],
  })
  api.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: String(reply.statusCode),
    }
    duration.observe(labels, reply.elapsedTime / 1000)
    request.log.info({ req: request, res: reply, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
}
