/** Milliseconds between two looks of the proxy at a node, and how many in a row must say no. */
export const CHECK = { everyMs: 500, falls: 2, withinMs: 2_000 } as const
/** A node serves on for this long after it said that it is not ready: longer than the proxy needs to see it. */
export const DRAIN_SECONDS = Math.ceil((CHECK.everyMs * CHECK.falls + CHECK.withinMs) / 1000)

export interface ProxySettings {
  readonly port: number
  readonly nodePorts: readonly number[]
  /** Unix socket on which the proxy tells how it sees the nodes. */
  readonly adminSocket: string
}

/**
 * Configuration of HAProxy for several API nodes without shared memory (requirement X7).
 * - `/ready` decides: a node that stops says 503 there, serves on, and gets nothing new.
 * - A request whose connection a node refuses was never sent, so it goes to another node (`redispatch`). Others are not repeated here:
 *   desks repeat them under the same ids.
 * - No idle connections to nodes are kept (`http-server-close`): a request into one that closes at that moment would be an error.
 * - How many connections it takes follows from the open files that the system allows (`ulimit -n`): two for each desk.
 * - All pieces of one upload go to one node, by its address (`balance uri`); only one process at a time then writes to its file.
 */
export function haproxyConfig({ port, nodePorts, adminSocket }: ProxySettings): string {
  const servers = nodePorts.map((nodePort, index) => `  server ${nodeName(index)} 127.0.0.1:${nodePort}`).join('\n')
  return `global
  stats socket ${adminSocket} mode 600 level operator

defaults
  mode http
  log global
  timeout connect 2s
  timeout client 75s
  timeout server 75s
  timeout queue 5s
  timeout http-request 15s
  timeout http-keep-alive 30s
  timeout tunnel 10m
  retries 3
  option redispatch 1
  option http-server-close
  option httpchk GET /ready
  http-check expect status 200
  default-server check inter ${CHECK.everyMs}ms fastinter ${CHECK.everyMs}ms downinter ${CHECK.everyMs}ms rise 1 fall ${CHECK.falls}
  timeout check ${CHECK.withinMs}ms

frontend desks
  bind 127.0.0.1:${port}
  # Addresses of desks come from this proxy alone.
  http-request del-header X-Forwarded-For
  option forwardfor
  # The proxy itself is asked whether any node takes requests.
  monitor-uri /ready
  monitor fail if { nbsrv(nodes) lt 1 }
  # What a node measures is asked of the node itself.
  http-request deny deny_status 404 if { path /metrics }
  use_backend live if { path /api/live }
  use_backend uploads if { path_reg ^/api/calls/[^/]+/recording/upload$ } or { path_reg ^/api/complaint-cases/[^/]+/files }
  default_backend nodes

backend nodes
  balance roundrobin
${servers}

backend uploads
  balance uri path-only
  hash-type consistent
${servers}

backend live
  balance leastconn
${servers}
`
}

export function nodeName(index: number): string {
  return `node${index + 1}`
}
