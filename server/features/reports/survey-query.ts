import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { sharePercent } from '#shared/features/reports/informing-effect.ts'
import { hiddenGroups } from '#shared/features/reports/small-groups.ts'
import type {
  SurveyItemResult,
  SurveyResponsesAnswer,
  SurveyResultsAnswer,
  SurveyResultsQuery,
} from '#shared/features/reports/survey-results.ts'
import type { ClinicId, PersonId } from '#shared/kernel/ids.ts'

/** Talks shown behind a number; their whole count stands beside them. */
const RESPONSES_MAX = 300

/** Names of the codes of a scale, and which of them count as satisfied; scales are another slice's. */
export interface ScaleNames {
  readonly id: string
  readonly title: string
  readonly codes: readonly { readonly code: string; readonly name: string; readonly satisfied?: boolean | undefined }[]
}

/** What the names of questions are read from. */
interface AskingNode {
  readonly title?: string
  readonly text?: string
  readonly survey?: { readonly item: string }
}

export interface SurveyReport {
  readonly scales: readonly ScaleNames[]
  /** Groups of fewer are not told. */
  readonly minGroup: number
}

/** Talks of one survey in these days, with the clinic of who was asked; anonymous ones have none. */
function talks(orgId: string, { scriptId, from, to, clinicId }: SurveyResultsQuery): RawBuilder<unknown> {
  return sql`from survey_responses response
      left join insured_persons person on person.id = response.person_id and person.org_id = response.org_id
    where response.org_id = ${orgId} and response.data is not null and response.script_id = ${scriptId}
      and response.answered_on between ${from}::date and ${to}::date
      ${clinicId === undefined ? sql`` : sql`and person.clinic_id = ${clinicId}`}`
}

/** Results by question with small groups hidden (REQUIREMENTS S8). */
export async function readSurveyResults(
  tx: Tx,
  orgId: string,
  query: SurveyResultsQuery,
  report: SurveyReport,
): Promise<SurveyResultsAnswer> {
  const { rows: surveys } = await sql<{ script_id: string; responses: number; title: string | null }>`
    select response.script_id, count(*)::int as responses,
      (select script.data->>'title' from call_scripts script where script.org_id = ${orgId}
        and script.data->>'id' = response.script_id order by (script.data->>'version')::int desc limit 1) as title
    from survey_responses response
    where response.org_id = ${orgId} and response.data is not null
      and response.answered_on between ${query.from}::date and ${query.to}::date
    group by response.script_id order by responses desc, response.script_id`.execute(tx)
  const { rows: clinics } = await sql<{ clinic_id: string | null; responses: number; complete: number }>`
    select person.clinic_id, count(*)::int as responses,
      count(*) filter (where (response.data->>'isComplete')::boolean)::int as complete
    ${talks(orgId, query)} group by person.clinic_id order by responses desc`.execute(tx)
  const { rows: counts } = await sql<{ item: string; scale: string; code: string; people: number }>`
    select answer->>'item' as item, answer->>'scale' as scale, code, count(*)::int as people
    ${joinedWith(talks(orgId, query))}
    group by 1, 2, 3`.execute(tx)
  // A question that another version asked on another scale is another question.
  const { rows: answered } = await sql<{ item: string; scale: string; people: number }>`
    select answer->>'item' as item, answer->>'scale' as scale, count(distinct response.id)::int as people
    ${joinedWith(talks(orgId, query))}
    group by 1, 2`.execute(tx)
  const titles = await titlesOf(tx, orgId, query.scriptId)
  const total = (of: 'responses' | 'complete'): number => clinics.reduce((sum, row) => sum + row[of], 0)
  const hidden = hiddenGroups(
    clinics.map(({ responses }) => responses),
    report.minGroup,
  )
  const items = answered.map(({ item, scale, people }) =>
    resultOf(
      { item, title: titles.get(item) ?? item, people },
      counts.filter((count) => count.item === item && count.scale === scale),
      report,
    ),
  )
  return {
    surveys: surveys.map(({ script_id, responses, title }) => ({
      scriptId: script_id,
      title: title ?? script_id,
      responses,
    })),
    responses: total('responses'),
    complete: total('complete'),
    minGroup: report.minGroup,
    items: items.sort((a, b) => a.item.localeCompare(b.item, 'ru', { numeric: true })),
    clinics: clinics.map(({ clinic_id, responses }, place) => ({
      clinicId: clinic_id as ClinicId | null,
      responses: hidden.has(place) ? null : responses,
    })),
  }
}

