import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { type RecordSurveyArgs, recordScriptRun, recordSurvey } from '#shared/features/call-scripts/commands.ts'
import type { SurveyResponsesAnswer, SurveyResultsAnswer } from '#shared/features/reports/survey-results.ts'
import type { PersonId, ScriptRunId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const person = (serial: number): PersonId => ids.person(0x10_0000 + serial) as PersonId

describeOnEngines('surveys', (open) => {
  let server: TestServer
  let operator: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    operator = await server.desk('operator')
  })
  afterAll(() => server.close())

  /** Sends a run and its answers as the desk does; gives the answer of the server to the survey. */
  async function answered(
    serial: number | null,
    scale: string,
    codes: string[],
    more: Partial<RecordSurveyArgs> & { note?: string } = {},
  ): Promise<unknown> {
    const { note = '', ...rest } = more
    const id = newId<ScriptRunId>()
    const personId = serial === null ? null : person(serial)
    const common = { id, callId: null, personId, scriptId: 'check-up-satisfaction', scriptVersion: 1 }
    const at = '2026-11-10T09:00:00.000Z'
    const run = operator.command(recordScriptRun, {
      ...common,
      answers: [],
      result: 'surveyed',
      startedAt: at,
      endedAt: at,
    })
    const words = note === '' ? [] : [{ item: 'remarkWords', scale: null, codes: [], text: note }]
    const survey = operator.command(recordSurvey, {
      ...common,
      on: '2026-11-10',
      isComplete: true,
      answers: [{ item: 'overall', scale, codes, text: '' }, ...words],
      ...rest,
    })
    await operator.pushed(run)
    const { answers } = await operator.pushed(survey)
    const answer = answers[0]
    return answer?.status === 'refused' ? [answer.refusal.code, answer.refusal.args] : answer?.status
  }

  it('[C8] keeps what may stand together and refuses the rest with the reason', async () => {
    expect(await answered(1, 'checkUpSatisfaction', ['103', '107'])).toBe('applied')
    expect(await answered(2, 'checkUpSatisfaction', ['102'])).toBe('applied')
    expect(await answered(null, 'SAT5', ['3'])).toBe('applied')
    expect(await answered(3, 'checkUpSatisfaction', ['102', '103'])).toEqual(['survey.answersExclude', { code: '102' }])
    expect(await answered(3, 'noShowReasons', ['21'])).toEqual(['survey.codeUnknown', { code: '21' }])
    expect(await answered(3, 'checkUpSatisfaction', ['111'], { note: 'не проходил' })).toEqual([
      'survey.noteContradicts',
      { code: '111', instead: '101' },
    ])
    expect(await answered(3, 'noShowReasons', ['1'], { on: '2031-01-01' })).toEqual([
      'survey.dateInFuture',
      { on: '2031-01-01' },
    ])
  })

  it('[S8] makes the workbook of the fund, with what would be refused there on a sheet of its own', async () => {
    expect(await answered(4, 'noShowReasons', ['6'])).toBe('applied')
    expect(await answered(4, 'noShowReasons', ['1'], { on: '2026-11-12' })).toBe('applied')
    const supervisor = await server.desk('supervisor')
    const address = '/api/surveys/upload?from=2026-11-01&to=2026-11-30&scale='
    const sheets = async (scale: string): Promise<string[][][]> => {
      const answer = await supervisor.get(`${address}${scale}`)
      expect(answer.statusCode).toBe(200)
      return sheetsOf(answer.rawPayload)
    }
    const [opinions] = await sheets('checkUpSatisfaction')
    expect(opinions?.slice(0, 4).map((row) => row[0])).toEqual(['Тип запроса', 'Дата формирования', 'Смо', 'Фамилия'])
    expect(
      opinions
        ?.slice(4)
        .map((row) => row[5])
        .sort(),
    ).toEqual(['102', '103', '107'])
    const [reasons, refused] = await sheets('noShowReasons')
    expect(reasons?.slice(4).map((row) => row[5])).toEqual(['6'])
    expect(refused?.slice(1).map((row) => [row[5], row.at(-1)])).toEqual([
      ['1', 'За период у человека уже есть ответ: 2026-11-10'],
    ])
    for (const login of ['operator', 'post', 'expert', 'admin'])
      expect((await (await server.desk(login)).get(`${address}noShowReasons`)).statusCode).toBe(403)
    const foreign = await (await server.desk('supervisor-1')).get(`${address}noShowReasons`)
    expect(sheetsOf(foreign.rawPayload)[0]).toHaveLength(4)
  })

  it('[S8] counts answers by question, hides small groups, and opens the talks behind a number', async () => {
    const supervisor = await server.desk('supervisor')
    const period = 'scriptId=check-up-satisfaction&from=2026-11-01&to=2026-11-30'
    const results = async (more = '') =>
      (await supervisor.get(`/api/reports/surveys?${period}${more}`)).json<SurveyResultsAnswer>()
    const satisfaction = async () => (await results()).items.find(({ scale }) => scale === 'Удовлетворённость')
    const before = (await satisfaction())?.answered ?? 0
    for (const serial of [1, 2, 3, 4, 1, 2]) await answered(serial, 'SAT5', ['1'])
    await answered(3, 'SAT5', ['4'], { note: 'Долго ждал' })
    const { surveys, minGroup, clinics } = await results()
    const overall = await satisfaction()
    expect([minGroup, overall?.answered]).toEqual([5, before + 7])
    expect(surveys.map(({ scriptId }) => scriptId)).toContain('check-up-satisfaction')
    expect(overall?.codes?.find(({ code }) => code === '4')?.count).toBe(1)
    for (const { responses } of clinics) expect(responses === null || responses >= minGroup).toBe(true)
    const talks = (
      await supervisor.get(`/api/reports/surveys/responses?${period}&item=overall&code=4`)
    ).json<SurveyResponsesAnswer>()
    expect(talks).toMatchObject({ total: 1, items: [{ personId: person(3), words: 'Долго ждал' }] })
    expect((await results(`&clinicId=${newId()}`)).responses).toBe(0)
    // Of a question that three answered the report tells nothing, and so does the list behind it.
    for (const serial of [1, 2, 3])
      await answered(serial, 'SAT5', ['1'], {
        answers: [{ item: 'rare', scale: 'SAT5', codes: ['1'], text: '' }],
      })
    expect((await results()).items.find(({ item }) => item === 'rare')?.codes).toBeNull()
    const rare = await supervisor.get(`/api/reports/surveys/responses?${period}&item=rare&code=1`)
    expect(rare.json<SurveyResponsesAnswer>()).toEqual({ total: 0, items: [] })
    const foreign = (await (await server.desk('supervisor-1')).get(`/api/reports/surveys?${period}`)).json()
    expect(foreign).toMatchObject({ responses: 0, items: [] })
    expect((await operator.get(`/api/reports/surveys?${period}`)).statusCode).toBe(403)
  })
})

/** The texts of a workbook by sheet, row and cell; empty cells are left out by the writer and count as ''. */
function sheetsOf(file: Buffer): string[][][] {
  const zip = new PizZip(file)
  const read = (name: string): string => zip.file(name)?.asText() ?? ''
  const plain = (xml: string): string => xml.replace(/<[^>]*>/g, '')
  const shared = [...read('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map((match) => plain(match[1] ?? ''))
  return ['1', '2'].map((n) =>
    [...read(`xl/worksheets/sheet${n}.xml`).matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) =>
      [...(row[1] ?? '').matchAll(/<c [^>]*?(?:\/>|>(.*?)<\/c>)/gs)].map((cell) =>
        cell[1] === undefined ? '' : (shared[Number(plain(cell[1]))] ?? plain(cell[1])),
      ),
    ),
  )
}
