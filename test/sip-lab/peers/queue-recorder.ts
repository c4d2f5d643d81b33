import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import type { Database } from '#server/db/database.ts'
import { toPhoneNumber } from '#shared/kernel/phone.ts'

/** What a desk last told of itself. */
export interface DeskStanding {
  readonly isReady: boolean
  /** Epoch milliseconds by the server's clock. */
  readonly sinceMs: number
}

export interface QueueMoment {
  /** By the server's clock, when the question came. */
  readonly askedAtMs: number
  readonly named: readonly { readonly call: string; readonly waitedMs: number; readonly from: string }[]
  readonly told: readonly { readonly what: string; readonly call: string }[]
  /** What desks had told until then, by extension. */
  readonly desks: ReadonlyMap<string, DeskStanding>
  /** When each call came, as the server keeps it after this question. */
  readonly arrivedAtMs: ReadonlyMap<string, number>
  readonly rung: readonly { readonly call: string; readonly extension: string }[]
}

export interface QueueRecorder {
  readonly url: string
  readonly moments: readonly QueueMoment[]
  /** Does something while no question is being answered. */
  between(work: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

/**
 * Stands between the exchange and the central API and writes down each question, its answer, and what the API knew then. Questions and the words of
 * desks go one after another, so that what was known at a moment is exact.
 */
export async function startQueueRecorder(
  apiUrl: string,
  database: Database,
  now: () => number,
  standings: ReadonlyMap<string, DeskStanding>,
): Promise<QueueRecorder> {
  const moments: QueueMoment[] = []
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }

  async function ask(request: IncomingMessage, body: string): Promise<{ status: number; text: string }> {
    const [askedAtMs, desks] = [now(), new Map(standings)]
    const answer = await fetch(`${apiUrl}${request.url}`, {
      method: 'POST',
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
    })
    const text = await answer.text()
    const kept = await sql<{
      call: string
      arrived: Date
    }>`select call, arrived_at as arrived from queue_calls`.execute(database.db)
    const arrivedAtMs = new Map(kept.rows.map(({ call, arrived }) => [call, arrived.getTime()]))
    moments.push({ askedAtMs, desks, arrivedAtMs, ...questionOf(body), rung: rungIn(text) })
    return { status: answer.status, text }
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      inTurn(() => ask(request, Buffer.concat(parts).toString())).then(
        ({ status, text }) => response.writeHead(status, { 'content-type': 'text/plain' }).end(text),
        () => response.destroy(),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    moments,
    between: inTurn,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function questionOf(body: string): Pick<QueueMoment, 'named' | 'told'> {
  const fields = new URLSearchParams(body)
  return {
    named: fields.getAll('call').map((line) => {
      const [call = '', waited = '', from = ''] = line.split('|')
      return { call, waitedMs: Number(waited), from: toPhoneNumber(from) ?? from }
    }),
    told: fields.getAll('told').map((line) => {
      const [what = '', call = ''] = line.split('|')
      return { what, call }
    }),
  }
}

function rungIn(answer: string): QueueMoment['rung'] {
  return answer.split('\n').flatMap((line) => {
    const [call = '', what, extension = ''] = line.split(' ')
    return what === 'ring' ? [{ call, extension }] : []
  })
}
