import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines, describeOnPostgres } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { joinLive, LiveClient } from '#server/testing/live-client.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { createContact } from '#shared/features/insured-persons/commands.ts'
import { MIN_DESK_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { appendChanges } from './change-log.ts'

const ids = tinyIds()
const [firstClinic, secondClinic] = ids.clinics

function makeContact(desk: TestDesk, clinicId: string | null) {
  return desk.pushed(
    desk.command(createContact, {
      id: newId() as never,
      name: 'Кто-то',
      phone: null,
      note: '',
      clinicId: clinicId as never,
    }),
  )
}

describeOnEngines('live', (open) => {
  let server: TestServer
  let url: string
  beforeAll(async () => {
    server = await startTestServer(open, { helloWithinMs: 150 })
    url = await server.api.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => server.close())

  it('[LIVE1] pokes the scopes of a change, to those who hold them and nobody else', async () => {
    const [operator, post, expert] = [
      await server.desk('operator'),
      await server.desk('post'),
      await server.desk('expert'),
    ]
    const clients = { post: await joinLive(url, post), expert: await joinLive(url, expert) }
    await makeContact(operator, secondClinic)
    expect(await clients.expert.next()).toEqual({ t: 'poke', scopes: [`registry:${secondClinic}`] })
    await makeContact(operator, firstClinic)
    expect(await clients.post.next()).toEqual({ t: 'poke', scopes: [`registry:${firstClinic}`] })
    clients.post.close()
    clients.expert.close()
  })

  it('answers ping, and a further hello with a fresh token goes on', async () => {
    const desk = await server.desk('operator')
    const client = await joinLive(url, desk)
    client.send({ t: 'ping' })
    expect(await client.next()).toEqual({ t: 'pong' })
    client.send({ t: 'hello', protocol: PROTOCOL_VERSION, accessToken: desk.session.accessToken })
    expect(await client.next()).toEqual({ t: 'welcome' })
    client.close()
  })

  it('closes with a reason: no hello in time, a wrong token, an older desk, nonsense', async () => {
    const silent = await new LiveClient(url).opened()
    expect(await silent.closed).toBe(4408)
    const stranger = await new LiveClient(url).opened()
    stranger.send({ t: 'hello', protocol: PROTOCOL_VERSION, accessToken: 'x' })
    expect(await stranger.closed).toBe(4401)
    const old = await new LiveClient(url).opened()
    old.send({ t: 'hello', protocol: MIN_DESK_PROTOCOL - 1, accessToken: 'x' })
    expect(await old.closed).toBe(4426)
    const noisy = await new LiveClient(url).opened()
    noisy.send('{"t":')
    expect(await noisy.closed).toBe(4400)
  })

  it('closes when the access token has ended', async () => {
    const desk = await server.desk('operator')
    server.advance(15 * 60_000 - 50)
    const client = await joinLive(url, desk)
    expect(await client.closed).toBe(4401)
  })
})

describeOnPostgres('live across API nodes', (open) => {
  it('[LIVE1] a change made on one node pokes a desk that is connected to another', async () => {
    const first = await startTestServer(open)
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(first.database.db)
    const second = await startTestServer(async () => first.openAgain(rows[0]?.name ?? ''), {
      fill: null,
      keys: first.keys,
    })
    const url = await second.api.listen({ host: '127.0.0.1', port: 0 })
    const desk = await first.desk('operator')
    const client = await joinLive(url, desk)
    await makeContact(desk, firstClinic)
    expect(await client.next()).toEqual({ t: 'poke', scopes: [`registry:${firstClinic}`] })
    client.close()
    await second.close()
    await first.close()
  })

  it('[LIVE1] a poke waits until a pull can see the change, while an older transaction still runs', async () => {
    const server = await startTestServer(open)
    const url = await server.api.listen({ host: '127.0.0.1', port: 0 })
    const desk = await server.desk('operator')
    const client = await joinLive(url, desk)
    const scope = `registry:${firstClinic}`
    const { cursor } = (await desk.get(`/api/sync/manifest?scope=${scope}`)).json()
    let poked = false
    const poke = client.next().then((message) => {
      poked = true
      return message
    })
    await server.database.db.transaction().execute(async (older) => {
      await appendChanges(older, [{ scope: 'own:nobody', kind: 'contact', id: 'x', version: 1 }])
      await makeContact(desk, firstClinic)
      const hidden = await desk.pullNow({ [scope]: cursor })
      expect(hidden.changes[scope]?.records).toEqual([])
      expect(poked).toBe(false)
    })
    expect(await poke).toEqual({ t: 'poke', scopes: [scope] })
    expect((await desk.pullNow({ [scope]: cursor })).changes[scope]?.records).toHaveLength(1)
    client.close()
    await server.close()
  })
})
