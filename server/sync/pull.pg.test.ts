import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anInforming } from '#shared/builders/an-informing.ts'
import { createContact } from '#shared/features/insured-persons/commands.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { encodeIndexShard, SHARD_FORMAT } from '#shared/features/insured-persons/search/index-shard.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import { recordCall } from '#shared/features/telephony/commands.ts'
import {
  PAGE_HEADER_BYTES,
  type PageRecord,
  type ScopeManifest,
  SHARDED_PAGE_HEADER_BYTES,
} from '#shared/protocol/pages.ts'
import { MIN_DESK_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/version.ts'

const ids = tinyIds()
const [firstClinic, secondClinic] = ids.clinics

async function manifestOf(desk: TestDesk, scope: string): Promise<ScopeManifest> {
  const answer = await desk.get(`/api/sync/manifest?scope=${scope}`)
  if (answer.statusCode !== 200) throw new Error(`${scope}: ${answer.statusCode} ${answer.body}`)
  return answer.json()
}

/** Everything of a scope as its pages give it. */
async function loadScope(
  desk: TestDesk,
  scope: string,
): Promise<{ cursor: string; records: (PageRecord & { kind: string })[] }> {
  const manifest = await manifestOf(desk, scope)
  const records: (PageRecord & { kind: string })[] = []
  for (const { kind, page } of manifest.pages) {
    const answer = await desk.get(`/api/sync/page?scope=${scope}&kind=${kind}&page=${page}`)
    for (const record of JSON.parse(gunzipSync(answer.rawPayload).toString()) as PageRecord[])
      records.push({ kind, ...record })
  }
  return { cursor: manifest.cursor, records }
}

async function newContact(desk: TestDesk, clinicId: string | null): Promise<string> {
  const id = newId()
  const { answers } = await desk.pushed(
    desk.command(createContact, {
      id: id as never,
      name: 'Родственник',
      phone: null,
      note: '',
      clinicId: clinicId as never,
    }),
  )
  if (answers[0]?.status !== 'applied') throw new Error(JSON.stringify(answers[0]))
  return id
}

function shardedPagesOf(joined: Buffer): { readonly body: Buffer; readonly shard: Buffer }[] {
  const pages: { body: Buffer; shard: Buffer }[] = []
  for (let at = 0; at < joined.length; ) {
    const [body, shard] = [joined.readUInt32BE(at + 8), joined.readUInt32BE(at + 12)]
    const from = at + SHARDED_PAGE_HEADER_BYTES
    at = from + body + shard
    pages.push({ body: joined.subarray(from, from + body), shard: joined.subarray(from + body, at) })
  }
  return pages
}

describeOnEngines('pull and pages', (open) => {
  let server: TestServer
  let operator: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open, { fill: { persons: 1_234 } })
    operator = await server.desk('operator')
  })
  afterAll(() => server.close())

  it('[PULL3] pages of a scope hold each record once, in the counts of the manifest, and as many pages at a time as asked', async () => {
    const scope = `registry:${firstClinic}`
    const manifest = await manifestOf(operator, scope)
    const loaded = await loadScope(operator, scope)
    const people = manifest.pages.filter(({ kind }) => kind === 'insuredPerson')
    expect(loaded.records.filter(({ kind }) => kind === 'insuredPerson')).toHaveLength(1_111)
    expect(loaded.records).toHaveLength(manifest.records)
    expect(new Set(loaded.records.map(({ kind, id }) => `${kind}:${id}`)).size).toBe(manifest.records)
    const joined = (await operator.get(`/api/sync/pages?scope=${scope}&kind=insuredPerson&from=0&to=99`)).rawPayload
    const pages: { page: number; version: number; count: number }[] = []
    for (let at = 0; at < joined.length; ) {
      const length = joined.readUInt32BE(at + 8)
      const body = joined.subarray(at + PAGE_HEADER_BYTES, at + PAGE_HEADER_BYTES + length)
      const count = (JSON.parse(gunzipSync(body).toString()) as unknown[]).length
      pages.push({ page: joined.readUInt32BE(at), version: joined.readUInt32BE(at + 4), count })
      at += PAGE_HEADER_BYTES + length
    }
    expect(pages).toEqual(people.map(({ page, version, records }) => ({ page, version, count: records })))
    expect(pages.map(({ count }) => count)).toEqual([500, 500, 111])
  })

  it('[PULL3] shards of the search index come behind the pages for a desk that asks, none behind other kinds', async () => {
    const scope = `registry:${firstClinic}`
    expect((await manifestOf(operator, scope)).shards).toBe(SHARD_FORMAT)
    const query = `/api/sync/pages?scope=${scope}&from=0&to=99&shards=1`
    const people = shardedPagesOf((await operator.get(`${query}&kind=insuredPerson`)).rawPayload)
    expect(people).toHaveLength(3)
    for (const { body, shard } of people) {
      const records = JSON.parse(gunzipSync(body).toString()) as (PageRecord & { readonly data: InsuredPerson })[]
      const expected = records.map(({ id, version, data }) => ({ id, version, person: data }))
      expect(shard.equals(encodeIndexShard('insuredPerson', expected))).toBe(true)
    }
    const plain = await operator.get(`/api/sync/pages?scope=reference:${ids.org}&kind=clinic&from=0&to=9&shards=1`)
    expect(shardedPagesOf(plain.rawPayload).map(({ shard }) => shard.length)).toEqual([0])
  })

  it('[PULL3] every small kind of a scope comes by pages too', async () => {
    const { records } = await loadScope(operator, `reference:${ids.org}`)
    expect(records.filter(({ kind }) => kind === 'clinic')).toHaveLength(2)
    expect(records.filter(({ kind }) => kind === 'representative')).toHaveLength(6)
  })

  it('[PULL1] pages and the deltas after them give the present state, with nothing between them lost', async () => {
    const scope = `registry:${firstClinic}`
    const { cursor } = await loadScope(operator, scope)
    const made = [await newContact(operator, firstClinic), await newContact(operator, firstClinic)]
    const first = await operator.pull({ [scope]: cursor }, 1)
    expect(first.changes[scope]).toMatchObject({ more: true, records: [{ kind: 'contact', id: made[0] }] })
    const second = await operator.pull({ [scope]: first.changes[scope]?.cursor ?? '' }, 1)
    expect(second.changes[scope]?.records.map(({ id }) => id)).toEqual([made[1]])
    const third = await operator.pull({ [scope]: second.changes[scope]?.cursor ?? '' }, 1)
    expect(third.changes[scope]).toMatchObject({ more: false, records: [] })
  })

  it('[PULL3] pages made again keep every record on its page, so a load by an older manifest misses nothing', async () => {
    const scope = `registry:${secondClinic}`
    const before = await loadScope(operator, scope)
    const placeOf = async () => {
      const places = new Map<string, number>()
      for (const { kind, page } of (await manifestOf(operator, scope)).pages) {
        const answer = await operator.get(`/api/sync/page?scope=${scope}&kind=${kind}&page=${page}`)
        for (const { id } of JSON.parse(gunzipSync(answer.rawPayload).toString()) as PageRecord[]) places.set(id, page)
      }
      return places
    }
    const old = await placeOf()
    for (let batch = 0; batch < 6; batch += 1) {
      const commands = Array.from({ length: 100 }, () =>
        operator.command(createContact, {
          id: newId() as never,
          name: 'Родственник',
          phone: null,
          note: '',
          clinicId: secondClinic,
        }),
      )
      await operator.pushed(...commands)
    }
    await manifestOf(operator, scope)
    await server.pages.settle()
    const renewed = await placeOf()
    for (const [id, page] of old) expect(renewed.get(id)).toBe(page)
    expect(renewed.size).toBe(before.records.length + 600)
  }, 60_000)

  it('[PULL2] a desk is given the scopes of its role and no others', async () => {
    const names = async (login: string) =>
      (await (await server.desk(login)).pull({})).scopes.map(({ name }) => name).sort()
    const both = ids.clinics.flatMap((id) => [`journal:${id}`, `registry:${id}`])
    const reference = `reference:${ids.org}`
    expect(await names('operator')).toEqual([...both, `own:${ids.user('operator')}`, reference].sort())
    expect(await names('post')).toEqual(
      [`journal:${firstClinic}`, `registry:${firstClinic}`, `own:${ids.user('post')}`, reference].sort(),
    )
    expect(await names('supervisor')).toEqual(
      [...both, `own:${ids.user('supervisor')}`, reference, `team:${ids.org}`].sort(),
    )
    expect(await names('admin')).toEqual([reference])
  })

  it('[PULL2] a scope that is not the desk\u2019s is refused whole: manifest, page and pull', async () => {
    const post = await server.desk('post')
    const scope = `registry:${secondClinic}`
    expect((await post.get(`/api/sync/manifest?scope=${scope}`)).statusCode).toBe(403)
    expect((await post.get(`/api/sync/page?scope=${scope}&kind=insuredPerson&page=0`)).statusCode).toBe(403)
    expect((await post.get(`/api/sync/pages?scope=${scope}&kind=insuredPerson&from=0&to=9`)).statusCode).toBe(403)
    const { cursor } = await manifestOf(operator, scope)
    const answer = await post.pull({ [scope]: cursor })
    expect(answer.left).toEqual([scope])
    expect(answer.changes).toEqual({})
  })

  it('[PULL2] a record that leaves a scope comes as null there, and as it is in another scope of the desk', async () => {
    const scopes = { first: `registry:${firstClinic}`, second: `registry:${secondClinic}` }
    const post = await server.desk('post')
    const cursors = {
      [scopes.first]: (await manifestOf(operator, scopes.first)).cursor,
      [scopes.second]: (await manifestOf(operator, scopes.second)).cursor,
    }
    const personId = ids.person(0x10_0001)
    await sql`update insured_persons set data = jsonb_set(data, '{clinicId}', ${JSON.stringify(secondClinic)}::jsonb)
      where id = ${personId}`.execute(server.database.db)
    await operator.pushed(
      operator.command(recordInforming, anInforming({ id: newId<never>(), personId: personId as never })),
    )
    const changed = (answer: Awaited<ReturnType<TestDesk['pull']>>, scope: string) =>
      answer.changes[scope]?.records.filter(({ id }) => id === personId)
    const forBoth = await operator.pull(cursors)
    expect(changed(forBoth, scopes.first)).toMatchObject([{ version: 2, data: null }])
    expect(changed(forBoth, scopes.second)).toMatchObject([{ version: 2, data: { clinicId: secondClinic } }])
    const forOne = await post.pull({ [scopes.first]: cursors[scopes.first] ?? '' })
    expect(changed(forOne, scopes.first)).toEqual([{ kind: 'insuredPerson', id: personId, version: 2, data: null }])
  })

  it('[PULL4] an older desk is told to update before its request is looked at, a newer one to wait', async () => {
    const tooOld = await operator.post('/api/sync/pull', { protocol: MIN_DESK_PROTOCOL - 1, shape: 'of another time' })
    expect(tooOld.statusCode).toBe(426)
    expect(tooOld.json().error).toMatchObject({ code: 'protocol.tooOld', args: { minimum: MIN_DESK_PROTOCOL } })
    const push = await operator.post('/api/sync/push', { protocol: MIN_DESK_PROTOCOL - 1, commands: [] })
    expect(push.statusCode).toBe(426)
    const tooNew = await operator.post('/api/sync/pull', { protocol: PROTOCOL_VERSION + 1, cursors: {} })
    expect([tooNew.statusCode, tooNew.json().error.code]).toEqual([409, 'protocol.tooNew'])
    const page = await server.inject({
      url: `/api/sync/manifest?scope=reference:${ids.org}`,
      headers: { ...operator.headers, 'x-opora-protocol': String(MIN_DESK_PROTOCOL - 1) },
    })
    expect(page.statusCode).toBe(426)
  })

  it('a cursor outside the log makes the desk load the scope anew', async () => {
    const scope = `own:${operator.session.user.id}`
    for (const cursor of ['0.0', '99999999999.0']) {
      const answer = await operator.pull({ [scope]: cursor })
      expect(answer.left).toEqual([scope])
      expect(answer.scopes.map(({ name }) => name)).toContain(scope)
    }
  })

  it('after a restore that sets transaction numbers back, no cursor of before is taken for a new one', async () => {
    const scope = `own:${operator.session.user.id}`
    const old = (await manifestOf(operator, scope)).cursor
    await sql`insert into changes (xid, scope, kind, record_id, version)
      values ('900000000'::xid8, ${scope}, 'call', 'x', 1)`.execute(server.database.db)
    const { mendLogAfterRestore } = await import('./change-log.ts')
    expect(await mendLogAfterRestore(server.database.db)).toBe(true)
    expect((await operator.pull({ [scope]: old })).left).toEqual([scope])
    const { cursor } = await manifestOf(operator, scope)
    expect(Number(cursor.split('.')[0])).toBeGreaterThan(900_000_000)
    const { userId: _u, outcome: _o, note: _n, wrappedUpAt: _w, ...facts } = aCall({ id: newId(), personId: null })
    await operator.pushed(operator.command(recordCall, facts))
    const answer = await operator.pull({ [scope]: cursor })
    expect(answer.changes[scope]?.records.map(({ id }) => id)).toEqual([facts.id])
    expect(await mendLogAfterRestore(server.database.db)).toBe(false)
  })
})

