import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer, whenHorizonPassed } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { recordScriptRun } from '#shared/features/call-scripts/commands.ts'
import { newestInForce, scriptInForce } from '#shared/features/call-scripts/effective.ts'
import { contentOf } from '#shared/features/call-scripts/publication.ts'
import { type CallScript, callScript } from '#shared/features/call-scripts/script.ts'
import type { DraftMove, ScriptContent, ScriptDraft } from '#shared/features/call-scripts/script-draft.ts'
import type { ScriptRunId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const reference = `reference:${ids.org}`
const TODAY = '2026-11-24'
const asset = (file: string): ScriptContent =>
  contentOf(callScript.parse(JSON.parse(readFileSync(new URL(`../../../assets/${file}`, import.meta.url), 'utf8'))))
const HOME_VISIT = asset('call-scripts/home-visit.json')

describeOnEngines('drafts of call scripts', (open) => {
  let server: TestServer
  let writer: TestDesk
  let second: TestDesk
  let operator: TestDesk
  /** Where the operator's desk stood before the test. */
  let cursor: string
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    writer = await server.desk('admin')
    second = await server.desk('supervisor')
    operator = await server.desk('operator')
  })
  beforeEach(async () => {
    for (const table of ['script_comments', 'script_drafts', 'call_scripts'])
      await sql`delete from ${sql.table(table)}`.execute(server.database.db)
    await sql`delete from scope_records where kind = 'callScript'`.execute(server.database.db)
    await whenHorizonPassed(server.database)
    cursor = (await operator.get(`/api/sync/manifest?scope=${reference}`)).json<{ cursor: string }>().cursor
  })
  afterAll(() => server.close())

  const begin = async (content: ScriptContent = HOME_VISIT, basedOn: number | null = null): Promise<ScriptDraft> => {
    const answer = await writer.post('/api/scripts/drafts', { content, basedOn })
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json()
  }
  const move = (desk: TestDesk, draft: ScriptDraft, step: DraftMove['step'], more: object = {}) =>
    desk.post(`/api/scripts/drafts/${draft.id}/move`, { step, revision: draft.revision, ...more })
  const moved = async (desk: TestDesk, draft: ScriptDraft, step: DraftMove['step'], more: object = {}) => {
    const answer = await move(desk, draft, step, more)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json<ScriptDraft>()
  }
  const refusalOf = (answer: { statusCode: number; json(): { error: { code: string; field?: string } } }) => {
    const { code, field } = answer.json().error
    return [answer.statusCode, code, field]
  }
  /** Written, approved by the second person and published. */
  const publish = async (content: ScriptContent, effectiveFrom = TODAY): Promise<ScriptDraft> => {
    const asked = await moved(writer, await begin(content), 'submit')
    return moved(writer, await moved(second, asked, 'approve'), 'publish', { effectiveFrom })
  }
  const pulled = async (): Promise<CallScript[]> => {
    const { changes } = await operator.pull({ [reference]: cursor })
    const last = new Map<string, unknown>()
    for (const { records } of Object.values(changes))
      for (const record of records) if (record.kind === 'callScript') last.set(record.id, record.data)
    return [...last.values()].map((data) => callScript.parse(data))
  }
  const change = (content: ScriptContent, id: string, part: object): ScriptContent => ({
    ...content,
    nodes: content.nodes.map((node) => (node.id === id ? { ...node, ...part } : node)),
  })

  it('[S10] goes from a draft to a version on the desks, with who wrote and who approved it', async () => {
    const published = await publish(HOME_VISIT)
    expect(published).toMatchObject({ state: 'published', publishedVersion: 1, approvedByName: 'Тестова supervisor' })
    expect(await pulled()).toEqual([
      {
        ...HOME_VISIT,
        version: 1,
        effectiveFrom: TODAY,
        author: 'Тестова admin',
        approvedBy: 'Тестова supervisor',
        approvedOn: TODAY,
      },
    ])
    expect((await writer.get('/api/scripts/drafts')).json()).toEqual({ drafts: [] })
    const { rows } = await sql<{ action: string }>`
      select action from audit where action like 'script.%' order by seq desc limit 4`.execute(server.database.db)
    expect(rows.map(({ action }) => action).reverse()).toEqual([
      'script.draft.begin',
      'script.draft.submit',
      'script.draft.approve',
      'script.draft.publish',
    ])
  })

  it('[S10] is never approved by who wrote at it, nor published without approval', async () => {
    const asked = await moved(writer, await begin(), 'submit')
    expect(refusalOf(await move(writer, asked, 'approve'))).toEqual([409, 'scriptDraft.ownApproval', undefined])
    expect(refusalOf(await move(writer, asked, 'publish', { effectiveFrom: TODAY }))).toEqual([
      409,
      'scriptDraft.notNow',
      undefined,
    ])
    const approved = await moved(second, asked, 'approve')
    expect(refusalOf(await move(second, approved, 'publish', { effectiveFrom: TODAY }))).toEqual([
      403,
      'rights.notAllowed',
      undefined,
    ])
    expect(refusalOf(await move(writer, approved, 'publish', { effectiveFrom: '2026-11-23' }))).toEqual([
      400,
      'scriptDraft.dayPast',
      'effectiveFrom',
    ])
    // What was approved is written at again: the approval is gone with it.
    expect(await moved(writer, approved, 'takeBack')).toMatchObject({ state: 'draft', approvedByName: null })
  })

  it('[S10] is refused with every fault and its exact place, at review and at publication', async () => {
    const broken = change(HOME_VISIT, 'verify', { text: '', options: [] })
    const draft = await begin(broken)
    const answer = await move(writer, draft, 'submit')
    expect(answer.statusCode).toBe(400)
    const { issues } = answer.json<{ error: { issues: { code: string; field: string; args: object }[] } }>().error
    expect(issues).toContainEqual({
      code: 'scriptFault.noOptions',
      field: 'nodes.verify',
      args: { place: 'Сверка', detail: '' },
    })
    expect(issues.map(({ code }) => code)).toContain('scriptFault.noText')
    // A draft that got approved all the same, by an older server say, is stopped at the last gate.
    await sql`update script_drafts set state = 'approved', approved_by = ${ids.user('supervisor')}, approved_at = now()
      where id = ${draft.id}`.execute(server.database.db)
    expect(refusalOf(await move(writer, draft, 'publish', { effectiveFrom: TODAY }))[1]).toMatch(/^scriptFault\./)
    expect(await pulled()).toEqual([])
  })

  it('[S10] refuses a change upon an older revision, and of two at once takes one', async () => {
    const draft = await begin()
    const put = (title: string) =>
      writer.put(`/api/scripts/drafts/${draft.id}`, { revision: 1, content: { ...HOME_VISIT, title } })
    const answers = await Promise.all([put('Первый'), put('Второй')])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    const refused = answers.find(({ statusCode }) => statusCode === 409)
    expect(refused?.json().error).toMatchObject({ code: 'scriptDraft.changedMeanwhile', args: { revision: 2 } })
    const other = await writer.put(`/api/scripts/drafts/${draft.id}`, {
      revision: 2,
      content: { ...HOME_VISIT, id: 'another' },
    })
    expect(refusalOf(other)).toEqual([409, 'scriptDraft.otherScript', undefined])
  })

  it('has one open draft of a script: who begins another is sent to it', async () => {
    const draft = await begin()
    const again = await writer.post('/api/scripts/drafts', { content: HOME_VISIT, basedOn: null })
    expect(again.json().error).toMatchObject({ code: 'scriptDraft.beingWritten', args: { draft: draft.id } })
    await moved(writer, draft, 'drop')
    await begin()
  })

  it('[C4] a later version waits for its day, a withdrawn one gives way to the one before, an earlier one is restored', async () => {
    await publish(HOME_VISIT)
    await publish({ ...HOME_VISIT, title: 'Вторая' }, '2026-11-26')
    const titleOn = async (day: string) => scriptInForce(await pulled(), 'homeVisit', day)?.title
    expect([await titleOn('2026-11-25'), await titleOn('2026-11-26')]).toEqual([HOME_VISIT.title, 'Вторая'])
    const version = (number: number, step: string) =>
      writer.post(`/api/scripts/versions/home-visit/${number}`, { step })
    expect((await version(2, 'withdraw')).statusCode).toBe(200)
    expect(await titleOn('2026-11-26')).toBe(HOME_VISIT.title)
    expect(refusalOf(await version(2, 'withdraw'))).toEqual([409, 'scriptVersion.notInForce', undefined])
    expect((await version(2, 'restore')).json()).toEqual({ version: 3 })
    expect(await titleOn(TODAY)).toBe('Вторая')
    expect((await version(9, 'withdraw')).statusCode).toBe(404)
  })

  it('[C4] a run that began with the old version is recorded after the new one came', async () => {
    await publish(HOME_VISIT)
    await publish({ ...HOME_VISIT, title: 'Вторая' })
    const run = operator.command(recordScriptRun, {
      id: newId<ScriptRunId>(),
      scriptId: 'home-visit',
      scriptVersion: 1,
      callId: null,
      personId: null,
      answers: [],
      result: 'cutOff',
      startedAt: '2026-11-24T08:00:00.000Z',
      endedAt: '2026-11-24T08:05:00.000Z',
    })
    expect((await operator.pushed(run)).answers.map(({ status }) => status)).toEqual(['applied'])
  })

  it('[S10] does not let a script be broken that runs the published one inside itself', async () => {
    const inner = asset('call-scripts/complaint-intake.json')
    await publish(inner)
    await publish(asset('call-scripts/check-up-invitation.json'))
    await publish(asset('call-scripts/inbound-consultation.json'))
    const entry = newestInForce(await pulled(), TODAY)
      .flatMap(({ nodes }) => nodes)
      .find((node) => node.script === inner.id)
    expect(entry).toBeDefined()
    const withdrawn = await writer.post(`/api/scripts/versions/${inner.id}/1`, { step: 'withdraw' })
    expect(refusalOf(withdrawn)).toEqual([400, 'scriptFault.breaksOther', undefined])
  })

  it('keeps what is said to a step until it is settled', async () => {
    const draft = await begin()
    const said = await second.post(`/api/scripts/drafts/${draft.id}/comments`, { nodeId: 'verify', text: ' Короче ' })
    const [comment] = said.json<ScriptDraft>().comments
    expect(comment).toMatchObject({ nodeId: 'verify', text: 'Короче', byName: 'Тестова supervisor', isDone: false })
    const done = await writer.post(`/api/scripts/drafts/${draft.id}/comments/${comment?.id}/done`, {})
    expect(done.json<ScriptDraft>()).toMatchObject({ openComments: 0, comments: [{ isDone: true }] })
  })

  it('takes an exported script, and refuses what does not fit the schema or cannot be kept', async () => {
    const post = (content: object) => writer.post('/api/scripts/drafts', { content, basedOn: null })
    expect(refusalOf(await post({ ...HOME_VISIT, id: 'Home Visit' }))).toEqual([
      400,
      'scriptDraft.idInvalid',
      'content.id',
    ])
    expect(refusalOf(await post({ ...HOME_VISIT, nodes: [{ id: 'a', kind: 'sing' }] }))[0]).toBe(400)
    expect(refusalOf(await post(change(HOME_VISIT, 'verify', { text: 'a\u0000b' })))[1]).toBe('input.notStorable')
    const exported = JSON.parse(JSON.stringify((await begin()).content))
    expect(exported).toEqual(HOME_VISIT)
  })
})
