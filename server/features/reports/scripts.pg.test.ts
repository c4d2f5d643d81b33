import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { recordScriptRun } from '#shared/features/call-scripts/commands.ts'
import type { StepVisit } from '#shared/features/call-scripts/run.ts'
import { sampleInner, sampleOuter } from '#shared/features/call-scripts/sample-scripts.ts'
import type { MeasuredRunsAnswer, ScriptMeasuresAnswer } from '#shared/features/reports/script-measures.ts'
import type { CallId, PersonId, ScriptRunId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const PERIOD = 'from=2026-11-01&to=2026-11-30'
const person = ids.person(0x10_0001) as PersonId

/** Stays in the order given, each as long as said; a step in brackets is not on the path in the end. */
function stays(...steps: readonly (readonly [string, number | null])[]): StepVisit[] {
  let ms = 0
  let place = 0
  return steps.map(([name, length]) => {
    const nodeId = name.replace(/[()]/g, '')
    const enteredMs = ms
    ms += length ?? 0
    return {
      nodeId,
      step: `Step ${nodeId}`,
      place: name === nodeId ? place++ : null,
      enteredMs,
      leftMs: length === null ? null : ms,
    }
  })
}

describeOnEngines('the report on scripts', (open) => {
  let server: TestServer
  let operator: TestDesk
  let supervisor: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    operator = await server.desk('operator')
    supervisor = await server.desk('supervisor')
    const survey = sampleOuter.nodes.map((node) =>
      node.id === 'invite' ? { ...node, survey: { item: '1', scale: 'SAT5' } } : node,
    )
    for (const script of [{ ...sampleOuter, nodes: survey }, sampleInner])
      await sql`insert into call_scripts (id, org_id, version, data) values (${`${script.id}@${script.version}`}, ${ids.org}, 1,
        ${JSON.stringify(script)}::jsonb)`.execute(server.database.db)
  })
  afterAll(() => server.close())

  interface Talk {
    readonly version?: number
    readonly result: string
    readonly visits?: StepVisit[]
    readonly opened?: readonly (readonly [string, string])[]
    readonly desk?: TestDesk
    readonly day?: string
    readonly outcome?: string
  }

  async function talked({ version = 3, result, visits, opened = [], desk = operator, day = '10', outcome }: Talk) {
    const startedAt = `2026-11-${day}T09:00:00.000Z`
    const callId = outcome === undefined ? null : newId<CallId>()
    if (callId !== null)
      await sql`insert into calls (id, org_id, version, data, outcome) values (${callId}, ${ids.org}, 1, '{}'::jsonb, ${outcome})`.execute(
        server.database.db,
      )
    const { answers } = await desk.pushed(
      desk.command(recordScriptRun, {
        id: newId<ScriptRunId>(),
        scriptId: 'outer',
        scriptVersion: version,
        callId,
        personId: person,
        answers: opened.map(([nodeId, during]) => ({
          nodeId,
          value: 'opened',
          label: 'I am busy',
          at: startedAt,
          during,
        })),
        ...(visits === undefined ? {} : { visits }),
        result,
        startedAt,
        endedAt: new Date(Date.parse(startedAt) + (visits?.at(-1)?.leftMs ?? 60_000)).toISOString(),
      }),
    )
    expect(answers[0]?.status).toBe('applied')
  }
  const measures = async (more = '', desk = supervisor) =>
    (await desk.get(`/api/reports/scripts?${PERIOD}${more}`)).json<ScriptMeasuresAnswer>()
  const runs = async (more: string, desk = supervisor) =>
    (await desk.get(`/api/reports/scripts/runs?${PERIOD}&scriptId=outer${more}`)).json<MeasuredRunsAnswer>()

  it('[S8] tells time, ways, exits with the outcome and objections by step, and opens the talks behind each', async () => {
    expect(await measures()).toMatchObject({ scripts: [], scriptId: null, runs: 0, steps: [] })
    const hello = ['hello', 10_000] as const
    await talked({
      result: 'answered',
      visits: stays(hello, ['way', 20_000], ['invite', 30_000], ['answered', 1_000]),
      opened: [
        ['objection/busy', 'invite'],
        ['objection/busy', 'way'],
      ],
    })
    await talked({ result: 'answered', visits: stays(hello, ['way', 40_000], ['(away)', 5_000], ['answered', 1_000]) })
    await talked({ result: 'cutOff', visits: stays(hello, ['way', 60_000]), outcome: 'refusedToTalk' })
    await talked({ result: 'cutOff', visits: stays(hello, ['way', null]) })
    await talked({ result: 'complained', visits: stays(hello, ['inside/listen', 8_000], ['complained', 1_000]) })
    await talked({ result: 'answered' })

    const answer = await measures()
    expect(answer).toMatchObject({ scriptId: 'outer', runs: 6, traced: 5 })
    expect(answer.scripts).toEqual([
      { scriptId: 'outer', title: 'Outer', runs: 6, versions: [{ version: 3, runs: 6 }] },
    ])
    expect(answer.results.map(({ result, title, runs: count }) => [result, title, count])).toEqual([
      ['answered', 'Answered', 3],
      ['cutOff', '', 2],
      ['complained', 'Complained', 1],
    ])
    expect(answer.steps.map(({ nodeId }) => nodeId)).toEqual([
      ...['hello', 'way', 'away', 'inside/listen', 'invite', 'complained', 'answered'],
    ])
    const step = (nodeId: string) => answer.steps.find((it) => it.nodeId === nodeId)
    expect(step('way')).toEqual({
      nodeId: 'way',
      title: 'Step way',
      runs: 4,
      // Of 20, 40 and 60 s; a stay without a known end does not count.
      times: { median: 40_000, p90: 56_000 },
      left: [
        { outcome: 'refusedToTalk', runs: 1 },
        { outcome: null, runs: 1 },
      ],
      opened: [{ id: 'objection/busy', words: 'I am busy', runs: 1 }],
      openedRuns: 1,
      ways: [
        { nodeId: 'answered', runs: 1 },
        { nodeId: 'invite', runs: 1 },
      ],
    })
    expect(step('away')).toMatchObject({ runs: 0, times: { median: 5_000, p90: 5_000 } })
    expect(step('hello')?.ways).toEqual([
      { nodeId: 'way', runs: 4 },
      { nodeId: 'inside/listen', runs: 1 },
    ])

    const totals = await Promise.all(
      [
        '&step=way',
        '&step=hello&way=inside/listen',
        '&step=way&left=yes',
        '&step=way&left=yes&outcome=refusedToTalk',
        '&step=way&left=yes&outcome=none',
        '&step=invite&opened=objection/busy',
        '&opened=objection/busy',
        '&step=way&opened=any',
        '&result=answered',
      ].map(async (more) => (await runs(more)).total),
    )
    expect(totals).toEqual([4, 1, 2, 1, 1, 1, 1, 1, 3])
    const [item] = (await runs('&step=invite&opened=objection/busy')).items
    expect(item).toMatchObject({
      result: 'answered',
      lastedMs: 61_000,
      personId: person,
      opened: ['I am busy', 'I am busy'],
    })
    expect(item?.visits[1]).toEqual({ title: 'Step way', ms: 20_000, isOnPath: true })
  })

  it('[S8] does not tell the ways of so few people that an answer to a survey could be told', async () => {
    const { steps, minGroup } = await measures()
    expect(minGroup).toBe(5)
    expect(steps.find(({ nodeId }) => nodeId === 'invite')?.ways).toBeNull()
    expect(await runs('&step=invite&way=answered')).toEqual({ total: 0, next: null, isHidden: true, items: [] })
    for (let more = 0; more < 4; more += 1)
      await talked({
        result: 'answered',
        visits: stays(['hello', 1_000], ['invite', 2_000], ['answered', 500]),
        day: '11',
      })
    expect((await measures()).steps.find(({ nodeId }) => nodeId === 'invite')?.ways).toEqual([
      { nodeId: 'answered', runs: 5 },
    ])
    expect((await runs('&step=invite&way=answered')).total).toBe(5)
  })

  it('[S8] holds versions, colleagues, lines and days apart, page by page', async () => {
    const post = await server.desk('post')
    await talked({ version: 4, result: 'answered', visits: stays(['hello', 2_000], ['answered', 500]), desk: post })
    await talked({ version: 4, result: 'answered', visits: stays(['hello', 4_000], ['answered', 500]), day: '12' })
    const count = async (more: string) => (await measures(`&scriptId=outer${more}`)).runs
    expect([await count('&version=4'), await count('&version=3'), await count('')]).toEqual([2, 10, 12])
    expect([await count('&version=4&line=L2'), await count('&line=L1'), await count('&line=L3')]).toEqual([1, 11, 0])
    expect(await count(`&userId=${ids.user('post')}`)).toBe(1)
    expect((await measures('&scriptId=outer&version=4')).steps[0]?.times).toEqual({ median: 3_000, p90: 3_800 })
    expect((await measures()).scripts[0]?.versions).toEqual([
      { version: 4, runs: 2 },
      { version: 3, runs: 10 },
    ])
    const first = await runs('&limit=8')
    const second = await runs(`&limit=8&after=${first.next}`)
    expect([first.items.length, second.items.length, second.next, first.total]).toEqual([8, 4, null, 12])
    expect(new Set([...first.items, ...second.items].map(({ runId }) => runId)).size).toBe(12)
  })

  it('[S8] shows a methodologist the course of the talks without people and calls, others nothing', async () => {
    const admin = await server.desk('admin')
    expect((await measures('', admin)).runs).toBe(12)
    for (const item of (await runs('&step=way', admin)).items)
      expect(item).toMatchObject({ name: '', personId: null, callId: null })
    for (const login of ['operator', 'post', 'expert'])
      for (const address of ['scripts', 'scripts/runs'])
        expect(
          (await (await server.desk(login)).get(`/api/reports/${address}?${PERIOD}&scriptId=outer`)).statusCode,
        ).toBe(403)
    const foreign = await server.desk('supervisor-1')
    expect(await measures('&scriptId=outer', foreign)).toMatchObject({ runs: 0, scripts: [], steps: [] })
    expect((await runs('', foreign)).total).toBe(0)
  })
})
