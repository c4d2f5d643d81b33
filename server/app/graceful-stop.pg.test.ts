import { connect } from 'node:net'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { type Database, openPostgres } from '#server/db/database.ts'
import { describeOnEngines, describeOnPostgres, makePostgresDatabase } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestServer } from '#server/testing/harness.ts'
import { joinLive } from '#server/testing/live-client.ts'
import { createContact } from '#shared/features/insured-persons/commands.ts'
import { LIVE_STOPPING } from '#shared/protocol/live.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'

/** Waits that end when the test says so, in the order in which they were asked for. */
function heldPauses() {
  const held: (() => void)[] = []
  return { pause: () => new Promise<void>((resolve) => held.push(resolve)), end: () => held.shift()?.() }
}

const listen = (server: TestServer): Promise<string> => server.api.listen({ host: '127.0.0.1', port: 0 })

describeOnEngines('the graceful end of a node', (open) => {
  it('[X7] says that it is not ready while it still serves, then sends desks elsewhere and ends', async () => {
    const { pause, end } = heldPauses()
    const server = await startTestServer(open, { pause, env: { OPORA_DRAIN_SECONDS: '3' } })
    const url = await listen(server)
    const desk = await server.desk('operator')
    const live = await joinLive(url, desk)
    expect((await fetch(`${url}/ready`)).status).toBe(200)

    const closed = server.close()
    const ready = await fetch(`${url}/ready`)
    expect([ready.status, await ready.json()]).toEqual([503, { error: { code: 'server.stopping', retry: true } }])
    expect(ready.headers.get('connection')).toBe('close')
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect((await fetch(`${url}/api/sync/pull`, pullBy(desk.headers))).status).toBe(200)
    live.send({ t: 'ping' })
    expect(await live.next()).toEqual({ t: 'pong' })

    end()
    expect(await live.closed).toBe(LIVE_STOPPING)
    await closed
    await expect(fetch(`${url}/health`)).rejects.toThrow()
  })

  it('[X7] does not wait for a connection that a browser opened ahead of need', async () => {
    const server = await startTestServer(open)
    const { port } = new URL(await listen(server))
    const silent = connect(Number(port), '127.0.0.1')
    silent.on('error', () => {})
    await new Promise((resolve) => silent.once('connect', resolve))
    // The node knows it once another request that came later is answered.
    await fetch(`http://127.0.0.1:${port}/health`)
    const ended = new Promise((resolve) => silent.once('close', resolve))
    await Promise.all([server.close(), ended])
  }, 40_000)

  it('[X7] does not wait for a desk that vanished without a word', async () => {
    const { pause, end } = heldPauses()
    const server = await startTestServer(open, { pause })
    const { port } = new URL(await listen(server))
    const vanished = connect(Number(port), '127.0.0.1')
    const upgraded = new Promise((resolve) => vanished.once('data', resolve))
    const ended = new Promise((resolve) => vanished.once('close', resolve))
    vanished.on('error', () => {})
    vanished.write(
      'GET /api/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    )
    expect(String(await upgraded)).toContain('101 Switching Protocols')
    const closed = server.close()
    // It is told to go and says nothing; the wait for it is the only thing that keeps the node.
    await new Promise((resolve) => vanished.once('data', resolve))
    end()
    await Promise.all([closed, ended])
  })
})

describeOnPostgres('the graceful end of a node under load', () => {
  it('[X7] finishes a request under way, and what it acknowledges is in the database', async () => {
    const address = await makePostgresDatabase('opora_template')
    const server = await startTestServer(async () => openPostgres(address))
    const url = await listen(server)
    const desk = await server.desk('operator')
    const outside = openPostgres(address)
    const contactId = newId()
    const command = desk.command(createContact, {
      id: contactId as never,
      name: 'Кто-то',
      phone: null,
      note: '',
      clinicId: null,
    })
    let answer = Promise.resolve(new Response())
    let closed = Promise.resolve()
    await outside.db.transaction().execute(async (tx) => {
      await sql`lock table contacts in access exclusive mode`.execute(tx)
      answer = fetch(`${url}/api/sync/push`, {
        method: 'POST',
        headers: { ...desk.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ protocol: PROTOCOL_VERSION, commands: [command] }),
      })
      await untilBlocked(outside)
      closed = server.close()
      // New ones are no longer taken, the one under way still is.
      await until(() =>
        fetch(`${url}/health`).then(
          () => false,
          () => true,
        ),
      )
    })
    const pushed = await answer
    expect(pushed.status).toBe(200)
    expect(await pushed.json()).toMatchObject({ answers: [{ id: command.id, status: 'applied' }] })
    await closed
    expect((await sql`select 1 from contacts where id = ${contactId}`.execute(outside.db)).rows).toHaveLength(1)
    await outside.close()
  })
})

function pullBy(headers: Record<string, string>): RequestInit {
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ protocol: PROTOCOL_VERSION, cursors: {}, limit: 10 }),
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}

function untilBlocked({ db }: Database): Promise<void> {
  return until(async () => {
    const { rows } = await sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows.length > 0
  })
}
