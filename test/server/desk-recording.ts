import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { PASSWORD, type TestServer } from '#server/testing/harness.ts'
import { PAGE_HEADER_BYTES } from '#shared/protocol/pages.ts'
import type { CommandAnswer, WireRecord } from '#shared/protocol/push.ts'

/** One request of a recorded desk and what it was answered, as far as the desk depended on it. */
export interface RecordedExchange {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body: unknown
  readonly status: number
  /** For a push: what became of each command. */
  readonly outcomes?: readonly { readonly id: string; readonly outcome: string }[]
}

export interface RecordedDesk {
  readonly login: string
  readonly installationId: string
  readonly exchanges: readonly RecordedExchange[]
}

/** What desks of one protocol version sent, and the schemas with which they read what they were answered. */
export interface DeskRecording {
  readonly protocol: number
  readonly desks: readonly RecordedDesk[]
  /** JSON Schema by name as in `wire-schemas.json`, `… output` only. */
  readonly schemas: Readonly<Record<string, unknown>>
}

export function outcomesOf(answers: readonly CommandAnswer[]): { id: string; outcome: string }[] {
  return answers.map((answer) => ({
    id: answer.id,
    outcome: answer.status === 'refused' ? `refused ${answer.refusal.code}` : answer.status,
  }))
}

/**
 * Sends everything that the recorded desks sent, word for word but for the access token and the place in the change log, and reads the
 * answers as those desks did.
 * @returns what an older desk would have stumbled over, in words
 */
export async function replayRecording(server: TestServer, recording: DeskRecording): Promise<string[]> {
  const troubles: string[] = []
  const read = readerOf(recording, troubles)
  for (const { login, installationId, exchanges } of recording.desks) {
    const signedIn = await server.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      payload: { login, password: PASSWORD, installationId, host: 'browser', appVersion: '0.1.0' },
    })
    read('session.session', signedIn.json(), `${login} signs in`)
    const { accessToken } = signedIn.json<{ accessToken: string }>()
    const cursors = new Map<string, string>()
    for (const { method, url, body, status, outcomes } of exchanges) {
      const what = `${login} ${method} ${url}`
      const answer = await server.inject({
        method,
        url,
        headers: { authorization: `Bearer ${accessToken}`, 'x-opora-protocol': String(recording.protocol) },
        ...(body === null ? {} : { payload: withCursors(body, cursors) as object }),
      })
      if (answer.statusCode !== status) {
        troubles.push(`${what}: ${answer.statusCode} instead of ${status}: ${answer.body.slice(0, 300)}`)
        continue
      }
      if (status !== 200) continue
      switch (new URL(url, 'http://api.invalid').pathname) {
        case '/api/sync/push': {
          const { answers } = answer.json<{ answers: CommandAnswer[] }>()
          read('push.pushAnswer', answer.json(), what)
          for (const { records } of answers) for (const record of records) readRecord(record, what)
          const now = outcomesOf(answers)
          for (const [index, before] of (outcomes ?? []).entries())
            if (now[index]?.outcome !== before.outcome || now[index]?.id !== before.id)
              troubles.push(`${what}: command ${before.id} was ${before.outcome}, is ${now[index]?.outcome}`)
          break
        }
        case '/api/sync/pull': {
          read('pull.pullAnswer', answer.json(), what)
          const { changes } = answer.json<{ changes: Record<string, { cursor: string; records: WireRecord[] }> }>()
          for (const [scope, { cursor, records }] of Object.entries(changes)) {
            cursors.set(scope, cursor)
            for (const record of records) readRecord(record, what)
          }
          break
        }
        case '/api/sync/manifest': {
          read('pages.scopeManifest', answer.json(), what)
          const { scope, cursor } = answer.json<{ scope: string; cursor: string }>()
          cursors.set(scope, cursor)
          break
        }
        case '/api/sync/pages':
          readPages(answer.rawPayload, new URL(url, 'http://api.invalid').searchParams.get('kind') ?? '', what)
          break
        case '/api/sync/numbers':
          read('numbers.numbersAnswer', answer.json(), what)
          break
      }
    }
  }
  return troubles

  function readRecord({ kind, data }: WireRecord, what: string): void {
    // A kind that came later is a row which that desk keeps and never shows.
    if (data !== null && `record.${kind}` in recording.schemas) read(`record.${kind}`, data, what)
  }

  function readPages(bytes: Buffer, kind: string, what: string): void {
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.readUInt32BE(at + 8)
      const body = gunzipSync(bytes.subarray(at + PAGE_HEADER_BYTES, at + PAGE_HEADER_BYTES + length))
      const records = JSON.parse(body.toString()) as { id: string; version: number; data: unknown }[]
      for (const record of records) {
        read('pages.pageRecord', record, what)
        readRecord({ kind, ...record }, what)
      }
      at += PAGE_HEADER_BYTES + length
    }
  }
}

function readerOf(recording: DeskRecording, troubles: string[]) {
  const schemas = new Map<string, z.ZodType>()
  return (name: string, value: unknown, what: string): void => {
    const schema =
      schemas.get(name) ??
      z.fromJSONSchema(overlookingNewFields(recording.schemas[name]) as Parameters<typeof z.fromJSONSchema>[0])
    schemas.set(name, schema)
    const parsed = schema.safeParse(value)
    if (!parsed.success)
      troubles.push(
        `${what}: a desk of protocol ${recording.protocol} cannot read ${name}: ${z.prettifyError(parsed.error)}`,
      )
  }
}

/** JSON Schema forbids what it does not name; the desk's own schemas overlook it, so that a newer server may say more. */
function overlookingNewFields(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(overlookingNewFields)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => key !== 'additionalProperties' || value !== false)
      .map(([key, value]) => [key, overlookingNewFields(value)]),
  )
}

/** The recorded places are of another change log; the desk would have those of this one. */
function withCursors(body: unknown, cursors: ReadonlyMap<string, string>): unknown {
  const recorded = (body as { cursors?: Record<string, string> }).cursors
  if (recorded === undefined) return body
  const scopes = Object.keys(recorded).filter((scope) => cursors.has(scope))
  return { ...(body as object), cursors: Object.fromEntries(scopes.map((scope) => [scope, cursors.get(scope)])) }
}
