import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { generatePolyclinic } from '#server/synthetic/generate-polyclinic.ts'
import { readReferenceData } from '#server/synthetic/reference-data.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { encodeIndexShard, SHARD_FORMAT } from '#shared/features/insured-persons/search/index-shard.ts'
import { NUMBER_BLOCK_SIZE } from '#shared/protocol/numbers.ts'
import { PAGE_RECORDS, SHARDED_PAGE_HEADER_BYTES } from '#shared/protocol/pages.ts'
import type { PullRequest } from '#shared/protocol/pull.ts'
import type { PushRequest } from '#shared/protocol/push.ts'
import { buildPage } from '#test/store/built-page.ts'

export const BENCH_SCOPE = 'registry:00000000-0000-7000-8000-0000000000c1'

export interface RegistryServer {
  readonly url: string
  readonly persons: readonly InsuredPerson[]
  /** Bytes of all pages, compressed. */
  readonly bytes: number
  /** From the next pull on, so many persons have another telephone number. */
  change(count: number): void
  close(): Promise<void>
}

/**
 * The registry of the synthetic polyclinic (67,400 persons, or as many as asked for, of several) over loopback HTTP: as ready-made pages, and as one stream of NDJSON for
 * the baseline. Both are compressed once, before anything is measured, so that neither side waits for the server.
 */
export async function startRegistryServer(pageRoot: string, count?: number): Promise<RegistryServer> {
  const persons = registryPersons(count)
  const pages = pagesOf(persons)
  const ndjson = gzipSync(persons.map((person) => JSON.stringify(person)).join('\n'))
  const files = await buildPage(pageRoot)
  let nextSerial = 1
  let [changed, taken] = [0, 0]
  const server = createServer((request, response) => void serve(request, response))
  /** What changed, for a desk that has the pages; once, in answers as large as it asks for. */
  function newsFor(body: string): Record<string, unknown> {
    const { cursors, limit } = JSON.parse(body) as PullRequest
    if (changed === 0 || cursors[BENCH_SCOPE] === undefined) return {}
    const step = Math.floor(persons.length / changed)
    const records = Array.from({ length: Math.min(limit, changed - taken) }, (_, at) => {
      const index = taken + at
      const person = persons[index * step] as InsuredPerson
      const number = `+7900${String(1_000_000 + index)}`
      const data = { ...person, phones: [{ ...person.phones[0], number }] }
      return { kind: 'insuredPerson', id: person.id, version: 2, data }
    })
    taken += records.length
    const more = taken < changed
    if (!more) [changed, taken] = [0, 0]
    return { [BENCH_SCOPE]: { cursor: `2.${more ? taken : persons.length}`, more, records } }
  }
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bench.invalid')
    const file = files.get(pathname)
    const headers = { 'cache-control': 'no-store' }
    if (file) return void response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body)
    const body = await read(request)
    const json = (value: unknown): void =>
      void response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(value))
    const serverTime = new Date().toISOString()
    switch (pathname) {
      case '/registry.ndjson':
        response.writeHead(200, { ...headers, 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' })
        return void response.end(ndjson)
      case '/api/sync/pull':
        return json({ scopes: [{ name: BENCH_SCOPE, title: '' }], left: [], changes: newsFor(body), serverTime })
      case '/api/sync/manifest':
        return json({
          scope: BENCH_SCOPE,
          cursor: '1.0',
          shards: SHARD_FORMAT,
          records: persons.length,
          bytes: pages.reduce((sum, page) => sum + page.bytes.length, 0),
          pages: pages.map(({ page, records, bytes }) => ({
            kind: 'insuredPerson',
            page,
            version: 1,
            records,
            bytes: bytes.length,
          })),
        })
      case '/api/sync/pages': {
        const [from, to] = [Number(searchParams.get('from')), Number(searchParams.get('to'))]
        response.writeHead(200, { ...headers, 'content-type': 'application/octet-stream' })
        for (const page of pages.slice(from, to + 1)) response.write(framed(page))
        return void response.end()
      }
      case '/api/sync/numbers': {
        const first = nextSerial
        nextSerial += NUMBER_BLOCK_SIZE
        const { year } = JSON.parse(body) as { year: number }
        return json({ block: { id: randomUUID(), journal: 'ОЖ', year, first, last: nextSerial - 1 } })
      }
      case '/api/sync/push': {
        const { commands } = JSON.parse(body) as PushRequest
        const answers = commands.map(({ id, n }) => ({ status: 'applied', id, n, records: [] }))
        return json({ answers, expectedN: (commands.at(-1)?.n ?? 0) + 1, serverTime })
      }
      default:
        response.writeHead(404, headers).end()
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    persons,
    bytes: pages.reduce((sum, page) => sum + page.bytes.length, 0),
    change(count) {
      changed = count
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Everybody of the registry of the full synthetic polyclinic; for more than it has, people of further polyclinics. */
export function registryPersons(count?: number): InsuredPerson[] {
  const persons: InsuredPerson[] = []
  const options = { size: 'full', today: '2026-11-24', reference: readReferenceData('assets') } as const
  for (let seed = 1; seed === 1 || persons.length < (count ?? 0); seed += 1)
    for (const batch of generatePolyclinic({ ...options, seed }))
      if (batch.kind === 'persons') persons.push(...batch.rows)
  return persons.slice(0, count)
}

function pagesOf(persons: readonly InsuredPerson[]) {
  return Array.from({ length: Math.ceil(persons.length / PAGE_RECORDS) }, (_, page) => {
    const some = persons.slice(page * PAGE_RECORDS, (page + 1) * PAGE_RECORDS)
    const bytes = gzipSync(JSON.stringify(some.map((data) => ({ id: data.id, version: 1, data }))))
    const shard = encodeIndexShard(
      'insuredPerson',
      some.map((person) => ({ id: person.id, version: 1, person })),
    )
    return { page, records: some.length, bytes, shard }
  })
}

function framed({ page, bytes, shard }: { page: number; bytes: Uint8Array; shard: Uint8Array }): Buffer {
  const header = Buffer.alloc(SHARDED_PAGE_HEADER_BYTES)
  header.writeUInt32BE(page, 0)
  header.writeUInt32BE(1, 4)
  header.writeUInt32BE(bytes.length, 8)
  header.writeUInt32BE(shard.length, 12)
  return Buffer.concat([header, bytes, shard])
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