describe('canaries', () => {
  describeOnEngines('between organisations and roles', (open) => {
    const CANARY = 'Канарейкина'
    const theirs = tinyIds(1)
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer(open)
      await server.fill({ n: 1, canary: CANARY })
    })
    afterAll(() => server.close())

    it('[PULL2] nothing of another organisation reaches any role by any scope, page or delta', async () => {
      const other = await server.desk('operator-1')
      for (const login of ['operator', 'post', 'expert', 'supervisor', 'admin']) {
        const desk = await server.desk(login)
        const { scopes } = await desk.pull({})
        const cursors: Record<string, string> = {}
        const seen: unknown[] = []
        for (const { name } of scopes) {
          const loaded = await loadScope(desk, name)
          cursors[name] = loaded.cursor
          seen.push(loaded)
        }
        await newContact(other, theirs.clinics[0])
        seen.push(await desk.pull(cursors))
        expect(JSON.stringify(seen)).not.toContain(CANARY)
        for (const clinic of theirs.clinics)
          for (const kind of ['registry', 'journal'])
            expect((await desk.get(`/api/sync/manifest?scope=${kind}:${clinic}`)).statusCode).toBe(403)
      }
    })

    it('[PULL2] no diagnosis stands in anything that is synced, for any role', async () => {
      for (const login of ['operator', 'post', 'expert', 'supervisor']) {
        const desk = await server.desk(login)
        for (const { name } of (await desk.pull({})).scopes)
          expect(JSON.stringify(await loadScope(desk, name))).not.toContain('I25.1')
      }
    })

    it('[PULL2] a command cannot name a person of another organisation or of a clinic not served', async () => {
      const post = await server.desk('post')
      const inform = (personId: string) =>
        post.command(recordInforming, anInforming({ id: newId<never>(), personId: personId as never }))
      const { answers } = await post.pushed(
        inform(theirs.person(0x10_0001)),
        inform(ids.person(0x10_0000 + 10)),
        inform(newId()),
        inform(ids.person(0x10_0001)),
      )
      const refused = { status: 'refused', refusal: { code: 'record.notFound', field: 'personId' } }
      expect(answers).toMatchObject([refused, refused, refused, { status: 'applied' }])
    })
  })
})