/** The same talks, one row for each code given. */
function joinedWith(source: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`from (select response.id, response.data ${source}) response
    cross join lateral jsonb_array_elements(response.data->'answers') answer
    cross join lateral jsonb_array_elements_text(answer->'codes') code
    where answer->>'scale' is not null`
}

function resultOf(
  { item, title, people }: { readonly item: string; readonly title: string; readonly people: number },
  counts: readonly { readonly scale: string; readonly code: string; readonly people: number }[],
  { scales, minGroup }: SurveyReport,
): SurveyItemResult {
  const scale = scales.find(({ id }) => id === counts[0]?.scale)
  const of = (code: string): number => counts.find((count) => count.code === code)?.people ?? 0
  const good = scale?.codes.filter((code) => code.satisfied === true) ?? []
  const isHidden = people < minGroup
  return {
    item,
    title,
    scale: scale?.title ?? counts[0]?.scale ?? '',
    answered: people,
    satisfied:
      isHidden || good.length === 0
        ? null
        : sharePercent(
            good.reduce((sum, { code }) => sum + of(code), 0),
            people,
          ),
    codes: isHidden
      ? null
      : (scale?.codes ?? counts.map(({ code }) => ({ code, name: code })))
          .map(({ code, name }) => ({ code, name, count: of(code) }))
          .filter(({ count }) => count > 0),
  }
}

/** Names of the questions as the newest version of the survey has them. */
async function titlesOf(tx: Tx, orgId: string, scriptId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ data: { readonly nodes: readonly AskingNode[] } }>`
    select data from call_scripts where org_id = ${orgId} and data->>'id' = ${scriptId}
    order by (data->>'version')::int desc limit 1`.execute(tx)
  const nodes = rows[0]?.data.nodes ?? []
  return new Map(
    nodes.flatMap(({ survey, title, text }) =>
      survey === undefined ? [] : [[survey.item, title ?? text ?? survey.item] as const],
    ),
  )
}

/** The talks in which an answer was given, newest first; none where so few were asked that the report hides the question. */
export async function readSurveyResponses(
  tx: Tx,
  orgId: string,
  query: SurveyResultsQuery & { readonly item: string; readonly code: string },
  minGroup: number,
): Promise<SurveyResponsesAnswer> {
  const asked = await sql<{ people: number }>`
    select count(distinct response.id)::int as people ${joinedWith(talks(orgId, query))} and answer->>'item' = ${query.item}`.execute(
    tx,
  )
  if ((asked.rows[0]?.people ?? 0) < minGroup) return { total: 0, items: [] }
  const wanted = JSON.stringify([{ item: query.item, codes: [query.code] }])
  const { rows } = await sql<{
    id: string
    on: string
    person_id: string | null
    name: string | null
    by: string | null
    words: string | null
    total: number
  }>`
    select response.id, response.data->>'on' as on, response.person_id,
      concat_ws(' ', person.data->>'surname', person.data->>'givenName', person.data->>'patronymic') as name,
      users.name as by, count(*) over ()::int as total,
      (select string_agg(answer->>'text', '; ') from jsonb_array_elements(response.data->'answers') answer
        where answer->>'text' <> '') as words
    from survey_responses response
      left join insured_persons person on person.id = response.person_id and person.org_id = response.org_id
      left join users on users.id = response.user_id
    where response.org_id = ${orgId} and response.data is not null and response.script_id = ${query.scriptId}
      and response.answered_on between ${query.from}::date and ${query.to}::date
      ${query.clinicId === undefined ? sql`` : sql`and person.clinic_id = ${query.clinicId}`}
      and response.data->'answers' @> ${wanted}::jsonb
    order by response.answered_on desc, response.id limit ${RESPONSES_MAX}`.execute(tx)
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      runId: row.id,
      on: row.on,
      personId: row.person_id as PersonId | null,
      name: row.name ?? '',
      by: row.by ?? '',
      words: row.words ?? '',
    })),
  }
}
